import { stat } from 'node:fs/promises';
import type { ViewId } from '#shared/domain/ids';
import type { PhotoState } from '#shared/domain/view';
import { sha256Of } from '#main/imaging/probe-photo';
import { photoFile, setPhotoState, type PhotoFile } from '#main/repositories/photos';
import { viewById } from '#main/repositories/views';
import type { WritableDb } from '#main/db/handle';

/** A dead network folder answers nothing for minutes: its files count as missing after this time. */
const MAX_WAIT_MS = 3000;

/** How a file was found: when it was changed, and whether its bytes are the registered ones. */
type Found = { readonly state: PhotoState; readonly mtimeMs: number | null };

async function find({ fullPath, sha256, sizeBytes, mtimeMs }: PhotoFile): Promise<Found> {
  const info = await stat(fullPath).catch(() => null);
  if (!info?.isFile()) return { state: 'missing', mtimeMs: null };
  const changedAt = Math.trunc(info.mtimeMs);
  if (info.size !== sizeBytes) return { state: 'changed', mtimeMs: null };
  if (changedAt === mtimeMs) return { state: 'ok', mtimeMs };
  const isSame = (await sha256Of(fullPath)) === sha256;
  return isSame ? { state: 'ok', mtimeMs: changedAt } : { state: 'changed', mtimeMs: null };
}

function withTimeLimit(found: Promise<Found>): Promise<Found> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Found>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'missing', mtimeMs: null }), MAX_WAIT_MS);
  });
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

/** Looks at the photo of a view, so that its words are true when it is shown. */
export async function lookAtPhotoOf(db: WritableDb, view: ViewId): Promise<void> {
  const photoId = viewById(db, view)?.photoId ?? null;
  const photo = photoId === null ? undefined : photoFile(db, Number(photoId));
  if (photo) await lookAtPhoto(db, photo);
}

/**
 * Looks at a photo's file and notes how it was found. A file of another size or time is hashed: only the same bytes are
 * the same photo. What could not be decoded stays so until it is imported again.
 */
export async function lookAtPhoto(db: WritableDb, photo: PhotoFile): Promise<PhotoState> {
  if (photo.state === 'broken' || photo.state === 'refused') return photo.state;
  const found = find(photo).catch((): Found => ({ state: 'missing', mtimeMs: null })); // vanished, or unreadable, while it was read
  const { state, mtimeMs } = await withTimeLimit(found);
  const isNews = state !== photo.state || (mtimeMs !== null && mtimeMs !== photo.mtimeMs);
  if (isNews && db.open) setPhotoState(db, photo.id, state, mtimeMs);
  return state;
}
