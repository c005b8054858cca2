import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import type { PoseWay } from './tools/transform-pose';

/** What becomes of lesions that reach over the frame: cut off at its edge, or left where they stood. */
export type AtFrame = 'clip' | 'leave';
/** Lesions that are redrawn together, and their new outlines. */
export type Reshaped = { readonly lesionIds: LesionId[]; readonly polygons: Polygon[] };
/** Lesions moved, scaled or turned as they are. `atFrame`: null where all of them stay inside the frame. */
export type ReshapeEdit = {
  readonly kind: 'reshape';
  readonly how: PoseWay;
  readonly items: readonly Reshaped[];
  readonly atFrame: AtFrame | null;
};

/** What one gesture changes, ready to be stored: polygons in frame px, valid, on the 1/1024 px grid. */
export type CanvasEdit =
  | { readonly kind: 'redraw'; readonly lesionIds: LesionId[]; readonly polygons: Polygon[] }
  | { readonly kind: 'add'; readonly polygon: Polygon }
  | ReshapeEdit;

export type ToolName = 'select' | 'redraw' | 'add' | 'transform' | 'wand';
export type SelectHow = 'click' | 'toggle' | 'clear';
/** `shown` also when only the preview could be loaded. */
export type PhotoOutcome = 'shown' | 'none' | 'failed';
export type PhotoStatus = PhotoOutcome | 'loading';
export type OverlayStatus = 'crisp' | 'stale' | 'hidden';
