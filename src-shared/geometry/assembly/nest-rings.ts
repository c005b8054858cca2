import { boundsContain, ringBounds } from '../bounds';
import { pointInRing } from '../hit-test';
import { orientation } from '../orientation';
import { signedRingArea } from '../ring';
import type { Bounds, Point, Polygon, Ring } from '../types';

type Sized = { readonly ring: Ring; readonly areaPx2: number; readonly bounds: Bounds };

/**
 * Polygons from rings that neither cross nor share an edge: positive ones become exteriors, each negative one a hole of
 * the smallest exterior around it. Null when a hole lies in none. `areApart`: they are known not to touch either.
 */
export function nestRings(rings: readonly Ring[], areApart = false): Polygon[] | null {
  const sized = rings.map((ring): Sized => ({ ring, areaPx2: signedRingArea(ring), bounds: ringBounds(ring) }));
  const shells = sized.filter(({ areaPx2 }) => areaPx2 > 0).sort((a, b) => a.areaPx2 - b.areaPx2);
  const holes = new Map<Sized, Ring[]>(shells.map((shell) => [shell, []]));
  for (const hole of sized.filter(({ areaPx2 }) => areaPx2 < 0)) {
    const shell = shells.find((one) => one.areaPx2 >= -hole.areaPx2 && isInside(hole, one, areApart));
    if (!shell) return null;
    holes.get(shell)?.push(hole.ring);
  }
  return [...holes].map(([{ ring }, own]) => ({ exterior: ring, holes: own }));
}

function isInside(inner: Sized, outer: Sized, areApart: boolean): boolean {
  if (!boundsContain(outer.bounds, inner.bounds)) return false;
  // Rings may touch, so the first place that is not on the outer ring decides. Half-way points are exact on the grid.
  for (const place of placesOn(inner.ring)) {
    if (areApart || !isOnRing(outer.ring, place)) return pointInRing(outer.ring, place);
  }
  return false;
}

/** The vertices, then the middles of the edges. */
function* placesOn(ring: Ring): Generator<Point> {
  yield* ring;
  for (const [index, a] of ring.entries()) {
    const b = ring[(index + 1) % ring.length] ?? a;
    yield { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }
}

function isOnRing(ring: Ring, { x, y }: Point): boolean {
  let a = ring.at(-1);
  for (const b of ring) {
    if (
      a &&
      Math.min(a.x, b.x) <= x &&
      x <= Math.max(a.x, b.x) &&
      Math.min(a.y, b.y) <= y &&
      y <= Math.max(a.y, b.y) &&
      orientation(a, b, { x, y }) === 0
    )
      return true;
    a = b;
  }
  return false;
}
