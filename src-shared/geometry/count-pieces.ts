import { boundsIntersect, boundsUnion, EMPTY_BOUNDS } from './bounds';
import { pointInPolygon } from './hit-test';
import { polygonRings } from './polygon';
import type { Bounds, Point, Polygon } from './types';

/** Where a line meets a ring: segment and share of it, in one number. */
type Crossing = { readonly at: number; readonly ring: number };
/** A stretch of the line inside a polygon; its ends lie on rings, or are free (null). */
type Stretch = { readonly from: number; readonly to: number; readonly ends: readonly [number | null, number | null] };

/**
 * Into how many pieces an open line parts polygons, frame px; as many as there are polygons where it parts nothing. Only
 * what the line itself encloses counts, also with itself.
 *
 * Per polygon by Euler's formula for plane graphs, V − E + F = 1 + C, over its rings, the stretches of the line inside it
 * and the places where these cross each other; of the faces, one is the outside and one each hole.
 */
export function countPieces(line: readonly Point[], polygons: readonly Polygon[]): number {
  const points = line.filter(({ x, y }, i) => i === 0 || x !== line[i - 1]?.x || y !== line[i - 1]?.y);
  if (points.length < 2) return polygons.length;
  const boxes = points.slice(1).map((point, index) => boundsOf(points[index]!, point));
  const crossings = selfCrossings(points, boxes);
  return polygons.reduce((sum, polygon) => sum + piecesOf(polygon, { points, boxes, crossings }), 0);
}

type Line = {
  readonly points: readonly Point[];
  readonly boxes: readonly Bounds[];
  /** Both places on the line of each crossing with itself. */
  readonly crossings: readonly (readonly [number, number])[];
};

function piecesOf(polygon: Polygon, line: Line): number {
  const rings = polygonRings(polygon);
  const stretches = stretchesIn(polygon, line);
  const nodes = Array.from({ length: rings.length + stretches.length }, (_, index) => index);
  const root = (node: number): number => (nodes[node] === node ? node : (nodes[node] = root(nodes[node]!)));
  const join = (a: number, b: number): void => void (nodes[root(a)] = root(b));
  let faces = 0; // E − V
  for (const [index, { ends }] of stretches.entries()) {
    faces += 1 - ends.filter((end) => end === null).length;
    for (const ring of ends) if (ring !== null) join(rings.length + index, ring);
  }
  const stretchAt = (at: number): number => stretches.findIndex(({ from, to }) => at >= from && at <= to);
  for (const [a, b] of line.crossings) {
    const [one, other] = [stretchAt(a), stretchAt(b)];
    if (one < 0 || other < 0) continue;
    faces += 1;
    join(rings.length + one, rings.length + other);
  }
  const components = nodes.filter((node, index) => node === index).length;
  return faces + components + 1 - rings.length;
}

function stretchesIn(polygon: Polygon, { points, boxes }: Line): Stretch[] {
  const whole = boxes.reduce(boundsUnion, EMPTY_BOUNDS);
  const crossings: Crossing[] = [];
  for (const [index, ring] of polygonRings(polygon).entries()) {
    let c = ring.at(-1);
    for (const d of ring) {
      if (c && mayMeet(c, d, whole)) {
        for (let i = 0; i < boxes.length; i++) {
          const share = mayMeet(c, d, boxes[i]!) ? shareOfCrossing([points[i]!, points[i + 1]!], [c, d]) : null;
          if (share !== null) crossings.push({ at: i + share, ring: index });
        }
      }
      c = d;
    }
  }
  crossings.sort((a, b) => a.at - b.at);
  const stretches: Stretch[] = [];
  let isInside = pointInPolygon(polygon, points[0]!);
  let from: Crossing | null = null;
  for (const to of [...crossings, null]) {
    const ends = [from?.ring ?? null, to?.ring ?? null] as const;
    const stretch = { from: from?.at ?? 0, to: to?.at ?? boxes.length, ends };
    // A vertex that the line only touches leaves a stretch without length.
    if (isInside && stretch.to - stretch.from > 1e-9) stretches.push(stretch);
    isInside = !isInside;
    from = to;
  }
  return stretches;
}

function selfCrossings(points: readonly Point[], boxes: readonly Bounds[]): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 2; j < boxes.length; j++) {
      if (!boundsIntersect(boxes[i]!, boxes[j]!)) continue;
      const [one, other] = [
        [points[i]!, points[i + 1]!],
        [points[j]!, points[j + 1]!],
      ] as const;
      const share = shareOfCrossing(one, other);
      const back = shareOfCrossing(other, one);
      if (share !== null && back !== null) found.push([i + share, j + back]);
    }
  }
  return found;
}

const boundsOf = (a: Point, b: Point): Bounds => ({
  minX: Math.min(a.x, b.x),
  minY: Math.min(a.y, b.y),
  maxX: Math.max(a.x, b.x),
  maxY: Math.max(a.y, b.y),
});

/** Without an object per edge: an outline has thousands of them. */
const mayMeet = (a: Point, b: Point, { minX, minY, maxX, maxY }: Bounds): boolean =>
  !(
    (a.x < minX && b.x < minX) ||
    (a.x > maxX && b.x > maxX) ||
    (a.y < minY && b.y < minY) ||
    (a.y > maxY && b.y > maxY)
  );

/** The share of the first segment at which the second crosses it; ends half-open, so that a vertex counts once. */
function shareOfCrossing([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): number | null {
  const [rx, ry] = [b.x - a.x, b.y - a.y];
  const sideC = rx * (c.y - a.y) - ry * (c.x - a.x);
  const sideD = rx * (d.y - a.y) - ry * (d.x - a.x);
  if (sideC > 0 === sideD > 0) return null;
  const [sx, sy] = [d.x - c.x, d.y - c.y];
  const sideA = sx * (a.y - c.y) - sy * (a.x - c.x);
  const sideB = sx * (b.y - c.y) - sy * (b.x - c.x);
  if (sideA > 0 === sideB > 0) return null;
  return sideA / (sideA - sideB);
}
