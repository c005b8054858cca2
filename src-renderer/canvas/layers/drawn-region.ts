import type { LesionId } from '#shared/domain/ids';
import { boundsUnion, EMPTY_BOUNDS } from '#shared/geometry/bounds';
import type { StrokeSample } from '#shared/geometry/stroke';
import type { Bounds, Point, Polygon } from '#shared/geometry/types';
import type { CanvasEdit } from '../canvas-edit';
import type { Sketch } from '../tools/tool';

/** What a hand has covered or encircled so far, in frame px. */
export type DrawnRegion =
  | { readonly kind: 'stroke'; readonly samples: readonly StrokeSample[] }
  /** Even-odd. */
  | { readonly kind: 'rings'; readonly rings: readonly (readonly Point[])[] };

/** A region on its way into an outline. */
export type RegionChange = {
  readonly mode: 'new' | 'grow' | 'erase';
  /** None for a new lesion. */
  readonly lesionIds: readonly LesionId[];
  readonly region: DrawnRegion;
};

/** What a sketch would change of an outline, were it let go now; null for sketches that show their result themselves. */
export function changeOf(sketch: Sketch): RegionChange | null {
  if (sketch.kind === 'stroke') {
    const { mode, lesionIds, samples } = sketch;
    return samples.length > 0 ? { mode, lesionIds, region: { kind: 'stroke', samples } } : null;
  }
  if (sketch.kind !== 'ring' || !sketch.erasesFrom) return null;
  const ring = sketch.pointer && !sketch.isClosing ? [...sketch.vertices, sketch.pointer] : sketch.vertices;
  if (ring.length < 3) return null;
  return { mode: 'erase', lesionIds: sketch.erasesFrom, region: { kind: 'rings', rings: [ring] } };
}

/** The same for an edit that the engine works on. */
export function changeOfEdit(edit: CanvasEdit): RegionChange | null {
  if (edit.kind !== 'work') return null;
  const { work, lesionIds } = edit;
  if (work.operation === 'unite' || work.operation === 'subtract') {
    const mode = work.operation === 'unite' ? 'grow' : 'erase';
    return { mode, lesionIds, region: regionOf(work.region) };
  }
  return changeOf(edit.sketch);
}

export const regionOf = ({ exterior, holes }: Polygon): DrawnRegion => ({ kind: 'rings', rings: [exterior, ...holes] });

/** Frame px. */
export function regionBounds(region: DrawnRegion): Bounds {
  const discs =
    region.kind === 'stroke' ? region.samples : region.rings.flat().map(({ x, y }) => ({ x, y, radius: 0 }));
  return discs.reduce(
    (all, { x, y, radius }) =>
      boundsUnion(all, { minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius }),
    EMPTY_BOUNDS,
  );
}
