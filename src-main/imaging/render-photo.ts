import { readFile } from 'node:fs/promises';
import type { Metadata, Sharp } from 'sharp';
import { openPicture } from './open-picture';
import { MAX_PHOTO_PIXELS } from './probe-photo';

export const PHOTO_VARIANTS = ['thumb', 'preview', 'full'] as const;
export type PhotoVariant = (typeof PHOTO_VARIANTS)[number];
export type RenderedPhoto = {
  readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly bytes: Uint8Array;
  /** The file's own bytes: not worth a place in a cache. */
  readonly isOwn: boolean;
};

/** Longest side of the small variants, in pixels. */
const THUMB_PX = 256;
const PREVIEW_PX = 1600;
const BROWSER_TYPES: Readonly<Record<string, RenderedPhoto['contentType']>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

/** What transparent parts are laid on: a neutral grey, which tints nothing. */
const GROUND = '#808080';
const LOSSLESS_FORMATS: ReadonlySet<string> = new Set(['png', 'tiff', 'webp']);

/**
 * Opened for decoding: upright, in 8-bit sRGB, on the ground. Cut-off and damaged pictures are refused rather than filled
 * up with grey.
 */
async function upright(path: string): Promise<{ picture: Sharp; header: Metadata }> {
  const picture = openPicture(path, { limitInputPixels: MAX_PHOTO_PIXELS, failOn: 'error' });
  const header = await picture.metadata();
  picture.autoOrient().toColorspace('srgb').flatten({ background: GROUND });
  // sharp takes 16-bit pictures with a profile to Display P3 and stops there; this takes them on to sRGB.
  if (header.depth === 'ushort' && header.icc) picture.withIccProfile('srgb', { attach: false });
  return { picture, header };
}

async function small(path: string, longestPx: number): Promise<RenderedPhoto> {
  const { picture } = await upright(path);
  const bytes = await picture
    .resize({ width: longestPx, height: longestPx, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 85 })
    .toBuffer();
  return { contentType: 'image/jpeg', bytes, isOwn: false };
}

/** Whether a browser shows the file as it is exactly as we would. */
function isPlain({ orientation = 1, icc, space, depth, hasAlpha, pages = 1 }: Metadata): boolean {
  return orientation === 1 && icc === undefined && space === 'srgb' && depth === 'uchar' && !hasAlpha && pages === 1;
}

/** The file's own bytes when a browser shows them as they are; else an upright sRGB copy without metadata. */
async function full(path: string): Promise<RenderedPhoto> {
  const { picture, header } = await upright(path);
  const own = BROWSER_TYPES[header.format];
  if (own && isPlain(header)) return { contentType: own, bytes: await readFile(path), isOwn: true };
  const isLossless = LOSSLESS_FORMATS.has(header.format);
  const bytes = isLossless
    ? await picture.png({ compressionLevel: 3 }).toBuffer()
    : await picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  return { contentType: isLossless ? 'image/png' : 'image/jpeg', bytes, isOwn: false };
}

/** Renders a photo file in one of its variants. @throws sharp's error for a file that cannot be decoded. */
export function renderPhoto(path: string, variant: PhotoVariant): Promise<RenderedPhoto> {
  if (variant === 'thumb') return small(path, THUMB_PX);
  return variant === 'preview' ? small(path, PREVIEW_PX) : full(path);
}
