import type { CaptureId, PhotoId, ViewId } from '#shared/domain/ids';
import type { Frame, PairingRule, PhotoState, ViewState } from '#shared/domain/view';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';

/** State of a view in SQL: superseded results and those set aside first, then done (only while it is complete), failed, open. */
export const STATE_SQL = `CASE
  WHEN r.superseded_by IS NOT NULL OR s.set_aside = 1 THEN 'superseded'
  WHEN s.done = 1 AND s.swept = 1 AND s.pending = 0 THEN 'done'
  WHEN r.is_ok = 0 THEN 'failed' ELSE 'open' END`;

/** The photo in use: a reviewer's choice, by content, outranks the pairing rules. */
export const PHOTO_SQL = `CASE s.photo_chosen WHEN 0 THEN v.photo_id
  ELSE (SELECT min(q.id) FROM photo AS q WHERE q.sha256 = s.photo_sha256) END`;
export const PAIRED_BY_SQL = `CASE WHEN s.photo_chosen = 0 THEN v.paired_by WHEN s.photo_sha256 IS NOT NULL THEN 'user' END`;

export const VIEW_JOINS = `view AS v JOIN result AS r ON r.id = v.result_id
  JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1
  JOIN capture AS c ON c.id = r.capture_id JOIN revision AS x ON x.id = r.revision_id
  JOIN view_state AS s ON s.view_uid = v.uid
  LEFT JOIN photo AS p ON p.id = ${PHOTO_SQL} LEFT JOIN subject AS b ON b.id = c.subject_id`;

const COLUMNS = `v.uid, v.name, v.side, coalesce(v.width, nullif(p.width, 0)) AS width, coalesce(v.height, nullif(p.height, 0)) AS height,
  v.view_box, ${PAIRED_BY_SQL} AS paired_by, v.pairing_notice, v.needs_pairing, s.photo_chosen, v.vertices,
  v.result_id, r.key AS result_key, r.element_id, r.is_ok, r.failure_reason, r.image_id, r.creation_time, r.source_file_id,
  r.path AS result_path, f.path AS source_path, c.id AS capture_id, c.name AS capture_name, b.code AS subject,
  x.family, x.algorithm_tech_name, x.revision, x.algorithm_version_id,
  p.id AS photo_id, p.path AS photo_path, p.sha256 AS photo_sha256, p.kind AS photo_kind, p.width AS photo_width,
  p.height AS photo_height, p.size_bytes AS photo_size, p.state AS photo_state, p.problem AS photo_problem,
  p.colour AS photo_colour, p.depth AS photo_depth, p.orientation AS photo_orientation, p.has_alpha AS photo_alpha,
  s.set_aside, r.superseded_by, (SELECT count(*) FROM result AS w JOIN source_file AS g ON g.id = w.source_file_id AND g.published = 1
    WHERE w.element_id = r.element_id) AS contents,
  s.swept, s.done, s.lesions, s.pending, s.accepted, s.rejected, s.redrawn, s.unsure, s.added, s.disputed,
  ${STATE_SQL} AS state`;

type Row = {
  uid: ViewId;
  name: string;
  side: string;
  width: number | null;
  height: number | null;
  view_box: string | null;
  paired_by: PairingRule | null;
  pairing_notice: string | null;
  needs_pairing: number;
  photo_chosen: number;
  vertices: string;
  result_id: number;
  result_key: string;
  element_id: string | null;
  is_ok: number;
  failure_reason: string | null;
  image_id: string | null;
  creation_time: string | null;
  source_file_id: number;
  result_path: string;
  source_path: string;
  capture_id: number;
  capture_name: string;
  subject: string | null;
  family: string | null;
  algorithm_tech_name: string | null;
  revision: string | null;
  algorithm_version_id: string | null;
  photo_id: number | null;
  photo_path: string | null;
  photo_sha256: string | null;
  photo_kind: 'restored' | 'original' | 'unknown' | null;
  photo_width: number | null;
  photo_height: number | null;
  photo_size: number | null;
  /** 1 when another content of the same element id was chosen to hold. */
  set_aside: number;
  superseded_by: number | null;
  /** Results that came under the element id; 0 without one. */
  contents: number;
  photo_state: PhotoState | null;
  photo_problem: string | null;
  photo_colour: string | null;
  photo_depth: number | null;
  photo_orientation: number | null;
  photo_alpha: number | null;
  swept: number;
  done: number;
  lesions: number;
  pending: number;
  accepted: number;
  rejected: number;
  redrawn: number;
  unsure: number;
  added: number;
  disputed: number;
  state: ViewState;
};
/** A view with its result, revision, photo and progress, as one flat row. */
export type StoredView = Omit<Row, 'algorithm_version_id' | 'capture_id' | 'photo_id'> & {
  readonly frame: Frame | null;
  readonly captureId: CaptureId;
  readonly photoId: PhotoId | null;
  readonly photoName: string | null;
  readonly algorithmVersionId: string | number | null;
  readonly revisionLabel: string;
};

function frameOf(row: Row): Frame | null {
  if (row.width === null || row.height === null) return null;
  const viewBox = row.view_box === null ? null : (JSON.parse(row.view_box) as Frame['viewBox']);
  return { width: row.width, height: row.height, viewBox };
}

/** "master-25cce909 (98)": revision and version as delivered, a dash for what is not stated. */
export function revisionLabel(revision: string | null, versionId: string | number | null): string {
  return `${revision ?? '–'}${versionId === null ? '' : ` (${versionId})`}`;
}

const fromRow = (row: Row): StoredView => {
  const algorithmVersionId =
    row.algorithm_version_id === null ? null : (JSON.parse(row.algorithm_version_id) as string | number | null);
  return {
    ...row,
    frame: frameOf(row),
    captureId: String(row.capture_id) as CaptureId,
    photoId: row.photo_id === null ? null : (String(row.photo_id) as PhotoId),
    photoName: row.photo_path === null ? null : (row.photo_path.split('/').at(-1) ?? null),
    algorithmVersionId,
    revisionLabel: revisionLabel(row.revision, algorithmVersionId),
  };
};

export function viewById(db: ReadableDb, view: ViewId): StoredView | undefined {
  const row = firstRow<Row>(db, `SELECT ${COLUMNS} FROM ${VIEW_JOINS} WHERE v.uid = ?`, [view]);
  return row && fromRow(row);
}

const SIDE_ORDER = `CASE v.side WHEN 'left' THEN 0 WHEN 'front' THEN 1 WHEN 'right' THEN 2 ELSE 3 END`;

/** All views of a capture: left, front, right, others; within a side by revision and result. */
export function viewsOfCapture(db: ReadableDb, capture: CaptureId): StoredView[] {
  return allRows<Row>(
    db,
    `SELECT ${COLUMNS} FROM ${VIEW_JOINS} WHERE r.capture_id = ? ORDER BY ${SIDE_ORDER}, r.creation_time, v.id`,
    [Number(capture)],
  ).map(fromRow);
}

/** All views in import order, in pages, so that a project of any size can be walked. */
export function* eachView(db: ReadableDb, pageSize = 200): Generator<StoredView> {
  let after = 0;
  for (;;) {
    const rows = allRows<Row & { id: number }>(
      db,
      `SELECT v.id, ${COLUMNS} FROM ${VIEW_JOINS} WHERE v.id > ? ORDER BY v.id LIMIT ?`,
      [after, pageSize],
    );
    for (const row of rows) yield fromRow(row);
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** What an export names views by, in import order: the live ones, or all of them. */
export const viewNames = (
  db: ReadableDb,
  withSuperseded: boolean,
): { uid: ViewId; capture: string; side: string; revision: string | null; resultKey: string }[] =>
  allRows(
    db,
    `SELECT v.uid, c.name AS capture, v.name AS side, x.revision, r.key AS resultKey FROM ${VIEW_JOINS}
     WHERE :all = 1 OR ${STATE_SQL} <> 'superseded' ORDER BY v.id`,
    { all: withSuperseded ? 1 : 0 },
  );

/** Views by their row ids, in the order of the ids. */
export function viewsByIds(db: ReadableDb, ids: readonly number[]): StoredView[] {
  const rows = allRows<Row & { id: number }>(
    db,
    `SELECT v.id, ${COLUMNS} FROM ${VIEW_JOINS} WHERE v.id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [fromRow(row)] : [];
  });
}

/** The row id of a view; null when this project has no such view. */
export const viewRowId = (db: ReadableDb, view: ViewId): number | null =>
  firstRow<{ id: number }>(db, 'SELECT id FROM view WHERE uid = ?', [view])?.id ?? null;
export const viewUid = (db: ReadableDb, id: number): ViewId | null =>
  firstRow<{ uid: ViewId }>(db, 'SELECT uid FROM view WHERE id = ?', [id])?.uid ?? null;
