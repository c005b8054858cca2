// Plane geometry of the tests' own, apart from src-shared: what the app computes is checked against this.

export type Point = { readonly x: number; readonly y: number };
/** A closed GeoJSON ring: the last position repeats the first. */
export type Positions = readonly (readonly number[])[];

const at = (positions: Positions, index: number): Point => ({ x: positions[index]![0]!, y: positions[index]![1]! });

/** Shoelace formula on a closed ring as written: positive when y times dx falls, as RFC 7946 orders an exterior. */
export function shoelace(closed: Positions): number {
  let doubled = 0;
  for (let i = 0; i + 1 < closed.length; i++) {
    const [a, b] = [at(closed, i), at(closed, i + 1)];
    doubled += a.x * b.y - b.x * a.y;
  }
  return doubled / 2;
}

/** Area of a polygon with holes: exterior less holes, whichever way they run. */
export function polygonArea([exterior, ...holes]: readonly Positions[]): number {
  return holes.reduce((area, hole) => area - Math.abs(shoelace(hole)), Math.abs(shoelace(exterior!)));
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The vertices of a closed ring, each once. */
export const openPoints = (closed: Positions): Point[] => closed.slice(0, -1).map((_, index) => at(closed, index));

/** A closed ring through points. */
export const closedRing = (points: readonly Point[]): Positions => [...points, points[0]!].map(({ x, y }) => [x, y]);

/**
 * How far two rings lie apart, vertex by vertex, at the start and direction that fit best; Infinity when they have
 * different numbers of vertices.
 */
export function ringDistance(a: readonly Point[], b: readonly Point[]): number {
  if (a.length !== b.length) return Infinity;
  const worstAt = (other: readonly Point[], shift: number): number =>
    Math.max(...a.map((point, i) => distance(point, other[(i + shift) % other.length]!)));
  return Math.min(...[b, b.toReversed()].flatMap((other) => a.map((_, shift) => worstAt(other, shift))));
}

export function centroid(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** A point moved away from another by a length; towards it when negative. */
export function away(from: Point, point: Point, length: number): Point {
  const far = distance(from, point);
  return { x: point.x + ((point.x - from.x) / far) * length, y: point.y + ((point.y - from.y) / far) * length };
}

/** Points on a circle, `count` of them. */
export const circle = (centre: Point, radius: number, count: number): Point[] =>
  Array.from({ length: count }, (_, i) => ({
    x: centre.x + radius * Math.cos((2 * Math.PI * i) / count),
    y: centre.y + radius * Math.sin((2 * Math.PI * i) / count),
  }));
