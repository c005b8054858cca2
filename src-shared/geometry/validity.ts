import { boundsContain, ringBounds } from './bounds';
import { isContactFree } from './contact-sweep';
import { COORDINATE_LIMIT } from './coordinates';
import { ringEdges, visitEdgePairs, type Edge } from './edge-pairs';
import { evenOddArea } from './even-odd-area';
import { pointInRing } from './hit-test';
import { orientation } from './orientation';
import { describeFault, type PolygonProblem, type RingFault } from './polygon-problem';
import { distinctPointCount, dropRepeatedPoints, isSamePoint } from './ring';
import { findTouchFault, freeVertex, type Touch } from './ring-touches';
import { segmentContact, type SegmentContact } from './segment-contact';
import { isPlainRing } from './simple-ring';
import type { Bounds, Point, Polygon, Ring } from './types';

export type { PolygonProblem, PolygonProblemCode } from './polygon-problem';

/** Below this many edges comparing all of them beats the sweep (measured). */
const SWEEP_FROM = 32;

/**
 * The first reason why the polygon is not a valid OGC polygon, or null. Decided exactly. Consecutive duplicate
 * vertices are tolerated; a hole may touch another ring in a point while the interior stays in one piece.
 */
export function polygonProblem(polygon: Polygon): PolygonProblem | null {
  const { exterior, holes } = polygon;
  if (holes.length === 0 && exterior.length < SWEEP_FROM && isPlainRing(exterior)) return null;
  const fault = polygonFault([polygon.exterior, ...polygon.holes]);
  return fault && describeFault(fault);
}

/** Whether the polygon covers nothing: under 3 different points in the exterior, or no even-odd area. */
export function isDegenerate(polygon: Polygon): boolean {
  const rings = [polygon.exterior, ...polygon.holes];
  if (polygonFault(rings) === null) return false;
  return distinctPointCount(polygon.exterior) < 3 || !(evenOddArea(rings) > 0);
}

function polygonFault(delivered: readonly Ring[]): RingFault | null {
  for (const [ring, vertices] of delivered.entries()) {
    const at = vertices.find(({ x, y }) => !(Math.abs(x) <= COORDINATE_LIMIT && Math.abs(y) <= COORDINATE_LIMIT));
    if (at) return { code: 'not_finite', ring, at, verb: 'has a coordinate that is no number of pixels' };
  }
  const rings = delivered.map(dropRepeatedPoints);
  for (const [ring, vertices] of rings.entries()) {
    const fault = flatRingFault(vertices, ring) ?? spikeFault(vertices, ring);
    if (fault) return fault;
  }
  const touches: Touch[] = [];
  const vertices = rings.reduce((count, ring) => count + ring.length, 0);
  const isProvenApart = vertices >= SWEEP_FROM && isContactFree(rings);
  const contactFault = isProvenApart ? null : findContactFault(rings, ringEdges(rings), touches);
  return contactFault ?? findTouchFault(rings, touches) ?? holeOutside(rings, touches) ?? holeInHole(rings, touches);
}

function flatRingFault(vertices: Ring, ring: number): RingFault | null {
  const [first, second] = vertices;
  const hasThird = vertices.some(
    (point) => first && second && !isSamePoint(point, first) && !isSamePoint(point, second),
  );
  if (!first || !second || !hasThird) {
    return { code: 'too_few_points', ring, at: first ?? null, verb: 'has fewer than 3 different points' };
  }
  const isFlat = vertices.every((point) => orientation(first, second, point) === 0);
  return isFlat ? { code: 'zero_area', ring, at: first, verb: 'has all of its points on one line' } : null;
}

/** A vertex where the line turns straight back on itself. */
function spikeFault(vertices: Ring, ring: number): RingFault | null {
  let before = vertices.at(-2);
  let tip = vertices.at(-1);
  for (const after of vertices) {
    if (before && tip && isSpike(before, tip, after)) {
      return { code: 'self_crossing', ring, at: tip, verb: 'turns back over itself' };
    }
    before = tip;
    tip = after;
  }
  return null;
}

function isSpike(before: Point, tip: Point, after: Point): boolean {
  const isOneSide =
    Math.sign(before.x - tip.x) === Math.sign(after.x - tip.x) &&
    Math.sign(before.y - tip.y) === Math.sign(after.y - tip.y);
  return isOneSide && orientation(before, tip, after) === 0;
}

/** Looks through the pairs of edges; points shared by different rings may be allowed and go into `touches`. */
function findContactFault(rings: readonly Ring[], edges: readonly Edge[], touches: Touch[]): RingFault | null {
  const faults: { line: RingFault | null; point: RingFault | null } = { line: null, point: null };
  let remaining = 4 * edges.length + 64; // a pile-up of touches need not be listed to its end
  visitEdgePairs(edges, (first, second) => {
    if (areNeighbours(rings, first, second)) return false; // spikes are excluded, so they share one vertex only
    const contact = segmentContact(first.a, first.b, second.a, second.b);
    if (!contact) return false;
    const { ring } = second;
    const { kind, at } = contact;
    if (kind !== 'touch') {
      faults.line = lineFault(first.ring, ring, contact);
      return true;
    }
    if (first.ring === ring) faults.point ??= { code: 'self_touching', ring, at, verb: 'touches itself' };
    else touches.push({ first, second, at });
    if (--remaining < 0) faults.point ??= { code: 'self_touching', ring, at, verb: 'touches other rings too often' };
    return remaining < 0;
  });
  return faults.line ?? faults.point;
}

function areNeighbours(rings: readonly Ring[], first: Edge, second: Edge): boolean {
  if (first.ring !== second.ring) return false;
  const distance = second.index - first.index;
  return distance === 1 || distance === (rings[first.ring]?.length ?? 0) - 1;
}

function lineFault(firstRing: number, ring: number, { kind, at }: SegmentContact): RingFault {
  const verb = kind === 'crossing' ? 'crosses' : 'runs along';
  if (firstRing === ring) return { code: 'self_crossing', ring, at, verb: `${verb} itself` };
  if (firstRing === 0) return { code: 'hole_outside', ring, at, verb: `${verb} the exterior` };
  return { code: 'holes_overlap', ring, at, verb: `${verb} hole ${firstRing}` };
}

function holeOutside([exterior = [], ...holes]: readonly Ring[], touches: readonly Touch[]): RingFault | null {
  for (const [index, hole] of holes.entries()) {
    const at = freeVertex(hole, index + 1, 0, touches);
    if (at && !pointInRing(exterior, at)) {
      return { code: 'hole_outside', ring: index + 1, at, verb: 'lies outside the exterior' };
    }
  }
  return null;
}

function holeInHole(rings: readonly Ring[], touches: readonly Touch[]): RingFault | null {
  const bounds = rings.map(ringBounds);
  for (let outer = 1; outer < rings.length; outer++) {
    for (let inner = 1; inner < rings.length; inner++) {
      if (inner === outer || !boundsContain(bounds[outer] as Bounds, bounds[inner] as Bounds)) continue;
      const at = freeVertex(rings[inner] ?? [], inner, outer, touches);
      if (at && pointInRing(rings[outer] ?? [], at)) {
        return { code: 'holes_overlap', ring: inner, at, verb: `lies in hole ${outer}` };
      }
    }
  }
  return null;
}
