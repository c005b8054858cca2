import { sideInPath, type PhotoKind } from './photo-names';
import type { Frame } from './view';

/** Why a photo may not be the picture that a view's masks were drawn on; each needs a reviewer's yes. */
export const PHOTO_DOUBTS = [
  'other_aspect',
  'turned',
  'other_scale',
  'other_kind',
  'other_side',
  'other_image',
  'same_content',
  'drawn_in_other_frame',
] as const;
export type PhotoDoubt = (typeof PHOTO_DOUBTS)[number];

/** Size in pixels as displayed, orientation applied; 0 when the file is broken and does not tell. */
export type DoubtedPhoto = {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly kind: PhotoKind;
};
export type DoubtingView = {
  readonly side: string;
  readonly frame: Pick<Frame, 'width' | 'height'> | null;
  readonly maskList?: 'masks_restored' | 'masks_original';
};

/** Aspects that differ by less are equal: rounding of a scaled picture's size. */
const ASPECT_TOLERANCE = 0.005;

/** Frame pixels per photo pixel; null when the aspects differ by more than 0.5 %: a photo is never stretched. */
export function photoScale(
  frame: Pick<Frame, 'width' | 'height'>,
  photo: { readonly width: number; readonly height: number },
): number | null {
  const horizontal = frame.width / photo.width;
  const vertical = frame.height / photo.height;
  if (!(horizontal > 0 && vertical > 0 && Number.isFinite(horizontal + vertical))) return null;
  return Math.abs(horizontal / vertical - 1) <= ASPECT_TOLERANCE ? horizontal : null;
}

const isSameSize = (a: { width: number; height: number }, b: { width: number; height: number }): boolean =>
  a.width === b.width && a.height === b.height;

/** The picture that the masks are drawn on; null when there are none, so that either picture will do. */
function kindOfMasks({ frame, maskList }: DoubtingView): PhotoKind | null {
  if (maskList === undefined && frame === null) return null;
  return maskList === 'masks_original' ? 'original' : 'restored';
}

/** Whether the name says that it is the other one of the two pictures. */
function isOtherKind(view: DoubtingView, { kind }: DoubtedPhoto): boolean {
  const wanted = kindOfMasks(view);
  return wanted !== null && kind !== 'unknown' && kind !== wanted;
}

/**
 * What the photo's size says against it. An equal aspect is drawn to scale, with the factor said (research/scheme.md §5);
 * of the picture that is named as the other kind, the scale is a further doubt.
 */
function sizeDoubt(view: DoubtingView, photo: DoubtedPhoto): PhotoDoubt[] {
  const { frame } = view;
  if (!frame || photo.width === 0 || isSameSize(frame, photo)) return []; // of a broken photo only the name can tell
  if (photoScale(frame, photo) !== null) return isOtherKind(view, photo) ? ['other_scale'] : [];
  const isTurned = photoScale(frame, { width: photo.height, height: photo.width }) !== null;
  return [isTurned ? 'turned' : 'other_aspect'];
}

/** Doubts from the photo's shape, scale and kind, the gravest first. */
export function shapeDoubts(view: DoubtingView, photo: DoubtedPhoto): PhotoDoubt[] {
  const doubts = sizeDoubt(view, photo);
  // At the very size of the view box the name alone says nothing: services name either picture `original`.
  const isSize = view.frame !== null && isSameSize(view.frame, photo);
  if (isOtherKind(view, photo) && !isSize) doubts.push('other_kind');
  return doubts;
}

/** Doubts from the photo's size and name alone, the gravest first. */
export function photoDoubts(view: DoubtingView, photo: DoubtedPhoto): PhotoDoubt[] {
  const doubts = shapeDoubts(view, photo);
  const side = sideInPath(photo.path);
  if (side !== null && view.side !== 'unknown' && side !== view.side.toLowerCase()) doubts.push('other_side');
  return doubts;
}

/** A doubt in words: what is seen, and what it means to go on. */
export function doubtWords(doubt: PhotoDoubt, view: DoubtingView, photo: DoubtedPhoto): string {
  const { frame } = view;
  const name = photo.path.slice(photo.path.lastIndexOf('/') + 1);
  const sizes = frame
    ? `${name} is ${photo.width} × ${photo.height} px, the frame ${frame.width} × ${frame.height}`
    : name;
  switch (doubt) {
    case 'other_aspect':
      return `${sizes}: another aspect, so it is probably not the picture of the masks. It is never stretched and will not be laid under the lesions.`;
    case 'turned':
      return `${sizes}: it would fit only turned by 90°. It is not turned for you and will not be laid under the lesions.`;
    case 'other_scale':
      return `${sizes}: the aspect is equal, the scale is not. It will be drawn ${scaleWords(view, photo)}.`;
    case 'other_kind':
      return `${name} is named ${photo.kind === 'original' ? 'as the upload (original), but these masks are drawn on the restored picture' : 'as the restored picture, but these masks are drawn on the upload (original)'}.`;
    case 'other_side':
      return `The name says ${sideInPath(photo.path) ?? 'another side'}, the view is ${view.side}: left and right may be swapped.`;
    case 'other_image':
      return `${name} is already used for another image of the same side.`;
    case 'same_content':
      return `${name} has the same content as a photo that is used for another side.`;
    case 'drawn_in_other_frame':
      return `Lesions were drawn here on a picture of another size; they keep their pixel places, which may lie elsewhere on ${name}.`;
  }
}

/** "enlarged 2 times", "reduced to 0.5". Empty when the photo has the frame's size or does not fit. */
export function scaleWords({ frame }: DoubtingView, photo: DoubtedPhoto): string {
  const scale = frame && photoScale(frame, photo);
  if (!frame || scale === null || isSameSize(frame, photo)) return '';
  const factor = Number(scale.toPrecision(4));
  return scale > 1 ? `enlarged ${factor} times` : `reduced to ${factor}`;
}
