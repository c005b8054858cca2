import { orientation } from '../orientation';
import type { Point, Ring } from '../types';

/** Directed edges between numbered points; opposite ones have cancelled each other. */
type Graph = { readonly points: readonly Point[]; readonly outgoing: readonly number[][] };

/**
 * The rings around the faces of a noded arrangement: the region lies on the left of every edge, seen with y up, so
 * shells come out positive and holes negative (sign of `signedRingArea`). Edges that run both ways cancel. Where rings
 * touch in a point, faces are parted there and no ring visits a point twice.
 */
export function traceFaces(rings: readonly Ring[]): Ring[] {
  const graph = buildGraph(rings);
  const loops: Ring[] = [];
  for (const [start, targets] of graph.outgoing.entries()) {
    while (targets.length > 0) loops.push(...loopsOf(walk(graph, start)).map((loop) => toRing(graph, loop)));
  }
  return loops;
}

function buildGraph(rings: readonly Ring[]): Graph {
  const points: Point[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (point: Point): number => {
    const key = `${point.x + 0},${point.y + 0}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, points.length);
    points.push(point);
    return points.length - 1;
  };
  const numbered = rings.map((ring) => ring.map(numberOf));
  const counts = new Map<number, number>();
  const edgeKey = (from: number, to: number): number => from * points.length + to;
  for (const ring of numbered) {
    let from = ring.at(-1) ?? 0;
    for (const to of ring) {
      const opposite = counts.get(edgeKey(to, from)) ?? 0;
      if (opposite > 0) counts.set(edgeKey(to, from), opposite - 1);
      else counts.set(edgeKey(from, to), (counts.get(edgeKey(from, to)) ?? 0) + 1);
      from = to;
    }
  }
  const outgoing: number[][] = points.map(() => []);
  for (const [key, count] of counts) {
    for (let i = 0; i < count; i++) outgoing[Math.floor(key / points.length)]?.push(key % points.length);
  }
  return { points, outgoing };
}

/** Follows one face from a point back to it, and takes its edges out of the graph. */
function walk({ points, outgoing }: Graph, start: number): number[] {
  const path: number[] = [];
  let before: number | null = null;
  let at = start;
  for (;;) {
    const targets: number[] = outgoing[at] ?? [];
    const next = before === null ? 0 : tightestTurn(points, { before, at, targets });
    const [to] = targets.splice(next, 1);
    // Every point has as many edges in as out, so a walk can only end where it began.
    if (to === undefined) return path;
    path.push(at);
    before = at;
    at = to;
  }
}

/** Which edge bounds, together with the one just walked, the sector of the region beside it: the first one clockwise (y up). */
function tightestTurn(
  points: readonly Point[],
  { before, at, targets }: { before: number; at: number; targets: readonly number[] },
): number {
  if (targets.length < 2) return 0;
  const centre = points[at] as Point;
  const back = points[before] as Point;
  const rank = (target: Point): number => {
    const side = orientation(centre, back, target);
    if (side !== 0) return side < 0 ? 0 : 2;
    const isStraightOn = (target.x - centre.x) * (back.x - centre.x) + (target.y - centre.y) * (back.y - centre.y) < 0;
    return isStraightOn ? 1 : 3;
  };
  let best = 0;
  for (let i = 1; i < targets.length; i++) {
    const one = points[targets[i] as number] as Point;
    const other = points[targets[best] as number] as Point;
    const difference = rank(one) - rank(other);
    if (difference < 0 || (difference === 0 && orientation(centre, one, other) < 0)) best = i;
  }
  return best;
}

/** Cuts a walk at the points that it visits more than once. */
function loopsOf(path: readonly number[]): number[][] {
  const loops: number[][] = [];
  const open: number[] = [];
  const places = new Map<number, number>();
  for (const point of path) {
    const place = places.get(point);
    if (place !== undefined) {
      const loop = open.splice(place);
      for (const gone of loop) places.delete(gone);
      loops.push(loop);
    }
    places.set(point, open.length);
    open.push(point);
  }
  loops.push(open);
  return loops.filter((loop) => loop.length > 2);
}

function toRing({ points }: Graph, loop: readonly number[]): Ring {
  return loop.map((point) => points[point] as Point);
}
