import { compose, movePoint, scaling, type Affine } from '#shared/geometry/affine';
import type { Bounds, Point } from '#shared/geometry/types';

const SCALE_HANDLES = ['topLeft', 'top', 'topRight', 'right', 'bottomRight', 'bottom', 'bottomLeft', 'left'] as const;
export type ScaleHandle = (typeof SCALE_HANDLES)[number];
export type TransformHandle = ScaleHandle | 'rotate';

/** The bounds that the handles belong to, where they have been moved to, and the zoom. */
export type HandleFrame = { readonly bounds: Bounds; readonly affine: Affine; readonly framePxPerScreenPx: number };

/** How far above the bounds the handle for turning is, in CSS px. */
const ROTATE_ABOVE_PX = 26;
/** Bounds smaller than this on screen have corners and the turning handle only, in CSS px. */
const EDGES_FROM_PX = 48;
/** Nothing is made smaller than this share of itself by one drag, nor turned inside out. */
const LEAST_FACTOR = 0.05;

/** Where each handle is in the bounds: 0 left or top, 1 right or bottom. */
const PLACES: Readonly<Record<ScaleHandle, readonly [number, number]>> = {
  topLeft: [0, 0],
  top: [0.5, 0],
  topRight: [1, 0],
  right: [1, 0.5],
  bottomRight: [1, 1],
  bottom: [0.5, 1],
  bottomLeft: [0, 1],
  left: [0, 0.5],
};

/** The handles that there are at this zoom, the turning one first: where they crowd, it wins. */
export function handlesOf({ bounds, framePxPerScreenPx }: HandleFrame): TransformHandle[] {
  const size = Math.min(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) / framePxPerScreenPx;
  const isRoomy = size >= EDGES_FROM_PX;
  return ['rotate', ...SCALE_HANDLES.filter((handle) => isRoomy || !PLACES[handle].includes(0.5))];
}

/** Where a handle is, in frame px. */
export function handlePoint(handle: TransformHandle, { bounds, affine, framePxPerScreenPx }: HandleFrame): Point {
  if (handle !== 'rotate') return movePoint(affine, placeIn(bounds, PLACES[handle]));
  const top = movePoint(affine, placeIn(bounds, PLACES.top));
  const centre = movePoint(affine, placeIn(bounds, [0.5, 0.5]));
  const length = Math.hypot(top.x - centre.x, top.y - centre.y) || 1;
  const above = (ROTATE_ABOVE_PX * framePxPerScreenPx) / length;
  return { x: top.x + (top.x - centre.x) * above, y: top.y + (top.y - centre.y) * above };
}

export type ScaleDrag = {
  readonly handle: ScaleHandle;
  readonly start: Point;
  readonly to: Point;
  readonly bounds: Bounds;
  readonly before: Affine;
  readonly isFromCentre: boolean;
};

/** A corner keeps the proportions, a side stretches one way; the opposite one stays, or the middle with Alt. */
export function scaleBy({ handle, start, to, bounds, before, isFromCentre }: ScaleDrag): Affine {
  const [u, v] = PLACES[handle];
  const pivot = placeIn(bounds, isFromCentre ? [0.5, 0.5] : [1 - u, 1 - v]);
  const inverse = inverseOf(before);
  const [from, now] = [movePoint(inverse, start), movePoint(inverse, to)];
  const across = factor(now.x - pivot.x, from.x - pivot.x);
  const along = factor(now.y - pivot.y, from.y - pivot.y);
  if (u === 0.5) return compose(before, scaling(1, along, pivot));
  if (v === 0.5) return compose(before, scaling(across, 1, pivot));
  const both = factor(
    (now.x - pivot.x) * (from.x - pivot.x) + (now.y - pivot.y) * (from.y - pivot.y),
    (from.x - pivot.x) ** 2 + (from.y - pivot.y) ** 2,
  );
  return compose(before, scaling(both, both, pivot));
}

const factor = (now: number, from: number): number => (from === 0 ? 1 : Math.max(LEAST_FACTOR, now / from));

const placeIn = ({ minX, minY, maxX, maxY }: Bounds, [u, v]: readonly [number, number]): Point => ({
  x: minX + u * (maxX - minX),
  y: minY + v * (maxY - minY),
});

function inverseOf({ a, b, c, d, e, f }: Affine): Affine {
  const size = a * d - b * c;
  return {
    ...{ a: d / size, b: -b / size, c: -c / size, d: a / size },
    e: (c * f - d * e) / size,
    f: (b * e - a * f) / size,
  };
}
