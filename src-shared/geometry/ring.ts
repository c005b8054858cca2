import type { Point, Ring } from './types';

/**
 * Signed area in px²; positive when the ring runs clockwise on screen (y points down).
 * Measured from the first vertex, so that a small lesion far from the origin keeps its digits.
 */
export function signedRingArea(ring: Ring): number {
  const origin = ring[0];
  if (!origin) return 0;
  let doubled = 0;
  let ax = 0;
  let ay = 0;
  for (const vertex of ring) {
    const bx = vertex.x - origin.x;
    const by = vertex.y - origin.y;
    doubled += ax * by - bx * ay;
    ax = bx;
    ay = by;
  }
  return doubled / 2;
}

/** The ring without its closing vertex; exactly one is dropped, and only when it equals the first. */
export function openRing(points: readonly Point[]): Ring {
  const first = points[0];
  const last = points.at(-1);
  return first && last && points.length > 1 && isSamePoint(first, last) ? points.slice(0, -1) : points;
}

/** The number of different positions in the ring. */
export function distinctPointCount(ring: Ring): number {
  // + 0 makes -0 and 0 one position.
  return new Set(ring.map((point) => `${point.x + 0},${point.y + 0}`)).size;
}

/** The ring without consecutive duplicates, the last vertex against the first included; the first vertex stays. */
export function dropRepeatedPoints(ring: Ring): Ring {
  if (!hasRepeats(ring)) return ring;
  const kept: Point[] = [];
  for (const point of ring) {
    const last = kept.at(-1);
    if (!last || !isSamePoint(last, point)) kept.push(point);
  }
  const first = kept[0];
  for (let last = kept.at(-1); first && last && kept.length > 1 && isSamePoint(first, last); last = kept.at(-1)) {
    kept.pop();
  }
  return kept.length === ring.length ? ring : kept;
}

function hasRepeats(ring: Ring): boolean {
  let before = ring[ring.length - 1];
  for (let index = 0; index < ring.length; index++) {
    const point = ring[index] as Point;
    if (isSamePoint(before as Point, point)) return true;
    before = point;
  }
  return false;
}

/** The ring in the wanted direction (sign of `signedRingArea`); its first vertex stays first. */
export function orientRing(ring: Ring, direction: 'positive' | 'negative'): Ring {
  const area = signedRingArea(ring);
  const first = ring[0];
  const isWrong = direction === 'positive' ? area < 0 : area > 0;
  return first && isWrong ? [first, ...ring.slice(1).reverse()] : ring;
}

/** The vertices as x, y, x, y, ... A loop: a list per vertex, as flatMap makes, would be felt on large outlines. */
export function flatRing(ring: Ring): number[] {
  const flat = new Array<number>(2 * ring.length);
  for (let index = 0; index < ring.length; index++) {
    const { x, y } = ring[index] as Point;
    flat[2 * index] = x;
    flat[2 * index + 1] = y;
  }
  return flat;
}

/** Length of the closed line in px. */
export function ringPerimeter(ring: Ring): number {
  let length = 0;
  let a = ring.at(-1);
  for (const b of ring) {
    if (a) length += Math.hypot(b.x - a.x, b.y - a.y);
    a = b;
  }
  return length;
}

/** Centroid of the signed area; the mean of the vertices when that area is zero. */
export function ringCentroid(ring: Ring): Point {
  const origin = ring[0];
  if (!origin) throw new RangeError('ringCentroid: the ring is empty');
  let doubled = 0;
  let momentX = 0;
  let momentY = 0;
  let ax = 0;
  let ay = 0;
  let sumX = 0;
  let sumY = 0;
  for (const vertex of ring) {
    const bx = vertex.x - origin.x;
    const by = vertex.y - origin.y;
    const cross = ax * by - bx * ay;
    doubled += cross;
    momentX += (ax + bx) * cross;
    momentY += (ay + by) * cross;
    sumX += bx;
    sumY += by;
    ax = bx;
    ay = by;
  }
  if (doubled === 0) return { x: origin.x + sumX / ring.length, y: origin.y + sumY / ring.length };
  return { x: origin.x + momentX / (3 * doubled), y: origin.y + momentY / (3 * doubled) };
}

/** Whether two points have the same coordinates. */
export function isSamePoint(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y;
}
