import type { Bounds, Polygon, Ring } from './types';

/** Bounds of nothing: the neutral element of `boundsUnion`, and it intersects nothing. */
export const EMPTY_BOUNDS: Bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };

/** Bounds of the ring; `EMPTY_BOUNDS` for a ring without vertices. */
export function ringBounds(ring: Ring): Bounds {
  let { minX, minY, maxX, maxY } = EMPTY_BOUNDS;
  for (const { x, y } of ring) {
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}

/** Bounds of all rings: a hole that leaves the exterior belongs to an even-odd region too. */
export function polygonBounds(polygon: Polygon): Bounds {
  return polygon.holes.reduce((bounds, hole) => boundsUnion(bounds, ringBounds(hole)), ringBounds(polygon.exterior));
}

/** The smallest bounds that hold both. */
export function boundsUnion(a: Bounds, b: Bounds): Bounds {
  return {
    minX: Math.min(a.minX, b.minX),
    minY: Math.min(a.minY, b.minY),
    maxX: Math.max(a.maxX, b.maxX),
    maxY: Math.max(a.maxY, b.maxY),
  };
}

/** Whether the two share a point; touching counts. */
export function boundsIntersect(a: Bounds, b: Bounds): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;
}

/** Whether the inner bounds lie in the outer ones; sides may coincide. */
export function boundsContain(outer: Bounds, inner: Bounds): boolean {
  return outer.minX <= inner.minX && outer.minY <= inner.minY && outer.maxX >= inner.maxX && outer.maxY >= inner.maxY;
}

/** The bounds grown by a distance in px on every side. */
export function expandBounds(bounds: Bounds, distance: number): Bounds {
  return {
    minX: bounds.minX - distance,
    minY: bounds.minY - distance,
    maxX: bounds.maxX + distance,
    maxY: bounds.maxY + distance,
  };
}
