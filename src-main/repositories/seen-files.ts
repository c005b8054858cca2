import type { Delivered } from '#shared/domain/tally';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** What became of a file when it was read last; only the first three are not read again while they are unchanged. */
export type SeenOutcome = 'result' | 'photo' | 'unused' | 'other';
export type SeenFile = { readonly id: number; readonly outcome: SeenOutcome; readonly delivered: Delivered };
/** Place, size and time of a file as the file system tells them; `mtimeMs` null when it cannot be trusted yet. */
export type FileFacts = { readonly path: string; readonly sizeBytes: number; readonly mtimeMs: number | null };

/** A file met before at this place with this size and time. */
export function unchangedFile(db: ReadableDb, root: string, file: FileFacts): SeenFile | undefined {
  const row = firstRow<Omit<SeenFile, 'delivered'> & { delivered: string | null }>(
    db,
    `SELECT s.id, s.outcome, s.delivered FROM root AS r JOIN seen_file AS s ON s.root_id = r.id AND s.path = :path
     WHERE r.path = :root AND s.size_bytes = :sizeBytes AND s.mtime_ms = :mtimeMs`,
    { ...file, root },
  );
  return row && { ...row, delivered: JSON.parse(row.delivered ?? '{}') as Delivered };
}

/** Notes that a run met a file without reading it. */
export function noteMet(db: WritableDb, id: number, runId: number): void {
  run(db, 'UPDATE seen_file SET run_id = ?, missing = 0 WHERE id = ?', [runId, id]);
}

/** The same for a file that could not be read, by its place: it is there. */
export function noteMetAt(db: WritableDb, root: string, path: string, runId: number): void {
  run(
    db,
    'UPDATE seen_file SET run_id = ?, missing = 0 WHERE root_id = (SELECT id FROM root WHERE path = ?) AND path = ?',
    [runId, root, path],
  );
}

/** Notes what a run read; an untrusted time is stored as one that no file has, so that the file is read again. */
export function noteSeen(
  db: WritableDb,
  at: { readonly rootId: number; readonly runId: number; readonly outcome: SeenOutcome; readonly delivered: Delivered },
  file: FileFacts,
): void {
  run(
    db,
    `INSERT INTO seen_file (root_id, path, size_bytes, mtime_ms, outcome, run_id, delivered)
     VALUES (:rootId, :path, :sizeBytes, :mtimeMs, :outcome, :runId, :delivered)
     ON CONFLICT (root_id, path) DO UPDATE SET size_bytes = excluded.size_bytes, mtime_ms = excluded.mtime_ms,
       outcome = excluded.outcome, run_id = excluded.run_id, delivered = excluded.delivered, missing = 0`,
    { ...at, ...file, delivered: JSON.stringify(at.delivered), mtimeMs: file.mtimeMs ?? -1 },
  );
}

export type MissingFile = { readonly path: string; readonly outcome: SeenOutcome };

/** Marks files of a folder that this run, which walked all of it, did not meet; answers those not marked before. */
export function markMissing(db: WritableDb, root: string, runId: number): MissingFile[] {
  const where = `root_id = (SELECT id FROM root WHERE path = :root) AND run_id <> :runId AND missing = 0
    AND outcome IN ('result', 'photo')`;
  const rows = allRows<MissingFile>(db, `SELECT path, outcome FROM seen_file WHERE ${where} ORDER BY path`, {
    root,
    runId,
  });
  run(db, `UPDATE seen_file SET missing = 1 WHERE ${where}`, { root, runId });
  return rows;
}
