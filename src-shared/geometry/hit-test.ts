import { orientation } from './orientation';
import type { EdgeRef, Point, Polygon, Ring, VertexRef } from './types';

export type NearestVertex = VertexRef & { readonly at: Point; readonly distance: number };
export type NearestEdge = EdgeRef & { readonly at: Point; readonly distance: number };

/**
 * Even-odd test, exact and half-open: of the boundary only the left and top sides belong to the ring,
 * so rings that tile a region never share a point.
 */
export function pointInRing(ring: Ring, point: Point): boolean {
  let isInside = false;
  let a = ring.at(-1);
  for (const b of ring) {
    // The crossing lies right of the point when the point is on the left of the edge, seen downwards.
    if (a && a.y > point.y !== b.y > point.y) {
      const side = a.y < b.y ? orientation(a, b, point) : orientation(b, a, point);
      if (side > 0) isInside = !isInside;
    }
    a = b;
  }
  return isInside;
}

/** Even-odd test over all rings: a point in a hole is outside. */
export function pointInPolygon(polygon: Polygon, point: Point): boolean {
  return polygon.holes.reduce(
    (isInside, hole) => pointInRing(hole, point) !== isInside,
    pointInRing(polygon.exterior, point),
  );
}

/** The point of the segment a–b that is nearest to the point. */
export function nearestOnSegment(point: Point, a: Point, b: Point): Point {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const lengthSquared = dx * dx + dy * dy;
  if (lengthSquared === 0) return a;
  const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / lengthSquared;
  if (along <= 0) return a;
  if (along >= 1) return b;
  return { x: a.x + along * dx, y: a.y + along * dy };
}

/** Distance in px from the point to the segment a–b. */
export function distanceToSegment(point: Point, a: Point, b: Point): number {
  return distance(point, nearestOnSegment(point, a, b));
}

/** Distance in px from the point to the closed line; Infinity for a ring without vertices. */
export function distanceToRing(ring: Ring, point: Point): number {
  let nearest = Infinity;
  let a = ring.at(-1);
  for (const b of ring) {
    if (a) nearest = Math.min(nearest, distanceToSegment(point, a, b));
    a = b;
  }
  return nearest;
}

/** The nearest vertex within the tolerance, the first one of equals. */
export function nearestVertex(polygon: Polygon, point: Point, toleranceFramePx: number): NearestVertex | null {
  let nearest: NearestVertex | null = null;
  for (const [ring, vertices] of [polygon.exterior, ...polygon.holes].entries()) {
    for (const [vertex, at] of vertices.entries()) {
      const found = distance(point, at);
      if (nearest ? found < nearest.distance : found <= toleranceFramePx)
        nearest = { ring, vertex, at, distance: found };
    }
  }
  return nearest;
}

/** The nearest edge within the tolerance, the first one of equals; `at` lies on it. */
export function nearestEdge(polygon: Polygon, point: Point, toleranceFramePx: number): NearestEdge | null {
  let nearest: NearestEdge | null = null;
  for (const [ring, vertices] of [polygon.exterior, ...polygon.holes].entries()) {
    for (const [edge, a] of vertices.entries()) {
      const at = nearestOnSegment(point, a, vertices[(edge + 1) % vertices.length] ?? a);
      const found = distance(point, at);
      if (nearest ? found < nearest.distance : found <= toleranceFramePx) nearest = { ring, edge, at, distance: found };
    }
  }
  return nearest;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
