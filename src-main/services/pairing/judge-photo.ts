import { claimOf } from '#shared/domain/pairing';
import { doubtWords, photoDoubts, photoScale, type PhotoDoubt } from '#shared/domain/photo-doubts';
import type { ViewId } from '#shared/domain/ids';
import type { ReadableDb } from '#main/db/handle';
import type { PairableView } from '#main/repositories/pairing';
import { drawnOn, usesOfPhoto, type ChoosablePhoto, type PhotoUse } from '#main/repositories/pairing-photos';

/** What speaks against laying a photo under a view. */
export type Judgement = {
  /** Frame pixels per photo pixel; null: does not fit, never stretched. */
  readonly scale: number | null;
  readonly doubts: readonly { readonly code: PhotoDoubt; readonly words: string }[];
  /** Why it cannot be chosen at all. */
  readonly refusal: string | null;
  /** Other views that it lies under. */
  readonly uses: readonly PhotoUse[];
};

/** `changing`: views that get another photo in the same action, so that what they have now does not count. */
export function judgePhoto(
  db: ReadableDb,
  view: PairableView,
  photo: ChoosablePhoto,
  changing: ReadonlySet<ViewId> = new Set(),
): Judgement {
  const uses = usesOfPhoto(db, photo.sha256).filter((use) => use.view !== view.id && !changing.has(use.view));
  const doubted = { ...photo, path: photo.path };
  const doubts = [...photoDoubts(view, doubted), ...doubtsFromUse(view, photo, uses)];
  if (
    view.frame === null &&
    drawnOn(db, view.id).some((size) => size.width !== photo.width || size.height !== photo.height)
  )
    doubts.push('drawn_in_other_frame');
  return {
    scale: view.frame ? photoScale(view.frame, photo) : 1,
    doubts: doubts.map((code) => ({ code, words: doubtWords(code, view, doubted) })),
    refusal: refusalOf(view, photo, uses),
    uses,
  };
}

const isOtherSide = (view: PairableView, { side }: PhotoUse): boolean => side.toLowerCase() !== view.side.toLowerCase();

function doubtsFromUse(view: PairableView, photo: ChoosablePhoto, uses: readonly PhotoUse[]): PhotoDoubt[] {
  const own = claimOf(view).capture;
  const isOtherImage = (use: PhotoUse): boolean => !isOtherSide(view, use) && claimOf(use).capture !== own;
  const isCopy = (use: PhotoUse): boolean => isOtherSide(view, use) && use.photo !== photo.id;
  return [
    ...(uses.some(isOtherImage) ? ['other_image' as const] : []),
    ...(uses.some(isCopy) ? ['same_content' as const] : []),
  ];
}

function refusalOf(view: PairableView, photo: ChoosablePhoto, uses: readonly PhotoUse[]): string | null {
  if (photo.role === 'mask_picture')
    return `${photo.name} is a picture of masks, not of a face: it is never laid under lesions.`;
  const other = uses.find((use) => isOtherSide(view, use) && use.photo === photo.id);
  if (!other) return null;
  return `${photo.name} lies under the ${other.side} view of ${other.captureName}, and one photo never serves two sides. Give that view another photo, or none, first.`;
}
