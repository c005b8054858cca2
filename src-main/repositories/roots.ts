import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';
import { rootId } from './imported-rows';

export type RootRow = { readonly id: number; readonly path: string; readonly photos: number; readonly files: number };

/** Roots that something was imported from, by path. */
export function rootRows(db: ReadableDb): RootRow[] {
  return allRows<RootRow>(
    db,
    `SELECT r.id, r.path, (SELECT count(*) FROM photo AS p WHERE p.root_id = r.id) AS photos,
       (SELECT count(DISTINCT f.path) FROM source_file AS f WHERE f.root_id = r.id AND f.published = 1) AS files
     FROM root AS r ORDER BY r.path`,
  ).filter(({ photos, files }) => photos + files > 0);
}

/** A file that the project knows by its place: a photo, or a result file. */
export type KnownFile = {
  readonly rootId: number;
  readonly root: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Null where it is not known. */
  readonly mtimeMs: number | null;
  readonly sha256: string;
  readonly isPhoto: number;
};

/** The files of one root, or of all; of a result file that was changed, as it was imported last. */
export function knownFiles(db: ReadableDb, root: number | null): KnownFile[] {
  return allRows<KnownFile>(
    db,
    `SELECT p.root_id AS rootId, r.path AS root, p.path, p.size_bytes AS sizeBytes, p.mtime_ms AS mtimeMs, p.sha256,
       1 AS isPhoto
     FROM photo AS p JOIN root AS r ON r.id = p.root_id WHERE :root IS NULL OR p.root_id = :root
     UNION ALL
     SELECT f.root_id, r.path, f.path, s.size_bytes, n.mtime_ms, s.sha256, 0
     FROM source_file AS f JOIN root AS r ON r.id = f.root_id JOIN source AS s ON s.id = f.source_id
       LEFT JOIN seen_file AS n ON n.root_id = f.root_id AND n.path = f.path
     WHERE (:root IS NULL OR f.root_id = :root) AND f.id = (SELECT max(g.id) FROM source_file AS g
       WHERE g.root_id = f.root_id AND g.path = f.path AND g.published = 1)
     ORDER BY 1, 3`,
    { root },
  );
}

export const rootAt = (db: ReadableDb, path: string): number | undefined =>
  firstRow<{ id: number }>(db, 'SELECT id FROM root WHERE path = ?', [path])?.id;

/** The folder of a root is another one now; every path below it stays. */
export function setRootPath(db: WritableDb, root: number, path: string): void {
  run(db, 'UPDATE root SET path = ? WHERE id = ?', [path, root]);
}

/** Notes that a file was found at its place with its content. */
export function noteFound(db: WritableDb, root: number, path: string, mtimeMs: number): void {
  const at = { root, path, mtimeMs };
  run(
    db,
    `UPDATE photo SET mtime_ms = :mtimeMs, state = CASE WHEN state IN ('missing', 'changed') THEN 'ok' ELSE state END
     WHERE root_id = :root AND path = :path`,
    at,
  );
  run(db, 'UPDATE seen_file SET mtime_ms = :mtimeMs, missing = 0 WHERE root_id = :root AND path = :path', at);
}

/**
 * Moves what is known of a file to another place. Where the place is taken by a photo of the same content (the moved
 * folder was imported before), its views go over to that photo. Answers false, and moves nothing, where the photo that
 * is known at the place has other content.
 */
export function moveFile(
  db: WritableDb,
  from: { readonly rootId: number; readonly path: string },
  to: { readonly root: string; readonly path: string },
): boolean {
  const target = rootId(db, to.root);
  const move = { oldRoot: from.rootId, oldPath: from.path, root: target, path: to.path };
  const at = (root: number, path: string): { id: number; sha256: string } | undefined =>
    firstRow(db, 'SELECT id, sha256 FROM photo WHERE root_id = ? AND path = ?', [root, path]);
  const photo = at(from.rootId, from.path);
  const taken = at(target, to.path);
  if (photo && taken && photo.id !== taken.id) {
    if (photo.sha256 !== taken.sha256) return false;
    run(db, 'UPDATE view SET photo_id = ? WHERE photo_id = ?', [taken.id, photo.id]);
    run(db, 'UPDATE OR IGNORE pairing_candidate SET photo_id = ? WHERE photo_id = ?', [taken.id, photo.id]);
    run(db, 'DELETE FROM pairing_candidate WHERE photo_id = ?', [photo.id]);
    run(db, 'DELETE FROM photo WHERE id = ?', [photo.id]);
  } else if (photo)
    run(db, 'UPDATE photo SET root_id = ?, path = ?, name = ? WHERE id = ?', [
      target,
      to.path,
      to.path.split('/').at(-1) ?? to.path,
      photo.id,
    ]);
  const where = 'WHERE root_id = :oldRoot AND path = :oldPath';
  run(db, `UPDATE source_file SET root_id = :root, path = :path ${where}`, move);
  run(db, `UPDATE OR REPLACE seen_file SET root_id = :root, path = :path ${where}`, move);
  run(db, `UPDATE OR REPLACE image_list_entry SET root_id = :root, path = :path ${where}`, move);
  return true;
}
