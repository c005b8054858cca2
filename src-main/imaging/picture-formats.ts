import type { PhotoRefusal } from './probe-photo';

const NAMES: Readonly<Record<string, string>> = {
  heic: 'HEIC (HEVC) picture',
  gif: 'GIF picture',
  bmp: 'BMP picture',
  jp2: 'JPEG 2000 picture',
  jxl: 'JPEG XL picture',
  psd: 'Photoshop document',
};

/** The refusal of a picture of a kind that is known and not read here: what it is, and what to convert it to. */
export const unreadableFormat = (kind: string): PhotoRefusal => ({
  code: 'photo_format_unknown',
  message: `This is a ${NAMES[kind] ?? `${kind.toUpperCase()} picture`}, which cannot be read here. Convert it to JPEG at full size (or to PNG, WebP or TIFF) and import that.`,
});

/** The refusal of a file that is named as a picture and is none. */
export const notAPicture = (sizeBytes: number): PhotoRefusal => ({
  code: 'photo_broken',
  message: `The file is named as a picture, but its ${sizeBytes === 1 ? 'one byte is' : `${sizeBytes} bytes are`} none. Copy it again and import it.`,
});

/** Whether a file name ends as pictures do. */
export const isPictureName = (path: string): boolean =>
  /\.(jpe?g|jpe|jfif|png|webp|tiff?|avif|hei[cf]|gif|bmp|jp2|jxl|psd)$/i.test(path);
