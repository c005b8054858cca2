import type { LesionId } from '#shared/domain/ids';
import { boundsUnion, EMPTY_BOUNDS, expandBounds, ringBounds } from '#shared/geometry/bounds';
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

/** What stays the same object while a region grows, and after it was let go. */
export const regionKey = (region: DrawnRegion): object =>
  (region.kind === 'stroke' ? region.samples[0] : region.rings[0]?.[0]) ?? region;

/** The bounds of a region that grows, in frame px: of a stroke it looks only at what is new. */
export class RegionExtent {
  private counted = 0;
  private bounds = EMPTY_BOUNDS;

  /** With the size of the brush. */
  of(region: DrawnRegion): Bounds {
    if (region.kind === 'rings') return region.rings.map(ringBounds).reduce(boundsUnion, EMPTY_BOUNDS);
    const { samples } = region;
    for (; this.counted < samples.length; this.counted++) {
      const { x, y, radius } = samples[this.counted]!;
      this.bounds = boundsUnion(this.bounds, expandBounds({ minX: x, minY: y, maxX: x, maxY: y }, radius));
    }
    return this.bounds;
  }
}
