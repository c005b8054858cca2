import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** A photo's facts. Raw size as stored, `width` and `height` as seen, EXIF orientation applied once. Sizes in pixels. */
export type ProbedPhoto = {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly rawWidth: number;
  readonly rawHeight: number;
  /** EXIF orientation 1 to 8; 1 when none is stated. */
  readonly orientation: number;
  readonly width: number;
  readonly height: number;
};
export type PhotoKind = 'restored' | 'original' | 'unknown';
export type KnownPhoto = { readonly id: number; readonly sha256: string };

/** A photo registered at this place, under whichever root. */
export function photoAt(db: ReadableDb, root: string, path: string): KnownPhoto | undefined {
  return firstRow<KnownPhoto>(
    db,
    `SELECT p.id, p.sha256 FROM photo AS p JOIN root AS r ON r.id = p.root_id
     WHERE (r.path = :root AND p.path = :path) OR r.path || '/' || p.path = :full LIMIT 1`,
    { root, path, full: `${root}/${path}` },
  );
}

export function insertPhoto(
  db: WritableDb,
  at: { rootId: number; path: string; runId: number; kind: PhotoKind },
  photo: ProbedPhoto,
): number {
  return run(
    db,
    `INSERT INTO photo (root_id, path, name, sha256, size_bytes, media_type, raw_width, raw_height, orientation, width, height, kind, run_id)
     VALUES (:rootId, :path, :name, :sha256, :sizeBytes, :mediaType, :rawWidth, :rawHeight, :orientation, :width, :height, :kind, :runId)`,
    { ...photo, ...at, name: at.path.split('/').at(-1) ?? at.path },
  ).id;
}

/** Takes over the facts of a photo whose file was replaced. */
export function updatePhoto(db: WritableDb, id: number, photo: ProbedPhoto): void {
  run(
    db,
    `UPDATE photo SET sha256 = :sha256, size_bytes = :sizeBytes, media_type = :mediaType, raw_width = :rawWidth,
       raw_height = :rawHeight, orientation = :orientation, width = :width, height = :height WHERE id = :id`,
    { ...photo, id },
  );
}

/** Whether someone has already decided something on a view that shows this photo. */
export function hasDecisions(db: ReadableDb, photo: number): boolean {
  const sql =
    'SELECT 1 AS found FROM event_state AS s JOIN view AS v ON v.uid = s.view_uid WHERE v.photo_id = ? LIMIT 1';
  return firstRow(db, sql, [photo]) !== undefined;
}

export type PairablePhoto = {
  id: number;
  path: string;
  width: number;
  height: number;
  kind: PhotoKind;
  sha256: string;
};

/** Photos with their full path, forward slashes; pictures of masks are none. In pages, so that others get their turn. */
export function* pairablePhotos(db: ReadableDb, pageSize = 1000): Generator<PairablePhoto[]> {
  let after = 0;
  for (;;) {
    const page = allRows<PairablePhoto>(
      db,
      `SELECT p.id, replace(r.path, '\\', '/') || '/' || p.path AS path, p.width, p.height, p.kind, p.sha256
       FROM photo AS p JOIN root AS r ON r.id = p.root_id WHERE p.role = 'photo' AND p.id > ? ORDER BY p.id LIMIT ?`,
      [after, pageSize],
    );
    yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}
