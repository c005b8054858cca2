import { boundsUnion, EMPTY_BOUNDS } from './bounds';
import { polygonRings } from './polygon';
import type { Bounds, Point, Polygon, Ring } from './types';

/** x' = a x + c y + e, y' = b x + d y + f: the order in which canvases take the six numbers. */
export type Affine = {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
};

export const IDENTITY: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/** A move in px. */
export const translation = (dx: number, dy: number): Affine => ({ ...IDENTITY, e: dx, f: dy });

/** Scaled by two factors about a point that stays. */
export const scaling = (factorX: number, factorY: number, pivot: Point): Affine => ({
  ...IDENTITY,
  a: factorX,
  d: factorY,
  e: pivot.x * (1 - factorX),
  f: pivot.y * (1 - factorY),
});

/** Turned about a point that stays, in radians, clockwise on screen above 0 (y points down). */
export function rotation(angleRad: number, pivot: Point): Affine {
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  return {
    a: cos,
    b: sin,
    c: -sin,
    d: cos,
    e: pivot.x - cos * pivot.x + sin * pivot.y,
    f: pivot.y - sin * pivot.x - cos * pivot.y,
  };
}

/** First `inner`, then `outer`. */
export const compose = (outer: Affine, inner: Affine): Affine => ({
  a: outer.a * inner.a + outer.c * inner.b,
  b: outer.b * inner.a + outer.d * inner.b,
  c: outer.a * inner.c + outer.c * inner.d,
  d: outer.b * inner.c + outer.d * inner.d,
  e: outer.a * inner.e + outer.c * inner.f + outer.e,
  f: outer.b * inner.e + outer.d * inner.f + outer.f,
});

export const transformPoint = ({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});

/** The polygon moved, scaled and turned, holes with it; not on the grid. */
export function transformPolygon(affine: Affine, polygon: Polygon): Polygon {
  const moved = (ring: Ring): Ring => ring.map((point) => transformPoint(affine, point));
  return { exterior: moved(polygon.exterior), holes: polygon.holes.map(moved) };
}

/** The bounds that polygons would have, without making them. */
export function transformedBounds(affine: Affine, polygons: readonly Polygon[]): Bounds {
  let bounds = EMPTY_BOUNDS;
  for (const polygon of polygons) {
    for (const ring of polygonRings(polygon)) {
      for (const point of ring) {
        const { x, y } = transformPoint(affine, point);
        bounds = boundsUnion(bounds, { minX: x, minY: y, maxX: x, maxY: y });
      }
    }
  }
  return bounds;
}
