import { commonPoints, shareAlong } from '../common-points';
import { EdgeIndex } from '../edge-index';
import { isSamePoint } from '../ring';
import type { Point } from '../types';

/** A piece of an edge, in its direction: of the ring edge with the number `source`, or of the line's segment −1 − `source`. */
export type NodedEdge = { readonly a: Point; readonly b: Point; readonly source: number };

export const isOfRing = (source: number): boolean => source >= 0;

export type NodedLine = {
  /** The line's edges and those of the rings that it meets elsewhere than at their ends. */
  readonly edges: readonly NodedEdge[];
  /** The ring edges, by number, that `edges` stand for. */
  readonly replaced: ReadonlySet<number>;
  /** Where the rings touch each other. */
  readonly touches: readonly Point[];
};

/** Rounding a crossing to the grid can make another one beside it; more than three rounds were never seen. */
const MOST_ROUNDS = 12;

/**
 * The line and the rings that it meets with a vertex wherever two of them meet, on the grid of 1/1024 px: from then on
 * edges share whole edges or end points only. Null when rounding keeps making new crossings. All given: on the grid,
 * the rings without crossings of their own.
 */
export function nodeLine(rings: EdgeIndex, line: readonly Point[]): NodedLine | null {
  const replaced = new Set<number>();
  const touches = rings.touches().map(({ at }) => at);
  let edges = splitAtTouches(rings, replaced);
  let fresh = line.slice(1).map((b, index): NodedEdge => ({ a: line[index] ?? b, b, source: -1 - index }));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const from = edges.length;
    edges = [...edges, ...fresh];
    const splits = findSplits(rings, replaced, { edges, from });
    if (splits.own.size === 0 && splits.ring.size === 0) return { edges, replaced, touches };
    fresh = [...splits.own].flatMap(([number, points]) => splitEdge(edges[number] as NodedEdge, points));
    fresh.push(...replaceRingEdges(rings, replaced, splits.ring));
    edges = edges.filter((_, number) => !splits.own.has(number));
  }
  return null;
}

function splitAtTouches(rings: EdgeIndex, replaced: Set<number>): NodedEdge[] {
  const splits: Splits = new Map();
  for (const { edges, at } of rings.touches())
    for (const edge of edges) splitAt(splits, edge, { a: rings.start(edge), b: rings.end(edge), at });
  return replaceRingEdges(rings, replaced, splits);
}

function replaceRingEdges(rings: EdgeIndex, replaced: Set<number>, splits: Splits): NodedEdge[] {
  return [...splits].flatMap(([source, points]) => {
    replaced.add(source);
    return splitEdge({ a: rings.start(source), b: rings.end(source), source }, points);
  });
}

type Splits = Map<number, Point[]>;

/** Where the edges numbered `from` and up meet any other. */
function findSplits(
  rings: EdgeIndex,
  replaced: ReadonlySet<number>,
  { edges, from }: { edges: readonly NodedEdge[]; from: number },
): { own: Splits; ring: Splits } {
  const [own, ring]: [Splits, Splits] = [new Map(), new Map()];
  const index = EdgeIndex.ofEdges(edges);
  for (let number = from; number < edges.length; number++) {
    const { a, b } = edges[number] as NodedEdge;
    index.visitNear(a, b, (other) => {
      if (other === number || (other > from && other < number)) return;
      const { a: c, b: d } = edges[other] as NodedEdge;
      for (const at of commonPoints(a, b, c, d)) {
        splitAt(own, number, { a, b, at });
        splitAt(own, other, { a: c, b: d, at });
      }
    });
    rings.visitNear(a, b, (other) => {
      if (replaced.has(other)) return;
      const [c, d] = [rings.start(other), rings.end(other)];
      for (const at of commonPoints(a, b, c, d)) {
        splitAt(own, number, { a, b, at });
        splitAt(ring, other, { a: c, b: d, at });
      }
    });
  }
  return { own, ring };
}

function splitAt(splits: Splits, number: number, { a, b, at }: { a: Point; b: Point; at: Point }): void {
  if (isSamePoint(at, a) || isSamePoint(at, b)) return;
  const known = splits.get(number);
  if (known) known.push(at);
  else splits.set(number, [at]);
}

function splitEdge({ a, b, source }: NodedEdge, points: readonly Point[]): NodedEdge[] {
  const along = points.map((point) => ({ point, share: shareAlong(a, b, point) }));
  along.sort((one, other) => one.share - other.share);
  const edges: NodedEdge[] = [];
  let from = a;
  for (const to of [...along.map(({ point }) => point), b]) {
    if (!isSamePoint(from, to)) edges.push({ a: from, b: to, source });
    from = to;
  }
  return edges;
}
