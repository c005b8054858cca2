import { join } from 'node:path';
import { firstRow, type ReadableDb } from '#main/db/handle';
import { createDerivativeCache, type DerivativeCache } from '#main/imaging/derivative-cache';
import { PHOTO_VARIANTS, renderPhoto, type PhotoVariant } from '#main/imaging/render-photo';
import { cacheFolder } from './core/user-folders';
import type { MediaAnswer } from './core-client';

type PhotoRow = { root: string; path: string; sha256: string };

const nothing = (status: 404 | 415 | 422, words: string): MediaAnswer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  bytes: Buffer.from(words),
  etag: null,
});
const isVariant = (variant: string): variant is PhotoVariant => PHOTO_VARIANTS.includes(variant as PhotoVariant);

let shared: DerivativeCache | null = null;
const cache = (): DerivativeCache => (shared ??= createDerivativeCache(join(cacheFolder(), 'photos')));

/**
 * A photo's bytes by its opaque id, upright and in sRGB: `thumb` (256 px), `preview` (1600 px), `full`. Small variants
 * are kept in the cache by content. A missing or broken file is an answer without a path in it, never an exception.
 */
export async function photoBytes(db: ReadableDb, photoId: string, variant: string): Promise<MediaAnswer> {
  if (!isVariant(variant) || !/^\d{1,15}$/.test(photoId)) return nothing(404, 'There is no such picture.');
  const sql =
    'SELECT r.path AS root, p.path, p.sha256 FROM photo AS p JOIN root AS r ON r.id = p.root_id WHERE p.id = ?';
  const photo = firstRow<PhotoRow>(db, sql, [Number(photoId)]);
  if (!photo) return nothing(404, 'There is no such photo in this project.');
  const key = `${photo.sha256}.${variant}.jpg`;
  const etag = `"${photo.sha256.slice(0, 32)}-${variant}"`;
  const kept = variant === 'full' ? null : await cache().get(key);
  if (kept) return { status: 200, contentType: 'image/jpeg', bytes: kept, etag };
  try {
    const { contentType, bytes } = await renderPhoto(join(photo.root, photo.path), variant);
    if (variant !== 'full') await cache().put(key, bytes);
    return { status: 200, contentType, bytes, etag };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' || /missing/i.test((error as Error).message);
    return isMissing
      ? nothing(404, 'The photo file is not at its place any more.')
      : nothing(422, 'The photo file cannot be decoded: it is damaged, cut off or too large.');
  }
}
