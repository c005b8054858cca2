import type { OverlayUpdate, PackedLesions } from './overlay-pack';
import type { OverlayPlacement } from './overlay-placement';

/** Messages are handled in order: a `draw` shows every `update` sent before it. */
export type ToOverlayWorker =
  | ({ readonly type: 'update'; readonly lesions: PackedLesions } & Omit<OverlayUpdate, 'lesions'>)
  | { readonly type: 'draw'; readonly requestId: number; readonly placement: OverlayPlacement }
  /** A bitmap was closed: what it was drawn on can be drawn on again. */
  | { readonly type: 'release'; readonly slot: number };

/** The drawing is in the bitmap's top left corner. `slot`: what it was drawn on; null when that needs no release. */
export type FromOverlayWorker = {
  readonly requestId: number;
  readonly bitmap: ImageBitmap;
  readonly slot: number | null;
};
