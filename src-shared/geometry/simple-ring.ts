import { COORDINATE_LIMIT } from './coordinates';
import { orientation } from './orientation';
import type { Point, Ring } from './types';

/**
 * Whether a ring is surely without a `polygonProblem` when it stands alone, decided exactly by comparing all pairs of
 * edges: for short rings. False means that the close look has to find out.
 */
export function isPlainRing(ring: Ring): boolean {
  const count = ring.length;
  if (count < 3) return false;
  for (let at = 0; at < count; at++) {
    const { x, y } = ring[at] as Point;
    if (!(Math.abs(x) <= COORDINATE_LIMIT && Math.abs(y) <= COORDINATE_LIMIT)) return false;
  }
  return areCornersTurned(ring) && areEdgesApart(ring);
}

/** Whether the line turns at every vertex: no vertex is repeated, and nowhere does it run on or straight back. */
function areCornersTurned(ring: Ring): boolean {
  const count = ring.length;
  let before = ring[count - 2] as Point;
  let tip = ring[count - 1] as Point;
  for (let at = 0; at < count; at++) {
    const after = ring[at] as Point;
    if (orientation(before, tip, after) === 0) return false;
    before = tip;
    tip = after;
  }
  return true;
}

/** Whether no two edges meet that are not neighbours. */
function areEdgesApart(ring: Ring): boolean {
  const count = ring.length;
  for (let first = 0; first < count - 2; first++) {
    const a = ring[first] as Point;
    const b = ring[first + 1] as Point;
    const minX = Math.min(a.x, b.x);
    const maxX = Math.max(a.x, b.x);
    const minY = Math.min(a.y, b.y);
    const maxY = Math.max(a.y, b.y);
    const last = first === 0 ? count - 1 : count;
    for (let second = first + 2; second < last; second++) {
      const c = ring[second] as Point;
      const d = ring[second + 1 === count ? 0 : second + 1] as Point;
      if ((c.x < minX && d.x < minX) || (c.x > maxX && d.x > maxX)) continue;
      if ((c.y < minY && d.y < minY) || (c.y > maxY && d.y > maxY)) continue;
      if (orientation(a, b, c) * orientation(a, b, d) > 0) continue;
      if (orientation(c, d, a) * orientation(c, d, b) > 0) continue;
      return false;
    }
  }
  return true;
}
