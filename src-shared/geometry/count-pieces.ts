import { commonPoints, shareAlong } from './common-points';
import { DisjointSets } from './disjoint-sets';
import { EdgeIndex, edgeIndexOf } from './edge-index';
import { PointNumbers } from './point-numbers';
import { isSamePoint } from './ring';
import type { Point, Polygon } from './types';

/** Two numbers of points in one number. */
const MOST_POINTS = 2 ** 26;

/** A place where the line meets itself or a ring: segment and share of it in one number, and which point it is. */
type Node = {
  readonly at: number;
  readonly point: number;
  /** What becomes of the side at a ring: the other one, or to be looked for (null); the same where there is none. */
  readonly isOtherSide: boolean | null;
};

/** The line with the places where it meets itself; points by number, so that two visits of one place are one point. */
type Line = {
  readonly points: readonly Point[];
  readonly numbers: PointNumbers;
  readonly own: readonly Node[];
};

/**
 * Into how many pieces an open line parts polygons, frame px; as many as there are polygons where it parts nothing. Only
 * what the line itself encloses counts, also with itself; where it runs along itself or a ring it counts once.
 *
 * Per polygon by Euler's formula for plane graphs, V − E + F = 1 + C, over its rings and what lies of the line inside
 * it. All positions: on the grid.
 */
export function countPieces(line: readonly Point[], polygons: readonly Polygon[]): number {
  const points = line.filter(({ x, y }, i) => i === 0 || x !== line[i - 1]?.x || y !== line[i - 1]?.y);
  if (points.length < 2) return polygons.length;
  const known = lineOf(points);
  return polygons.reduce((sum, polygon) => sum + piecesOf(edgeIndexOf(polygon), known), 0);
}

function lineOf(points: readonly Point[]): Line {
  const numbers = new PointNumbers();
  const own: Node[] = [];
  const segments = EdgeIndex.ofEdges(points.slice(1).map((b, i) => ({ a: points[i]!, b })));
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i]!, points[i + 1]!];
    segments.visitNear(a, b, (j) => {
      if (j <= i) return;
      const [c, d] = [points[j]!, points[j + 1]!];
      const common = commonPoints(a, b, c, d);
      // A segment always touches the next one; more than that is a way back.
      if (j === i + 1 && common.length < 2) return;
      for (const at of common) {
        const point = numbers.of(at);
        own.push({ at: i + shareAlong(a, b, at), point, isOtherSide: false });
        own.push({ at: j + shareAlong(c, d, at), point, isOtherSide: false });
      }
    });
  }
  return { points, numbers, own };
}

function piecesOf(index: EdgeIndex, { points, numbers, own }: Line): number {
  const { nodes, ringAt, alongRings } = meetRings(index, { points, numbers, own });
  if (ringAt.size === 0 && (own.length === 0 || !index.holds(points[0]!))) return 1;
  const rings = new DisjointSets(index.ringCount);
  for (const { edges } of index.touches()) rings.join(index.ringOf(edges[0]), index.ringOf(edges[1]));
  const inner = new Map<number, number>();
  const setOf = (point: number): number => {
    const set = ringAt.get(point) ?? inner.get(point) ?? rings.add();
    if (!ringAt.has(point)) inner.set(point, set);
    return set;
  };
  const straight = new Set<number>();
  let enclosed = 0;
  let isInside: boolean | null = null;
  for (let i = 1; i < nodes.length; i++) {
    const [from, to] = [nodes[i - 1]!, nodes[i]!];
    // Only at a ring can the line change sides.
    if (from.isOtherSide === null) isInside = null;
    else if (from.isOtherSide && isInside !== null) isInside = !isInside;
    if (to.at === from.at) continue;
    isInside ??= index.holds(middleOf(points, from.at, to.at));
    if (!isInside || alongRings.some(([start, end]) => from.at >= start && to.at <= end)) continue;
    if (Math.ceil(to.at) - Math.floor(from.at) === 1) {
      const key = Math.min(from.point, to.point) * MOST_POINTS + Math.max(from.point, to.point);
      if (from.point === to.point || straight.has(key)) continue;
      straight.add(key);
    }
    // An edge within what hangs together already closes a face; every other one only joins.
    if (!rings.join(setOf(from.point), setOf(to.point))) enclosed += 1;
  }
  return 1 + enclosed;
}

type Meeting = {
  /** All nodes of the line in its order, its ends among them. */
  readonly nodes: readonly Node[];
  readonly ringAt: ReadonlyMap<number, number>;
  /** Stretches of the line that run along a ring. */
  readonly alongRings: readonly (readonly [number, number])[];
};

function meetRings(index: EdgeIndex, { points, numbers, own }: Line): Meeting {
  const nodes = [...own];
  const ringAt = new Map<number, number>();
  const alongRings: (readonly [number, number])[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i]!, points[i + 1]!];
    index.visitNear(a, b, (edge) => {
      const [c, d] = [index.start(edge), index.end(edge)];
      const common = commonPoints(a, b, c, d);
      const isCrossing = ![a, b, c, d].some((end) => common.some((at) => isSamePoint(at, end)));
      const places = common.map((at) => i + shareAlong(a, b, at));
      for (const [k, at] of common.entries()) {
        const point = numbers.of(at);
        ringAt.set(point, index.ringOf(edge));
        nodes.push({ at: places[k]!, point, isOtherSide: isCrossing || null });
      }
      if (common.length > 1) alongRings.push([Math.min(...places), Math.max(...places)]);
    });
  }
  const last = points.length - 1;
  for (const at of [0, last]) nodes.push({ at, point: numbers.of(points[at]!), isOtherSide: false });
  return { nodes: nodes.sort((one, other) => one.at - other.at), ringAt, alongRings };
}

/** The middle of the first straight stretch between two places of the line. */
function middleOf(points: readonly Point[], from: number, to: number): Point {
  const i = Math.min(Math.floor(from), points.length - 2);
  const share = (from + Math.min(to, i + 1)) / 2 - i;
  const [a, b] = [points[i]!, points[i + 1]!];
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}
