import type { Point, Polygon, Ring } from './types';

/** x' = a x + c y + e, y' = b x + d y + f, as canvases have it. */
export type Affine = {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
};

export const IDENTITY: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
export const translation = (dx: number, dy: number): Affine => ({ ...IDENTITY, e: dx, f: dy });

/** Scaled about a point that stays; `x` and `y` are factors. */
export const scaling = (x: number, y: number, pivot: Point): Affine => ({
  ...{ a: x, b: 0, c: 0, d: y },
  e: pivot.x * (1 - x),
  f: pivot.y * (1 - y),
});

/** Turned about a point, clockwise on screen for an angle above 0, in radians. */
export function rotation(angle: number, pivot: Point): Affine {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    ...{ a: cos, b: sin, c: -sin, d: cos },
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

export const movePoint = ({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});

export function movePolygon(affine: Affine, polygon: Polygon): Polygon {
  const move = (ring: Ring): Ring => ring.map((point) => movePoint(affine, point));
  return { exterior: move(polygon.exterior), holes: polygon.holes.map(move) };
}
