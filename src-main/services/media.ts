import type { PhotoState } from '#shared/domain/view';
import type { WritableDb } from '#main/db/handle';
import type { DerivativeCache } from '#main/imaging/derivative-cache';
import { PHOTO_VARIANTS, renderPhoto, type PhotoVariant, type RenderedPhoto } from '#main/imaging/render-photo';
import { photoFile, setPhotoBroken, type PhotoFile } from '#main/repositories/photos';
import type { MediaAnswer } from './core-client';
import { lookAtPhoto } from './photo-file';

/** Raised when pictures are made in another way: entries of before are not found any more, and are swept in time. */
const RENDERING = 2;

const nothing = (status: 404 | 415 | 422, words: string): MediaAnswer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  bytes: Buffer.from(words),
  etag: null,
});
const isVariant = (variant: string): variant is PhotoVariant => PHOTO_VARIANTS.includes(variant as PhotoVariant);

const NOT_SERVED: Readonly<Record<Exclude<PhotoState, 'ok'>, MediaAnswer>> = {
  missing: nothing(404, 'The photo file is not at its place any more.'),
  changed: nothing(422, 'The photo file was replaced since it was imported. Import it again.'),
  broken: nothing(422, 'The photo file cannot be decoded: it is damaged or cut off.'),
  refused: nothing(422, 'The photo file is too large, or of a format that cannot be read here.'),
};

/** Renderings under way, by key: a picture that is asked for twice at once is made once. */
const underWay = new Map<string, Promise<RenderedPhoto>>();

function renderOnce(key: string, photo: PhotoFile, variant: PhotoVariant): Promise<RenderedPhoto> {
  const running = underWay.get(key);
  if (running) return running;
  const rendering = renderPhoto(photo.fullPath, variant).finally(() => underWay.delete(key));
  underWay.set(key, rendering);
  return rendering;
}

/**
 * A photo's bytes by its opaque id, upright and in sRGB: `thumb` (256 px), `preview` (1600 px), `full`. What is made from
 * the file is kept in the cache by the content's hash; a file of other content is never served under it. A missing or
 * broken file is an answer without a path in it, never an exception.
 */
export async function photoBytes(
  { db, cache }: { readonly db: WritableDb; readonly cache: DerivativeCache },
  photoId: string,
  variant: string,
): Promise<MediaAnswer> {
  if (!isVariant(variant) || !/^\d{1,15}$/.test(photoId)) return nothing(404, 'There is no such picture.');
  const photo = photoFile(db, Number(photoId));
  if (!photo) return nothing(404, 'There is no such photo in this project.');
  if (photo.mediaType === 'image/svg+xml') return nothing(415, 'Drawings are not shown.');
  const key = `${photo.sha256}.${variant}.${RENDERING}`;
  const etag = `"${photo.sha256.slice(0, 32)}-${variant}-${RENDERING}"`;
  const kept = await cache.get(key);
  if (kept) return { status: 200, ...kept, etag };
  const state = await lookAtPhoto(db, photo);
  if (state !== 'ok') return NOT_SERVED[state];
  try {
    const { contentType, bytes, isOwn } = await renderOnce(key, photo, variant);
    const after = await lookAtPhoto(db, photoFile(db, photo.id) ?? photo);
    if (after !== 'ok') return NOT_SERVED[after]; // replaced while it was read
    if (!isOwn) await cache.put(key, { contentType, bytes });
    return { status: 200, contentType, bytes, etag };
  } catch {
    const now = await lookAtPhoto(db, photo);
    if (now === 'ok') setPhotoBroken(db, photo.id, 'The picture cannot be decoded. Copy it again and import it.');
    return NOT_SERVED[now === 'ok' ? 'broken' : now];
  }
}
