import { join } from 'node:path';
import type { PhotoState } from '#shared/domain/view';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/**
 * A photo's facts. Raw size as stored, `width` and `height` as seen, EXIF orientation applied once. Sizes in pixels, 0
 * where a broken file does not tell.
 */
export type ProbedPhoto = {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Time of the last change, whole milliseconds since 1970. */
  readonly mtimeMs: number;
  readonly mediaType: string;
  readonly rawWidth: number;
  readonly rawHeight: number;
  /** EXIF orientation 1 to 8; 1 when none is stated. */
  readonly orientation: number;
  readonly width: number;
  readonly height: number;
  /** In words: "sRGB assumed", "Display P3". */
  readonly colour: string | null;
  /** Bits per channel as stored. */
  readonly depth: number | null;
  readonly hasAlpha: boolean;
  readonly state: Extract<PhotoState, 'ok' | 'broken' | 'refused'>;
  /** Why it cannot be shown, in words. */
  readonly problem: string | null;
  /** A mask picture is one that a rasteriser wrote; it is never laid under lesions. */
  readonly role: 'photo' | 'mask_picture';
};
export type PhotoKind = 'restored' | 'original' | 'unknown';
export type KnownPhoto = {
  readonly id: number;
  readonly sha256: string;
  readonly state: PhotoState;
  /** 0: it could not be read when it was registered. */
  readonly width: number;
};

const FACTS: readonly (readonly [string, keyof ProbedPhoto])[] = [
  ['sha256', 'sha256'],
  ['size_bytes', 'sizeBytes'],
  ['mtime_ms', 'mtimeMs'],
  ['media_type', 'mediaType'],
  ['raw_width', 'rawWidth'],
  ['raw_height', 'rawHeight'],
  ['orientation', 'orientation'],
  ['width', 'width'],
  ['height', 'height'],
  ['colour', 'colour'],
  ['depth', 'depth'],
  ['has_alpha', 'hasAlpha'],
  ['state', 'state'],
  ['problem', 'problem'],
  ['role', 'role'],
];
const factsOf = (photo: ProbedPhoto): Record<string, unknown> => ({ ...photo, hasAlpha: photo.hasAlpha ? 1 : 0 });

/** A photo registered at this place, under whichever root. */
export function photoAt(db: ReadableDb, root: string, path: string): KnownPhoto | undefined {
  return firstRow<KnownPhoto>(
    db,
    `SELECT p.id, p.sha256, p.state, p.width FROM photo AS p JOIN root AS r ON r.id = p.root_id
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
    `INSERT INTO photo (root_id, path, name, kind, run_id, ${FACTS.map(([column]) => column).join(', ')})
     VALUES (:rootId, :path, :name, :kind, :runId, ${FACTS.map(([, fact]) => `:${fact}`).join(', ')})`,
    { ...factsOf(photo), ...at, name: at.path.split('/').at(-1) ?? at.path },
  ).id;
}

/** Takes over the facts of a photo whose file was replaced. */
export function updatePhoto(db: WritableDb, id: number, photo: ProbedPhoto): void {
  const changes = FACTS.map(([column, fact]) => `${column} = :${fact}`).join(', ');
  run(db, `UPDATE photo SET ${changes} WHERE id = :id`, { ...factsOf(photo), id });
}

/** Notes how a photo's file was found; `mtimeMs` when its bytes were compared at that time, else what was known stays. */
export function setPhotoState(db: WritableDb, id: number, state: PhotoState, mtimeMs: number | null): void {
  run(db, 'UPDATE photo SET state = ?, mtime_ms = coalesce(?, mtime_ms) WHERE id = ?', [state, mtimeMs, id]);
}

/** Whether someone has already decided something on a view to which a rule gave this photo. */
export function hasDecisions(db: ReadableDb, photo: number): boolean {
  const sql =
    'SELECT 1 AS found FROM event_state AS s JOIN view AS v ON v.uid = s.view_uid WHERE v.photo_id = ? LIMIT 1';
  return firstRow(db, sql, [photo]) !== undefined;
}

/** Whether a reviewer chose this content for a view, and no other file has it. */
export function isOnlyOneChosen(db: ReadableDb, { id, sha256 }: KnownPhoto): boolean {
  const sql = `SELECT 1 AS found FROM view_state WHERE photo_chosen = 1 AND photo_sha256 = :sha256
    AND NOT EXISTS (SELECT 1 FROM photo WHERE sha256 = :sha256 AND id <> :id) LIMIT 1`;
  return firstRow(db, sql, { id, sha256 }) !== undefined;
}

/** Marks a photo whose bytes are the registered ones and that cannot be decoded all the same. */
export function setPhotoBroken(db: WritableDb, id: number, problem: string): void {
  run(db, "UPDATE photo SET state = 'broken', problem = ? WHERE id = ?", [problem, id]);
}

/** Where a photo's file lies and what is known of it. */
export type PhotoFile = {
  readonly id: number;
  readonly fullPath: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number | null;
  readonly mediaType: string;
  readonly state: PhotoState;
};

export function photoFile(db: ReadableDb, id: number): PhotoFile | undefined {
  const row = firstRow<Omit<PhotoFile, 'fullPath'> & { root: string; path: string }>(
    db,
    `SELECT p.id, r.path AS root, p.path, p.sha256, p.size_bytes AS sizeBytes, p.mtime_ms AS mtimeMs, p.state,
       p.media_type AS mediaType
     FROM photo AS p JOIN root AS r ON r.id = p.root_id WHERE p.id = ?`,
    [id],
  );
  if (!row) return undefined;
  const { root, path, ...facts } = row;
  return { ...facts, fullPath: join(root, path) };
}

/** Takes a photo from the views that rules gave it to; the next pairing judges them again. */
export function unpairByRules(db: WritableDb, photo: number): void {
  run(db, 'UPDATE view SET photo_id = NULL, paired_by = NULL, pairing_notice = NULL WHERE photo_id = ?', [photo]);
}

export type PairablePhoto = {
  id: number;
  path: string;
  /** Relative to its root. */
  place: string;
  width: number;
  height: number;
  kind: PhotoKind;
  sha256: string;
};

export const hasPairablePhotos = (db: ReadableDb): boolean =>
  firstRow(db, "SELECT 1 AS found FROM photo WHERE role = 'photo' LIMIT 1") !== undefined;

/** Photos with their full path, forward slashes; pictures of masks are none. In pages, so that others get their turn. */
export function* pairablePhotos(db: ReadableDb, pageSize = 1000): Generator<PairablePhoto[]> {
  let after = 0;
  for (;;) {
    const page = allRows<PairablePhoto>(
      db,
      `SELECT p.id, replace(r.path, '\\', '/') || '/' || p.path AS path, p.path AS place, p.width, p.height, p.kind, p.sha256
       FROM photo AS p JOIN root AS r ON r.id = p.root_id WHERE p.role = 'photo' AND p.id > ? ORDER BY p.id LIMIT ?`,
      [after, pageSize],
    );
    yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}
