import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { MAX_PHOTO_PIXELS } from './probe-photo';

export const PHOTO_VARIANTS = ['thumb', 'preview', 'full'] as const;
export type PhotoVariant = (typeof PHOTO_VARIANTS)[number];
export type RenderedPhoto = {
  readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly bytes: Uint8Array;
};

/** Longest side of the small variants, in pixels. */
const THUMB_PX = 256;
const PREVIEW_PX = 1600;
const BROWSER_TYPES: Readonly<Record<string, RenderedPhoto['contentType']>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

/** Opened for decoding, upright and in sRGB. Cut-off pictures are refused rather than filled up with grey. */
const upright = (path: string): Sharp =>
  sharp(path, { limitInputPixels: MAX_PHOTO_PIXELS, failOn: 'truncated' }).autoOrient().toColorspace('srgb');

async function small(path: string, longestPx: number): Promise<RenderedPhoto> {
  const bytes = await upright(path)
    .flatten({ background: '#808080' })
    .resize({ width: longestPx, height: longestPx, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 85 })
    .toBuffer();
  return { contentType: 'image/jpeg', bytes };
}

/** The file's own bytes when a browser shows them as they are; else an upright sRGB copy without metadata. */
async function full(path: string): Promise<RenderedPhoto> {
  const header = await sharp(path, { limitInputPixels: MAX_PHOTO_PIXELS }).metadata();
  const own = BROWSER_TYPES[header.format];
  const isPlain =
    (header.orientation ?? 1) === 1 && header.icc === undefined && header.space === 'srgb' && header.depth === 'uchar';
  if (own && isPlain) return { contentType: own, bytes: await readFile(path) };
  const bytes = header.hasAlpha
    ? await upright(path).png({ compressionLevel: 3 }).toBuffer()
    : await upright(path).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  return { contentType: header.hasAlpha ? 'image/png' : 'image/jpeg', bytes };
}

/** Renders a photo file in one of its variants. @throws sharp's error for a file that cannot be decoded. */
export function renderPhoto(path: string, variant: PhotoVariant): Promise<RenderedPhoto> {
  if (variant === 'thumb') return small(path, THUMB_PX);
  return variant === 'preview' ? small(path, PREVIEW_PX) : full(path);
}
