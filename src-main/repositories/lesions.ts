import type { EventId, LesionId, ViewId } from '#shared/domain/ids';
import type { Bounds, Polygon } from '#shared/geometry/types';
import type { Verdict } from '#shared/domain/verdict';
import { decodePolygon } from '#shared/geometry/codec';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { LISTED_LESIONS } from './standing-decisions';

/** A lesion row as stored: model lesions from the import, reviewer lesions from the journal's shapes. */
export type StoredLesion = {
  readonly id: LesionId;
  readonly view: ViewId;
  readonly resultKey: string;
  readonly origin: 'model' | 'reviewer';
  readonly maskList: string | null;
  readonly maskIndex: number | null;
  readonly featureIndex: number | null;
  readonly polygonIndex: number | null;
  readonly intensity: number | null;
  readonly degenerate: boolean;
  readonly shapeProblem: string | null;
  readonly areaPx2: number;
  readonly bounds: Bounds;
  /** The outline as it is stored; `polygon` unpacks it when it is asked for. */
  readonly packed: Uint8Array;
  readonly polygon: Polygon;
};

type Row = {
  uid: LesionId;
  view: ViewId;
  result_key: string;
  list: string | null;
  mask_index: number | null;
  feature_index: number | null;
  polygon_index: number | null;
  intensity: number | null;
  degenerate: number;
  shape_problem: string | null;
  area_px2: number;
  min_x: number;
  min_y: number;
  max_x: number;
  max_y: number;
  rings: Buffer;
};

export const boundsOf = (row: { min_x: number; min_y: number; max_x: number; max_y: number }): Bounds => ({
  minX: row.min_x,
  minY: row.min_y,
  maxX: row.max_x,
  maxY: row.max_y,
});

function fromRow(row: Row): StoredLesion {
  let polygon: Polygon | undefined;
  return {
    id: row.uid,
    view: row.view,
    resultKey: row.result_key,
    origin: row.mask_index === null ? 'reviewer' : 'model',
    maskList: row.list,
    maskIndex: row.mask_index,
    featureIndex: row.feature_index,
    polygonIndex: row.polygon_index,
    intensity: row.intensity,
    degenerate: row.degenerate === 1,
    shapeProblem: row.shape_problem,
    areaPx2: row.area_px2,
    bounds: boundsOf(row),
    packed: row.rings,
    get polygon() {
      return (polygon ??= decodePolygon(row.rings));
    },
  };
}

/** Finds the lesion row `l` whose id is `:uid` by the index of the ids' heads. */
export const LESION_BY_UID = 'substr(l.uid, 1, 8) = substr(:uid, 1, 8) AND l.uid = :uid';

/** The same for each of a list of ids, `json_each(...) AS asked`. */
export const LESION_BY_ASKED = 'substr(l.uid, 1, 8) = substr(asked.value, 1, 8) AND l.uid = asked.value';

const MODEL_COLUMNS = `
  SELECT l.uid, v.uid AS view, r.key AS result_key, m.list, m.mask_index, l.feature_index, l.polygon_index, l.intensity,
    l.degenerate, l.shape_problem, l.area_px2, l.min_x, l.min_y, l.max_x, l.max_y, l.rings`;
const OF_RESULT = `JOIN view AS v ON v.id = l.view_id JOIN result AS r ON r.id = v.result_id
    JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1 JOIN mask AS m ON m.id = l.mask_id`;
const MODEL = `${MODEL_COLUMNS} FROM lesion AS l ${OF_RESULT}`;
const MODEL_ASKED = `${MODEL_COLUMNS}
  FROM json_each(:lesions) AS asked CROSS JOIN lesion AS l ON ${LESION_BY_ASKED} ${OF_RESULT}`;

/** A drawn lesion shows its newest outline in force; one that was taken back has no lesion_state other than pending. */
const DRAWN = `
  SELECT d.uid, d.view_uid AS view, r.key AS result_key, NULL AS list, NULL AS mask_index, NULL AS feature_index,
    NULL AS polygon_index, NULL AS intensity, 0 AS degenerate, NULL AS shape_problem,
    s.area_px2, s.min_x, s.min_y, s.max_x, s.max_y, s.rings
  FROM drawn_lesion AS d JOIN lesion_state AS t ON t.lesion_uid = d.uid AND (t.verdict <> 'pending' OR t.disputed = 1)
    JOIN view AS v ON v.uid = d.view_uid JOIN result AS r ON r.id = v.result_id
    JOIN shape AS s ON s.id = (
      SELECT l.shape_id FROM shape_link AS l JOIN lesion_decision AS c
        ON c.lesion_uid = d.uid AND c.event_id = l.event_id AND c.active = 1
      WHERE l.lesion_uid = d.uid ORDER BY c.at DESC, l.event_id DESC LIMIT 1)`;

/** All lesions of a view: model ones in the file's order, then drawn ones in the order in which they were drawn. */
export function lesionsOfView(db: ReadableDb, view: ViewId): StoredLesion[] {
  const model = allRows<Row>(db, `${MODEL} WHERE v.uid = ? ORDER BY l.id`, [view]);
  const drawn = allRows<Row>(db, `${DRAWN} WHERE d.view_uid = ? ORDER BY d.event_id, d.uid`, [view]);
  return [...model, ...drawn].map(fromRow);
}

/** One lesion; undefined when unknown, or drawn and taken back. */
export function lesionById(db: ReadableDb, id: LesionId): StoredLesion | undefined {
  const row =
    firstRow<Row>(db, `${MODEL} WHERE ${LESION_BY_UID}`, { uid: id }) ??
    firstRow<Row>(db, `${DRAWN} WHERE d.uid = ?`, [id]);
  return row && fromRow(row);
}

/** Those of the lesions that were drawn here, taken back or not, in the order in which they are asked for. */
export function drawnAmong(db: ReadableDb, ids: readonly LesionId[]): Set<LesionId> {
  const sql = `SELECT d.uid FROM json_each(:lesions) AS asked CROSS JOIN drawn_lesion AS d ON d.uid = asked.value ORDER BY asked.key`;
  return new Set(allRows<{ uid: LesionId }>(db, sql, { lesions: JSON.stringify(ids) }).map(({ uid }) => uid));
}

/** Lesions by id, model ones in one query; ids that are unknown, or drawn and taken back, are left out. */
export function lesionsByIds(db: ReadableDb, ids: readonly LesionId[]): Map<LesionId, StoredLesion> {
  const rows = allRows<Row>(db, MODEL_ASKED, { lesions: JSON.stringify(ids) });
  const found = new Map(rows.map((row) => [row.uid, fromRow(row)]));
  for (const id of ids) {
    const drawn = found.has(id) ? undefined : firstRow<Row>(db, `${DRAWN} WHERE d.uid = ?`, [id]);
    if (drawn) found.set(id, fromRow(drawn));
  }
  return found;
}

export type LesionStateRow = {
  lesion_uid: LesionId;
  verdict: Verdict;
  disputed: number;
  reason: string | null;
  comment: string | null;
  decided_by: string | null;
  decided_at: number | null;
  event_id: EventId | null;
  /** The photo that lay under the lesion when it was decided on; null: none. */
  decided_photo: string | null;
};

/** Whether the standing decision was made while another photo, or none, lay under the view. */
export const isOnOtherPhoto = (row: LesionStateRow | undefined, photoSha256: string | null): boolean =>
  row !== undefined && row.event_id !== null && row.verdict !== 'pending' && row.decided_photo !== photoSha256;

const STATE = `SELECT t.*, (SELECT d.photo_sha256 FROM lesion_decision AS d
    WHERE d.lesion_uid = t.lesion_uid AND d.event_id = t.event_id) AS decided_photo FROM lesion_state AS t`;

export function lesionStatesOfView(db: ReadableDb, view: ViewId): Map<LesionId, LesionStateRow> {
  const rows = allRows<LesionStateRow>(db, `${STATE} WHERE t.view_uid = ?`, [view]);
  return new Map(rows.map((row) => [row.lesion_uid, row]));
}

export function lesionState(db: ReadableDb, lesion: LesionId): LesionStateRow | undefined {
  return firstRow(db, `${STATE} WHERE t.lesion_uid = ?`, [lesion]);
}

/** The rows of many lesions; a lesion without one is left out. */
export function lesionStates(db: ReadableDb, lesions: readonly LesionId[]): Map<LesionId, LesionStateRow> {
  const sql = `${STATE} WHERE t.lesion_uid IN (${LISTED_LESIONS})`;
  const rows = allRows<LesionStateRow>(db, sql, { lesions: JSON.stringify(lesions) });
  return new Map(rows.map((row) => [row.lesion_uid, row]));
}
