import type { ViewDetail } from '#shared/contract/review';

/** Words to show on the canvas when something of a view is missing; null when all is there. */
export function viewNotice(view: ViewDetail | null, photoNotice: string | null): string | null {
  if (!view) return null;
  if (!view.frame) return 'This view has no frame: there is nothing to show and nothing can be drawn.';
  if (!view.photo) return 'There is no photo for this view.';
  if (!view.photo.scale) return 'The photo is not shown: its shape differs from the frame of the outlines.';
  return photoNotice;
}
