import type { LesionId } from '#shared/domain/ids';
import type { StrokeSample } from '#shared/geometry/stroke';
import type { Point, Polygon } from '#shared/geometry/types';
import type { Sketch } from './tools/tool';

/** Outlines that replace those of lesions: polygons in frame px, valid, on the 1/1024 px grid. */
export type Redrawn = { readonly lesionIds: LesionId[]; readonly polygons: Polygon[] };

/** What the geometry engine is to make of drawn lines; frame px. */
export type DrawnWork =
  | { readonly operation: 'brush'; readonly mode: 'add' | 'erase'; readonly stroke: readonly StrokeSample[] }
  | { readonly operation: 'split'; readonly line: readonly Point[] }
  | { readonly operation: 'unite' | 'subtract'; readonly region: Polygon };

/** A gesture whose result the engine works out, from the outlines that stand when its turn comes. */
export type WorkEdit = {
  readonly kind: 'work';
  readonly work: DrawnWork;
  /** None: what comes of it is a new lesion. */
  readonly lesionIds: LesionId[];
  /** Stays on the canvas until the result is there. */
  readonly sketch: Sketch;
};

/** What one gesture changes, ready to be stored. */
export type StorableEdit =
  | ({ readonly kind: 'redraw' } & Redrawn)
  | { readonly kind: 'add'; readonly polygon: Polygon }
  /** Several new lesions as one step; `pasted` from another view or not. */
  | { readonly kind: 'addAll'; readonly polygons: readonly Polygon[] }
  /** Several lesions, each with its own new outline, as one step; `G3`: a mask that lay in the wrong place. */
  | { readonly kind: 'redrawEach'; readonly redrawn: readonly Redrawn[]; readonly reason: 'G3' | null };
export type CanvasEdit = StorableEdit | WorkEdit;

export const TOOL_NAMES = [
  'select',
  'redraw',
  'add',
  'brush',
  'eraser',
  'split',
  'subtract',
  'patch',
  'wand',
  'transform',
  'shift',
  'marquee',
  'vertexEraser',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];
/** The brush's radius, in CSS px or in frame px. */
export type BrushSize = { readonly radiusPx: number; readonly unit: 'screen' | 'frame' };
/** `add`: to what is selected. */
export type SelectHow = 'click' | 'toggle' | 'add' | 'clear';
/** `shown` also when only the preview could be loaded. */
export type PhotoOutcome = 'shown' | 'none' | 'failed';
export type PhotoStatus = PhotoOutcome | 'loading';
export type OverlayStatus = 'crisp' | 'stale' | 'hidden';
