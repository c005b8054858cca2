import type { OverlayUpdate, PackedLesions } from './overlay-pack';
import type { OverlayPlacement } from './overlay-placement';

/** Messages are handled in order: a `draw` shows every `update` sent before it. */
export type ToOverlayWorker =
  | ({ readonly type: 'update'; readonly lesions: PackedLesions } & Omit<OverlayUpdate, 'lesions'>)
  | { readonly type: 'draw'; readonly requestId: number; readonly placement: OverlayPlacement };

export type FromOverlayWorker = { readonly requestId: number; readonly bitmap: ImageBitmap };
