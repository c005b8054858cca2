import type { ImageView } from '#shared/domain/image-view';
import type { ActionId } from '../../actions/registry';

export type ImageViewWords = {
  readonly label: string;
  /** What it can and cannot tell. */
  readonly hint: string;
  /** Lead to a choice only by looking at the plain photo, too. */
  readonly isAidOnly?: true;
  /** What the two ends of its grey or colour scale mean. */
  readonly scale?: readonly [low: string, high: string];
  readonly hasMap?: true;
  readonly action?: ActionId;
};

/** The individual typology angle below which "brown" is warned of, in degrees: brown and dark skin. */
export const BROWN_FAILS_BELOW_DEG = 10;

export const IMAGE_VIEW_WORDS: Readonly<Record<ImageView, ImageViewWords>> = {
  plain: { label: 'Plain', hint: 'The photo as it is.', action: 'plainView' },
  'local-contrast': {
    label: 'Local contrast',
    hint: 'Lighter and darker than the skin around it, on every skin tone. Shadows and folds show, too.',
    isAidOnly: true,
    scale: ['25 L* darker', '25 L* lighter'],
    action: 'localContrast',
  },
  redness: {
    label: 'Redness',
    hint: 'Erythema index: red marks stand out, shadows do not. Brown marks rise a little.',
    scale: ['EI 0', 'EI 60'],
    hasMap: true,
    action: 'redness',
  },
  brown: {
    label: 'Brown',
    hint: 'Melanin less shade, against the skin of this photo. White balance changes it: compare a spot with the skin beside it.',
    scale: ['less', 'more brown'],
    hasMap: true,
    action: 'brown',
  },
  clahe: {
    label: 'CLAHE',
    hint: 'Evens out the light to find faint spots. It makes halos and contrast that are not there.',
    isAidOnly: true,
    action: 'clahe',
  },
  red: { label: 'Red channel', hint: 'Pigment and veins nearly vanish; relief and shadow stay.' },
  green: { label: 'Green channel', hint: 'Red and brown marks are darkest here.' },
  blue: { label: 'Blue channel', hint: 'Pigment is dark; the noisiest channel of a JPEG.' },
  lightness: { label: 'Lightness L*', hint: 'Brightness without colour.', scale: ['L* 0', 'L* 100'] },
  'a-star': { label: 'a* (green to red)', hint: 'Redness as the eye sees it.', scale: ['a* −20', 'a* 60'] },
  'b-star': { label: 'b* (blue to yellow)', hint: 'White balance moves all of it.', scale: ['b* −20', 'b* 60'] },
};
