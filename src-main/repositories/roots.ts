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

/** The files of one root, or of all. */
export function knownFiles(db: ReadableDb, root: number | null): KnownFile[] {
  return allRows<KnownFile>(
    db,
    `SELECT p.root_id AS rootId, r.path AS root, p.path, p.size_bytes AS sizeBytes, p.mtime_ms AS mtimeMs, p.sha256,
       1 AS isPhoto
     FROM photo AS p JOIN root AS r ON r.id = p.root_id WHERE :root IS NULL OR p.root_id = :root
     UNION ALL
     SELECT f.root_id, r.path, f.path, s.size_bytes, max(n.mtime_ms), s.sha256, 0
     FROM source_file AS f JOIN root AS r ON r.id = f.root_id JOIN source AS s ON s.id = f.source_id
       LEFT JOIN seen_file AS n ON n.root_id = f.root_id AND n.path = f.path
     WHERE f.published = 1 AND (:root IS NULL OR f.root_id = :root)
     GROUP BY f.root_id, f.path ORDER BY 1, 3`,
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
 * Moves what is known of a file to another place. Where the place is taken by a photo (the moved folder was imported
 * before), its views go over to that photo, which has the same content.
 */
export function moveFile(
  db: WritableDb,
  from: { readonly rootId: number; readonly path: string },
  to: { readonly root: string; readonly path: string },
): void {
  const target = rootId(db, to.root);
  const move = { oldRoot: from.rootId, oldPath: from.path, root: target, path: to.path };
  const at = (table: string, root: number, path: string): number | undefined =>
    firstRow<{ id: number }>(db, `SELECT id FROM ${table} WHERE root_id = ? AND path = ?`, [root, path])?.id;
  const photo = at('photo', from.rootId, from.path);
  const taken = at('photo', target, to.path);
  if (photo !== undefined && taken !== undefined && photo !== taken) {
    run(db, 'UPDATE view SET photo_id = ? WHERE photo_id = ?', [taken, photo]);
    run(db, 'UPDATE OR IGNORE pairing_candidate SET photo_id = ? WHERE photo_id = ?', [taken, photo]);
    run(db, 'DELETE FROM pairing_candidate WHERE photo_id = ?', [photo]);
    run(db, 'DELETE FROM photo WHERE id = ?', [photo]);
  } else if (photo !== undefined)
    run(db, 'UPDATE photo SET root_id = ?, path = ?, name = ? WHERE id = ?', [
      target,
      to.path,
      to.path.split('/').at(-1) ?? to.path,
      photo,
    ]);
  const where = 'WHERE root_id = :oldRoot AND path = :oldPath';
  run(db, `UPDATE source_file SET root_id = :root, path = :path ${where}`, move);
  run(db, `UPDATE OR REPLACE seen_file SET root_id = :root, path = :path ${where}`, move);
  run(db, `UPDATE OR REPLACE image_list_entry SET root_id = :root, path = :path ${where}`, move);
}
