import type { Point, Ring } from '#shared/geometry/types';

/** Points at equal distances along a closed ring, the first vertex first. */
export function resampleRing(ring: Ring, count: number): Point[] {
  const lengths = ring.map((a, i) => distance(a, ring[(i + 1) % ring.length] as Point));
  const step = lengths.reduce((sum, length) => sum + length, 0) / count;
  const points: Point[] = [];
  let edge = 0;
  let walked = 0;
  for (let k = 0; k < count; k++) {
    const wanted = k * step;
    while (edge < ring.length - 1 && walked + (lengths[edge] as number) < wanted) walked += lengths[edge++] as number;
    const a = ring[edge] as Point;
    const b = ring[(edge + 1) % ring.length] as Point;
    const share = (lengths[edge] as number) > 0 ? Math.min(1, (wanted - walked) / (lengths[edge] as number)) : 0;
    points.push({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });
  }
  return points;
}

export function perimeter(ring: Ring): number {
  return ring.reduce((sum, a, i) => sum + distance(a, ring[(i + 1) % ring.length] as Point), 0);
}

/** Unit normals that point out of a ring which runs clockwise on screen, from chords over `reach` points each way. */
export function outwardNormals(points: readonly Point[], reach: number): Point[] {
  const count = points.length;
  return points.map((_, k) => {
    const before = points[(k - reach + reach * count) % count] as Point;
    const after = points[(k + reach) % count] as Point;
    const length = distance(before, after) || 1;
    return { x: (after.y - before.y) / length, y: -(after.x - before.x) / length };
  });
}

/** Each point moved to the weighted mean of itself and its neighbours (1, 2, 1). */
export function relaxRing(points: readonly Point[]): Point[] {
  const count = points.length;
  return points.map((point, k) => {
    const before = points[(k + count - 1) % count] as Point;
    const after = points[(k + 1) % count] as Point;
    return { x: (before.x + 2 * point.x + after.x) / 4, y: (before.y + 2 * point.y + after.y) / 4 };
  });
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
