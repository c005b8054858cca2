import type { Finding } from '#shared/domain/finding';
import type { Delivered } from '#shared/domain/tally';
import type { WritableDb } from '#main/db/handle';
import { rootId } from '#main/repositories/imported-rows';
import { forgetMissingLists } from '#main/repositories/pairing';
import { markMissing, noteMet, noteSeen, unchangedFile, type SeenOutcome } from '#main/repositories/seen-files';
import type { WalkedFile } from './walk';

/**
 * A file that was written within this time before it was read may be written again without another size or time
 * (coarse clocks of file systems): its time is not trusted, and the next import reads it again.
 */
const RACY_MS = 2000;

const factsOf = ({ relativePath, sizeBytes, mtimeMs }: WalkedFile, now: number) => ({
  path: relativePath,
  sizeBytes,
  mtimeMs: now - mtimeMs < RACY_MS ? null : mtimeMs,
});

const UNCHANGED: Readonly<Record<SeenOutcome, { code: string; message: string } | null>> = {
  result: {
    code: 'already_imported',
    message: 'Unchanged since it was imported (same size and time); it was not read again and nothing was added.',
  },
  photo: {
    code: 'photo_known',
    message: 'This photo is already registered and unchanged (same size and time); nothing was added.',
  },
  unused: { code: 'not_used', message: 'Not used, and unchanged since it was last looked at (same size and time).' },
  other: null,
};

/** A file that needs no reading: why, and what it holds. */
export type Known = { readonly finding: Finding; readonly delivered: Delivered };

/** Whether a file is what it was when it was last read, of which nothing is noted. */
export function isUnchanged(db: WritableDb, { root, relativePath: path, sizeBytes, mtimeMs }: WalkedFile): boolean {
  const seen = unchangedFile(db, root, { path, sizeBytes, mtimeMs });
  return seen !== undefined && UNCHANGED[seen.outcome] !== null;
}

/** Why a file need not be read at all; null when it must be. The caller owns the transaction. */
export function whyUnchanged(db: WritableDb, file: WalkedFile, runId: number): Known | null {
  const { root, relativePath: path, sizeBytes, mtimeMs } = file;
  const seen = unchangedFile(db, root, { path, sizeBytes, mtimeMs });
  const words = seen && UNCHANGED[seen.outcome];
  if (!words) return null;
  noteMet(db, seen.id, runId);
  return { finding: { severity: 'info', ...words, file: path, place: '' }, delivered: seen.delivered };
}

export function remember(
  db: WritableDb,
  file: WalkedFile,
  { now, ...at }: { runId: number; now: number; outcome: SeenOutcome; delivered: Delivered },
): void {
  noteSeen(db, { rootId: rootId(db, file.root), ...at }, factsOf(file, now));
}

/** Image lists that lay in the walked folders and are gone: what they said does not count any more. */
const goneLists = (db: WritableDb, root: string, runId: number): Finding[] =>
  forgetMissingLists(db, root, runId).map((path) => ({
    severity: 'info',
    code: 'image_list_gone',
    file: path,
    place: '',
    message:
      'This image list is not there any more, and what it said is forgotten. Views that were paired by it keep their photos.',
  }));

/** Files that lay in the walked folders when they were imported and are gone; each is told once. Nothing is removed. */
export function missingFiles(db: WritableDb, folders: readonly string[], runId: number): Finding[] {
  return folders.flatMap((root) => [
    ...goneLists(db, root, runId),
    ...markMissing(db, root, runId).map(({ path, outcome }) => ({
      severity: 'warning' as const,
      code: outcome === 'photo' ? 'photo_gone' : 'file_gone',
      file: path,
      place: '',
      message:
        outcome === 'photo'
          ? 'This photo was imported and is not there any more. Its views and decisions stay; find it again by "Find moved files…" or put it back.'
          : 'This file was imported and is not there any more. Its results and decisions stay in the project, its bytes too.',
    })),
  ]);
}
