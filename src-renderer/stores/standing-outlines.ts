import type { Lesion } from '#shared/contract/review';
import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from '#shared/geometry/bounds';
import type { Polygon } from '#shared/geometry/types';
import { toPolygon } from '../canvas/layers/lesion-shapes';

export type Outline = { readonly rings: number[][]; readonly areaPx2: number };

/** Each outline that stands for lesions once: lesions that were redrawn together share theirs. */
export function outlinesOf(lesions: readonly Lesion[]): Outline[] {
  const shapes = new Map(lesions.flatMap(({ state }) => state.shapes.map((shape) => [shape.id, shape] as const)));
  const delivered = lesions.filter((lesion) => lesion.state.shapes.length === 0);
  return [...shapes.values(), ...delivered].map(({ rings, areaPx2 }) => ({ rings, areaPx2 }));
}

export const polygonsOf = (outlines: readonly Pick<Outline, 'rings'>[]): Polygon[] =>
  outlines.map(({ rings }) => toPolygon(rings));

export const areaOfOutlines = (outlines: readonly Outline[]): number =>
  outlines.reduce((sum, { areaPx2 }) => sum + areaPx2, 0);

export const verticesOf = (polygons: readonly Polygon[]): number =>
  polygons.reduce((sum, { exterior, holes }) => sum + [exterior, ...holes].flat().length, 0);

/** Whether any of the polygons reaches over the frame's edge. No frame: nothing does. */
export function leavesFrame(
  polygons: readonly Polygon[],
  frame: { readonly width: number; readonly height: number } | null,
): boolean {
  const { minX, minY, maxX, maxY } = polygons.map(polygonBounds).reduce(boundsUnion, EMPTY_BOUNDS);
  return frame !== null && (Math.min(minX, minY) < 0 || maxX > frame.width || maxY > frame.height);
}

/** The frame as an outline to clip at. */
export const frameRings = ({ width, height }: { readonly width: number; readonly height: number }): number[][] => [
  [0, 0, width, 0, width, height, 0, height],
];
