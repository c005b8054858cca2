import type { Finding } from '#shared/domain/finding';
import { photoKindOf } from '#shared/domain/photo-names';
import type { WritableDb } from '#main/db/handle';
import { rootId } from '#main/repositories/imported-rows';
import { hasDecisions, insertPhoto, photoAt, updatePhoto, type ProbedPhoto } from '#main/repositories/photos';
import type { WalkedFile } from './walk';

/** Registers a photo by its place; the same bytes at a known place add nothing. The caller owns the transaction. */
export function importPhoto(db: WritableDb, file: WalkedFile, runId: number, photo: ProbedPhoto): Finding {
  const finding = (severity: Finding['severity'], code: string, message: string): Finding => ({
    severity,
    code,
    file: file.relativePath,
    place: '',
    message,
  });
  const known = photoAt(db, file.root, file.relativePath);
  const size = `${photo.width} x ${photo.height} pixels`;
  if (!known) {
    const kind = photoKindOf(file.relativePath);
    insertPhoto(db, { rootId: rootId(db, file.root), path: file.relativePath, runId, kind }, photo);
    return finding(
      'info',
      'photo_added',
      `Photo of ${size} registered (${kind === 'unknown' ? 'restored or original: not stated by its name' : kind}).`,
    );
  }
  if (known.sha256 === photo.sha256)
    return finding('info', 'photo_known', 'This photo is already registered; nothing was added.');
  if (hasDecisions(db, known.id))
    return finding(
      'warning',
      'photo_changed',
      'The file was replaced since it was registered, and decisions were made on the earlier picture. The earlier facts are kept: put the earlier file back, or review its views again.',
    );
  updatePhoto(db, known.id, photo);
  return finding(
    'warning',
    'photo_changed',
    `The file was replaced since it was registered; the new picture of ${size} is used. No decision was made on the earlier one.`,
  );
}
