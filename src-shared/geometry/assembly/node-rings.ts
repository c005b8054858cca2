import { ringEdges, visitEdgePairs, type Edge } from '../edge-pairs';
import { orientation } from '../orientation';
import { dropRepeatedPoints, isSamePoint } from '../ring';
import { segmentContact } from '../segment-contact';
import { snapPoint } from '../snap';
import type { Point, Ring } from '../types';

/** Rounding a crossing to the grid can make another one beside it; more than three rounds were never seen. */
const MOST_ROUNDS = 12;

/**
 * The rings with a vertex wherever two edges meet, on the grid of 1/1024 px: from then on edges share whole edges or
 * end points only. Null when rounding keeps making new crossings. Rings: on the grid.
 */
export function nodeRings(rings: readonly Ring[]): readonly Ring[] | null {
  let noded = rings.map(dropRepeatedPoints).filter((ring) => ring.length > 1);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const splits = findSplits(ringEdges(noded));
    if (splits.size === 0) return noded;
    noded = noded.map((ring, index) => splitRing(ring, index, splits)).filter((ring) => ring.length > 1);
  }
  return null;
}

type Splits = Map<string, Point[]>;
const keyOf = (ring: number, edge: number): string => `${ring}:${edge}`;

function findSplits(edges: readonly Edge[]): Splits {
  const splits: Splits = new Map();
  const splitAt = (edge: Edge, point: Point): void => {
    if (isSamePoint(point, edge.a) || isSamePoint(point, edge.b)) return;
    const key = keyOf(edge.ring, edge.index);
    const known = splits.get(key);
    if (known) known.push(point);
    else splits.set(key, [point]);
  };
  visitEdgePairs(edges, (first, second) => {
    const contact = segmentContact(first.a, first.b, second.a, second.b);
    if (!contact) return false;
    if (contact.kind === 'overlap') {
      for (const point of [second.a, second.b]) if (isOn(first, point)) splitAt(first, point);
      for (const point of [first.a, first.b]) if (isOn(second, point)) splitAt(second, point);
      return false;
    }
    const at = contact.kind === 'crossing' ? snapPoint(contact.at) : contact.at;
    splitAt(first, at);
    splitAt(second, at);
    return false;
  });
  return splits;
}

function isOn({ a, b }: Edge, point: Point): boolean {
  return (
    orientation(a, b, point) === 0 &&
    Math.min(a.x, b.x) <= point.x &&
    point.x <= Math.max(a.x, b.x) &&
    Math.min(a.y, b.y) <= point.y &&
    point.y <= Math.max(a.y, b.y)
  );
}

function splitRing(ring: Ring, index: number, splits: Splits): Ring {
  const points: Point[] = [];
  for (const [edge, a] of ring.entries()) {
    points.push(a);
    const added = splits.get(keyOf(index, edge));
    if (!added) continue;
    const b = ring[(edge + 1) % ring.length] as Point;
    const along = ({ x, y }: Point): number => (x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y);
    points.push(...added.sort((one, other) => along(one) - along(other)));
  }
  return dropRepeatedPoints(points);
}
