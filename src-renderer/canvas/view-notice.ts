import type { ViewDetail } from '#shared/contract/review';
import type { PhotoState } from '#shared/domain/view';

const UNSEEN: Readonly<Record<Exclude<PhotoState, 'ok'>, string>> = {
  missing: 'The photo is not shown: its file is not at its place.',
  changed: 'The photo is not shown: its file was replaced.',
  broken: 'The photo is not shown: its file is damaged.',
  refused: 'The photo is not shown: its file cannot be read here.',
};

/** Words to show on the canvas when something of a view is missing; null when all is there. */
export function viewNotice(view: ViewDetail | null, photoNotice: string | null): string | null {
  if (!view) return null;
  if (!view.frame) return 'This view has no frame: there is nothing to show and nothing can be drawn.';
  if (!view.photo) return 'There is no photo for this view.';
  if (view.photo.state !== 'ok') return UNSEEN[view.photo.state];
  if (!view.photo.scale) return 'The photo is not shown: its shape differs from the frame of the outlines.';
  return photoNotice;
}
