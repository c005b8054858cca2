import { assembleRegion, type Region } from '../assembly/assemble-region';
import { nestRings } from '../assembly/nest-rings';
import { edgeIndexOf } from '../edge-index';
import { PointSet } from '../point-set';
import { orientPolygon, polygonRings } from '../polygon';
import { signedRingArea } from '../ring';
import type { Point, Polygon, Ring } from '../types';
import { isOfRing, nodeLine, type NodedEdge, type NodedLine } from './node-line';
import { insideFaces, type GraphEdge } from './plane-graph';

/**
 * The pieces into which an open line parts a valid polygon: what hangs together without passing the line. Cut is only
 * where the line runs; what of it parts nothing leaves no trace. The polygon itself where there is one piece. All
 * positions: frame px on the grid of 1/1024 px. Null when rounding leaves no valid pieces.
 */
export function partPolygon(polygon: Polygon, line: readonly Point[]): Region | null {
  const points = line.filter(({ x, y }, i) => i === 0 || x !== line[i - 1]?.x || y !== line[i - 1]?.y);
  if (points.length < 2) return [polygon];
  const subject = orientPolygon(polygon);
  const index = edgeIndexOf(subject);
  const noded = nodeLine(index, points);
  if (!noded) return null;
  const { edges, untouched } = graphOf(subject, noded);
  const rings = [...untouched, ...insideFaces(edges, (point) => index.holds(point))];
  if (rings.filter((ring) => signedRingArea(ring) > 0).length < 2) return [polygon];
  const nested = nestRings(rings);
  if (!nested) return null;
  const pieces: Polygon[] = [];
  for (const piece of nested) {
    // However small a piece is, it was counted before.
    const valid = assembleRegion(polygonRings(piece), 0);
    if (!valid) return null;
    pieces.push(...valid);
  }
  return pieces;
}

/** The noded edges and, between their points, what is left of the rings; rings without any of them apart. */
function graphOf(polygon: Polygon, { edges, replaced, touches }: NodedLine): { edges: GraphEdge[]; untouched: Ring[] } {
  const single = new Map<string, { points: readonly [Point, Point]; insideLeft: number; source: number }>();
  const addSingle = ({ a, b, source }: NodedEdge): void => {
    const isTurned = a.x > b.x || (a.x === b.x && a.y > b.y);
    const [from, to] = isTurned ? [b, a] : [a, b];
    const key = `${from.x + 0} ${from.y + 0} ${to.x + 0} ${to.y + 0}`;
    const edge = single.get(key) ?? { points: [from, to], insideLeft: 0, source };
    if (isOfRing(source)) edge.insideLeft += isTurned ? -1 : 1;
    single.set(key, edge);
  };
  for (const edge of edges) addSingle(edge);
  const nodes = new PointSet([...edges.map(({ a, b }) => [a, b]), touches]);
  const chains: GraphEdge[] = [];
  const untouched: Ring[] = [];
  let first = 0; // the number of the ring's first edge
  for (const ring of polygonRings(polygon)) {
    const start = ring.findIndex((vertex) => nodes.has(vertex));
    // The ends of a replaced edge are nodes too.
    if (start < 0) untouched.push(ring);
    else
      for (const { points, lastEdge } of chainsOf(ring, start, nodes)) {
        const [a, b, ...further] = points;
        if (!a || !b || further.length > 0) chains.push({ points, insideLeft: 1, source: null });
        else if (!replaced.has(first + lastEdge)) addSingle({ a, b, source: first + lastEdge });
      }
    first += ring.length;
  }
  return { edges: [...single.values(), ...chains], untouched };
}

/** The ways from node to node around a ring, from one of them. */
function* chainsOf(
  ring: Ring,
  start: number,
  nodes: PointSet,
): Generator<{ readonly points: readonly Point[]; readonly lastEdge: number }> {
  let points: Point[] = [ring[start] as Point];
  for (let step = 1; step <= ring.length; step++) {
    const to = ring[(start + step) % ring.length] as Point;
    points.push(to);
    if (!nodes.has(to)) continue;
    yield { points, lastEdge: (start + step - 1) % ring.length };
    points = [to];
  }
}
