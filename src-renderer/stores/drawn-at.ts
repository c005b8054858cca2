import type { ViewDetail } from '#shared/contract/review';
import type { LesionId, ViewId } from '#shared/domain/ids';

/** What a decision is made on, as the journal names it. */
export type Seen = { readonly imageView: string; readonly overlayShown: boolean };
/** The view that an edit was drawn on, as it was then, and what was selected. */
export type DrawnAt = Seen & {
  readonly viewId: ViewId;
  /** What is drawn is cut off at it. */
  readonly frame: ViewDetail['frame'];
  readonly selectedIds: readonly LesionId[];
};

/** A warning: title and text. */
export const DRAWN_ELSEWHERE = [
  'The outline was not stored',
  'Another view was opened before it was done. Draw it again.',
] as const;
