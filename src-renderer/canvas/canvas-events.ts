import type { LesionId, ViewId } from '#shared/domain/ids';
import type { Bounds, Point } from '#shared/geometry/types';
import type { LesionReading } from './enhance/contrast-reader';
import type { ShownImageView } from './enhance/image-view-desk';
import type { CanvasEdit, PhotoOutcome, SelectHow } from './canvas-edit';
import type { TransformNumbers } from './tools/tool';

/** Scale in screen px per frame px; `bounds` is what is on screen, in frame px. */
export type ShownViewport = { readonly scale: number; readonly fitScale: number; readonly bounds: Bounds };

/** What the canvas tells the shell. */
export type CanvasEvents = {
  select(lesionIds: LesionId[], how: SelectHow): void;
  hover(lesionId: LesionId | null): void;
  /** One gesture, one edit. */
  commit(edit: CanvasEdit): void;
  /** The wand is pressed; `imageView`, as the journal names it, is the one that its region is sought in. */
  press(imageView: string): void;
  /** Such a gesture was let go: its edit, once the region is there; null when there is none, which was said. */
  commitLater(edit: Promise<CanvasEdit | null>): void;
  /** Words for why a gesture changed nothing. */
  refuse(message: string): void;
  cancelTool(): void;
  /** The wheel with Alt over a brush; above 1 for larger. */
  resizeBrush(factor: number): void;
  /** The same over a wand, for its tolerance; also while it is pressed. */
  tuneWand(factor: number): void;
  /** What the tool at hand moves the lesions by now; null when it moves none. */
  moved(numbers: TransformNumbers | null): void;
  /** At most ten times a second while moving. */
  viewport(viewport: ShownViewport): void;
  /** Frame px; null when the pointer has left. */
  pointer(framePoint: Point | null): void;
  /** Lesions that are on screen for the first time, at the scale of the whole frame or nearer. */
  seen(lesionIds: LesionId[]): void;
  /** Once per view: everything of it is on screen. */
  ready(ready: { viewId: ViewId; photo: PhotoOutcome }): void;
  longLoad(ms: number): void;
  /** How the one selected lesion differs from the skin about it; null when none or several are selected. */
  reading(reading: LesionReading | null): void;
  /** Another image view is on the canvas, or it is crisp now. */
  imageView(shown: ShownImageView): void;
  /** Words for who does not see the canvas. */
  say(words: string): void;
  /** Words to show on the canvas; null for none. */
  notice(text: string | null): void;
};
