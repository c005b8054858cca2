import type { ViewId } from '#shared/domain/ids';
import type { DoubtedPhoto } from '#shared/domain/photo-doubts';
import type { PairingRule } from '#shared/domain/view';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { pairablePhotos } from './photos';
import { searchPatterns } from './pairing-list';

/** A photo that could be chosen; `path` is relative to its root, `fullPath` has forward slashes. */
export type ChoosablePhoto = DoubtedPhoto & {
  readonly id: number;
  readonly name: string;
  readonly fullPath: string;
  readonly sha256: string;
  readonly role: 'photo' | 'mask_picture';
};
/** A view that a picture lies under; `photo`: the file by a rule, else the first of that content. */
export type PhotoUse = {
  readonly view: ViewId;
  readonly photo: number;
  readonly side: string;
  readonly imageId: string | null;
  readonly capture: string;
  readonly captureName: string;
};

const PHOTOS = `SELECT p.id, p.name, p.path, replace(o.path, '\\', '/') || '/' || p.path AS fullPath, p.sha256, p.role,
    p.width, p.height, p.kind FROM photo AS p JOIN root AS o ON o.id = p.root_id`;

export const choosablePhoto = (db: ReadableDb, id: number): ChoosablePhoto | undefined =>
  firstRow(db, `${PHOTOS} WHERE p.id = ?`, [id]);

/** Photos whose name or path holds every word, or any photo without words; in the order in which they were found. */
export function searchPhotos(db: ReadableDb, search: string, limit: number): ChoosablePhoto[] {
  const patterns = searchPatterns(search);
  const where = patterns.map(() => `p.path LIKE ? ESCAPE '\\'`).join(' AND ') || '1';
  return allRows(db, `${PHOTOS} WHERE p.role = 'photo' AND ${where} ORDER BY p.id LIMIT ?`, [...patterns, limit]);
}

/** The photos that the last search by the rules left to choose from, best first. */
export function storedCandidates(
  db: ReadableDb,
  viewRowId: number,
): { readonly photo: ChoosablePhoto; readonly rule: PairingRule | null }[] {
  const rows = allRows<ChoosablePhoto & { rule: PairingRule | null }>(
    db,
    `${PHOTOS.replace('p.kind FROM photo AS p', 'p.kind, k.rule FROM pairing_candidate AS k JOIN photo AS p ON p.id = k.photo_id')}
     WHERE k.view_id = ? ORDER BY k.rank`,
    [viewRowId],
  );
  return rows.map(({ rule, ...photo }) => ({ photo, rule }));
}

/** Photos in and under the folder of a result file, and the ones whose path holds the image id. */
export function photosNear(db: ReadableDb, view: ViewId, limit: number): ChoosablePhoto[] {
  const at = firstRow<{ root: number; path: string; imageId: string | null }>(
    db,
    `SELECT f.root_id AS root, f.path, r.image_id AS imageId FROM view AS v JOIN result AS r ON r.id = v.result_id
     JOIN source_file AS f ON f.id = r.source_file_id WHERE v.uid = ?`,
    [view],
  );
  if (!at) return [];
  const folder = at.path.slice(0, at.path.lastIndexOf('/') + 1);
  // Paths under a folder lie between it and the same name with the sign after "/".
  const inFolder = folder === '' ? '1' : 'p.path >= :folder AND p.path < :after';
  const named = at.imageId === null || at.imageId.trim() === '' ? [] : searchPhotos(db, at.imageId, limit);
  const bindings = folder === '' ? {} : { folder, after: `${folder.slice(0, -1)}0` };
  const near = allRows<ChoosablePhoto>(
    db,
    `${PHOTOS} WHERE p.role = 'photo' AND p.root_id = :root AND ${inFolder} ORDER BY p.path LIMIT :limit`,
    { root: at.root, limit, ...bindings },
  );
  return [...new Map([...named, ...near].map((photo) => [photo.id, photo])).values()];
}

const USE = `SELECT v.uid AS view, v.side, r.image_id AS imageId, CAST(c.id AS TEXT) AS capture, c.name AS captureName`;
const OF_VIEW = `JOIN result AS r ON r.id = v.result_id JOIN capture AS c ON c.id = r.capture_id
  JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1`;

/** The views that a picture, by its content, lies under now. */
export function usesOfPhoto(db: ReadableDb, sha256: string): PhotoUse[] {
  return allRows(
    db,
    `${USE}, p.id AS photo FROM photo AS p JOIN view AS v ON v.photo_id = p.id
       JOIN view_state AS s ON s.view_uid = v.uid AND s.photo_chosen = 0 ${OF_VIEW} WHERE p.sha256 = :sha256
     UNION ALL
     ${USE}, (SELECT min(id) FROM photo WHERE sha256 = :sha256) FROM view_state AS s JOIN view AS v ON v.uid = s.view_uid ${OF_VIEW}
     WHERE s.photo_sha256 = :sha256 AND s.photo_sha256 IS NOT NULL`,
    { sha256 },
  );
}

/** Size in px of the picture that outlines were drawn on where a view has no frame of its own; null when none were. */
export function drawnOn(db: ReadableDb, view: ViewId): { width: number; height: number }[] {
  return allRows(
    db,
    `SELECT DISTINCT p.width, p.height FROM drawn_lesion AS l JOIN lesion_decision AS d ON d.lesion_uid = l.uid AND d.active = 1
       JOIN photo AS p ON p.sha256 = d.photo_sha256 WHERE l.view_uid = ?`,
    [view],
  );
}

/**
 * A look-up of photos by their full path. Another case of letters finds a photo only where it is the only one: on some
 * disks `A.png` and `a.png` are two files.
 */
export function photosByPath(db: ReadableDb): (path: string) => number | undefined {
  const exact = new Map<string, number>();
  const anyCase = new Map<string, number | null>();
  for (const page of pairablePhotos(db))
    for (const { id, path } of page) {
      exact.set(path, id);
      const lower = path.toLowerCase();
      anyCase.set(lower, anyCase.has(lower) ? null : id);
    }
  return (path) => exact.get(path) ?? anyCase.get(path.toLowerCase()) ?? undefined;
}
