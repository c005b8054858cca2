import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import type { PackedResult } from '#main/repositories/packed-rows';

/** What a project holds of a result other than its source gives: which row, and in words what became of it. */
export type Difference = { readonly place: string; readonly message: string };
const GONE = 'The source holds this, the project does not: it was removed.';
const STRAY = 'The project holds this, its source does not: it was inserted.';
const changed = (column: string): string => `The stored ${column} differs from the source: it was changed.`;
type Row = Readonly<Record<string, unknown>>;

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** The first column in which a stored row differs; null when all are as decoded. */
function changedColumn(stored: Row, decoded: Row): string | null {
  return Object.keys(decoded).find((column) => stored[column] !== decoded[column]) ?? null;
}

/** Compares rows that stand under one key each: which are gone, which were put in, which say something else. */
function compare(place: string, stored: ReadonlyMap<string, Row>, decoded: ReadonlyMap<string, Row>): Difference[] {
  const found: Difference[] = [];
  for (const [key, row] of decoded) {
    const at = key === '' ? place : `${place}, ${key}`;
    const now = stored.get(key);
    if (!now) {
      found.push({ place: at, message: GONE });
      continue;
    }
    const column = changedColumn(now, row);
    if (column !== null) found.push({ place: at, message: changed(column) });
  }
  for (const key of stored.keys()) if (!decoded.has(key)) found.push({ place: `${place}, ${key}`, message: STRAY });
  return found;
}

const keyed = <One extends Row>(rows: readonly One[], key: (row: One, index: number) => string): Map<string, One> =>
  new Map(rows.map((row, index) => [key(row, index), row]));

const RESULT = `SELECT r.id, r.element_id, r.content_sha256, r.path, r.byte_start, r.byte_end, r.is_ok, r.failure_reason, r.image_id, r.creation_time,
    r.image_type, c.key AS capture_key, c.name AS capture_name, x.identity AS revision_identity, x.family,
    x.algorithm_tech_name, x.revision, x.algorithm_version_id
  FROM result AS r JOIN capture AS c ON c.id = r.capture_id JOIN revision AS x ON x.id = r.revision_id WHERE r.key = ?`;

/**
 * Compares a stored result with its capture, revision, views, masks and area rows with the same decoded anew. Frames that
 * came from a photo, pairings and what is superseded are not in the source and not compared here.
 */
export function differencesOfResult(db: ReadableDb, result: PackedResult): Difference[] {
  const place = `result ${result.key}`;
  const stored = firstRow<Row & { id: number }>(db, RESULT, [result.key]);
  if (!stored) return [{ place, message: GONE }];
  const column = changedColumn(stored, {
    element_id: result.elementId,
    content_sha256: result.contentSha256,
    path: result.path,
    byte_start: result.byteStart,
    byte_end: result.byteEnd,
    is_ok: result.isOk ? 1 : 0,
    failure_reason: result.failureReason,
    image_id: result.imageId,
    creation_time: result.creationTime,
    image_type: result.imageType,
    capture_key: result.captureKey,
    capture_name: result.captureName,
    revision_identity: result.revisionIdentity,
    family: result.family,
    algorithm_tech_name: result.algorithmTechName,
    revision: result.revision,
    algorithm_version_id: jsonOrNull(result.algorithmVersionId),
  });
  return [
    ...(column === null ? [] : [{ place, message: changed(column) }]),
    ...viewDifferences(db, stored.id, result),
    ...maskDifferences(db, stored.id, result),
    ...areaDifferences(db, stored.id, result),
  ];
}

function viewDifferences(db: ReadableDb, resultId: number, { key, views }: PackedResult): Difference[] {
  const sql = 'SELECT uid, name, side, width, height, view_box, vertices FROM view WHERE result_id = ?';
  const stored = allRows<Row & { uid: string }>(db, sql, [resultId]);
  const decoded = views.map(({ uid, name, side, frame }) => {
    const own = { uid, name, side, view_box: jsonOrNull(frame?.viewBox ?? null), vertices: 'unstated' };
    return frame ? { ...own, width: frame.width, height: frame.height } : own; // else the photo gave its size
  });
  const of = ({ uid }: { uid: string }): string => `view ${uid}`;
  return compare(`result ${key}`, keyed(stored, of), keyed(decoded, of));
}

function maskDifferences(db: ReadableDb, resultId: number, { key, masks, views }: PackedResult): Difference[] {
  type Mask = Row & { list: string; mask_index: number };
  const stored = allRows<Mask>(
    db,
    `SELECT m.list, m.mask_index, m.side, m.mask_type, m.reviewable, m.view_box, m.tech_name, m.name, m.fill, v.uid AS view
     FROM mask AS m LEFT JOIN view AS v ON v.id = m.view_id WHERE m.result_id = ?`,
    [resultId],
  );
  const decoded = masks.map((mask): Mask => ({
    list: mask.list,
    mask_index: mask.index,
    side: mask.side,
    mask_type: mask.maskType,
    reviewable: mask.reviewable ? 1 : 0,
    view_box: jsonOrNull(mask.viewBox),
    tech_name: mask.techName,
    name: mask.name,
    fill: mask.fill,
    view: mask.view === null ? null : (views[mask.view]?.uid ?? null),
  }));
  const of = ({ list, mask_index }: Mask): string => `${list}[${mask_index}]`;
  return compare(`result ${key}`, keyed(stored, of), keyed(decoded, of));
}

function areaDifferences(db: ReadableDb, resultId: number, { key, areaRows }: PackedResult): Difference[] {
  type Area = Row & { ordinal: number };
  const stored = allRows<Area>(
    db,
    'SELECT ordinal, area_name, value, units, tech_name, spelling, widget_type, sub_metrics FROM area_row WHERE result_id = ?',
    [resultId],
  );
  const decoded = areaRows.map((row): Area => ({
    ordinal: row.index,
    area_name: row.areaName,
    value: jsonOrNull(row.value),
    units: row.units,
    tech_name: row.techName,
    spelling: row.spelling,
    widget_type: row.widgetType,
    sub_metrics: row.subMetrics,
  }));
  const of = ({ ordinal }: Area): string => `area row ${ordinal}`;
  return compare(`result ${key}`, keyed(stored, of), keyed(decoded, of));
}
