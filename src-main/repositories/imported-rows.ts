import type { PackedLesion, PackedMask, PackedResult, PackedView } from './packed-rows';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** The content hash behind a result key, published or being written; undefined when the key is free. */
export function contentOfKey(db: ReadableDb, key: string): string | undefined {
  return firstRow<{ content: string }>(db, 'SELECT content_sha256 AS content FROM result WHERE key = ?', [key])
    ?.content;
}

export function rootId(db: WritableDb, path: string): number {
  const found = firstRow<{ id: number }>(db, 'SELECT id FROM root WHERE path = ?', [path]);
  return found?.id ?? run(db, 'INSERT INTO root (path) VALUES (?)', [path]).id;
}

function captureId(db: WritableDb, result: PackedResult): number {
  const found = firstRow<{ id: number }>(db, 'SELECT id FROM capture WHERE key = ?', [result.captureKey]);
  return (
    found?.id ?? run(db, 'INSERT INTO capture (key, name) VALUES (?, ?)', [result.captureKey, result.captureName]).id
  );
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

function revisionId(db: WritableDb, result: PackedResult): number {
  const found = firstRow<{ id: number }>(db, 'SELECT id FROM revision WHERE identity = ?', [result.revisionIdentity]);
  if (found) return found.id;
  return run(
    db,
    'INSERT INTO revision (identity, family, algorithm_tech_name, revision, algorithm_version_id) VALUES (?, ?, ?, ?, ?)',
    [
      result.revisionIdentity,
      result.family,
      result.algorithmTechName,
      result.revision,
      jsonOrNull(result.algorithmVersionId),
    ],
  ).id;
}

function insertView(db: WritableDb, resultId: number, view: PackedView): number {
  const { id } = run(
    db,
    'INSERT INTO view (uid, result_id, name, side, width, height, view_box) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [
      view.uid,
      resultId,
      view.name,
      view.side,
      view.frame?.width ?? null,
      view.frame?.height ?? null,
      jsonOrNull(view.frame?.viewBox ?? null),
    ],
  );
  run(
    db,
    `INSERT INTO view_state (view_uid, swept, done, lesions, pending, accepted, rejected, redrawn, unsure, added, disputed,
       photo_chosen, set_aside)
     VALUES (?, 0, 0, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0)`,
    [view.uid, view.lesions, view.needed],
  );
  return id;
}

function insertMask(db: WritableDb, resultId: number, mask: PackedMask, view: number | null): number {
  return run(
    db,
    `INSERT INTO mask (result_id, view_id, list, mask_index, side, mask_type, reviewable, view_box, tech_name, name, fill)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      resultId,
      view,
      mask.list,
      mask.index,
      mask.side,
      mask.maskType,
      mask.reviewable ? 1 : 0,
      jsonOrNull(mask.viewBox),
      mask.techName,
      mask.name,
      mask.fill,
    ],
  ).id;
}

/** Row ids that a result's lesions hang on, by mask position. */
export type WrittenResult = { readonly masks: readonly { mask: number; view: number | null }[] };

/** Writes a result with its views, masks and area rows, invisible until its file is published. */
export function insertResult(db: WritableDb, sourceFile: number, result: PackedResult): WrittenResult {
  const { id } = run(
    db,
    `INSERT INTO result (key, element_id, content_sha256, capture_id, revision_id, source_file_id, path, is_ok, failure_reason,
       image_id, creation_time, image_type, byte_start, byte_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      result.key,
      result.elementId,
      result.contentSha256,
      captureId(db, result),
      revisionId(db, result),
      sourceFile,
      result.path,
      result.isOk ? 1 : 0,
      result.failureReason,
      result.imageId,
      result.creationTime,
      result.imageType,
      result.byteStart,
      result.byteEnd,
    ],
  );
  for (const { index, areaName, value, units, techName, spelling, widgetType, subMetrics } of result.areaRows)
    run(
      db,
      `INSERT INTO area_row (result_id, ordinal, area_name, value, units, tech_name, spelling, widget_type, sub_metrics)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [id, index, areaName, jsonOrNull(value), units, techName, spelling, widgetType, subMetrics],
    );
  const views = result.views.map((view) => insertView(db, id, view));
  const masks = result.masks.map((mask) => {
    const view = mask.view === null ? null : (views[mask.view] ?? null);
    return { mask: insertMask(db, id, mask, view), view };
  });
  return { masks };
}

export function insertLesion(db: WritableDb, written: WrittenResult, lesion: PackedLesion): void {
  const place = written.masks[lesion.mask];
  if (!place || place.view === null) throw new Error(`lesion ${lesion.uid} belongs to no view`);
  const { minX, minY, maxX, maxY } = lesion.bounds;
  run(
    db,
    `INSERT INTO lesion (uid, view_id, mask_id, feature_index, polygon_index, intensity, degenerate, shape_problem, outside_frame,
       area_px2, min_x, min_y, max_x, max_y, rings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      lesion.uid,
      place.view,
      place.mask,
      lesion.featureIndex,
      lesion.polygonIndex,
      lesion.intensity,
      lesion.degenerate ? 1 : 0,
      lesion.shapeProblem,
      lesion.outsideFrame ? 1 : 0,
      lesion.areaPx2,
      Number.isFinite(minX) ? minX : 0,
      Number.isFinite(minY) ? minY : 0,
      Number.isFinite(maxX) ? maxX : 0,
      Number.isFinite(maxY) ? maxY : 0,
      lesion.rings,
    ],
  );
}

/** A time that cannot be read is no time: such a result is the oldest. Equal ones: what came last. */
const NEWNESS = `coalesce(julianday(creation_time), 0) DESC, id DESC`;

/** A view on which decisions were made, and whose result a newer run replaces now. */
export type SupersededView = {
  readonly uid: string;
  readonly path: string;
  readonly name: string;
  readonly decisions: number;
};
const DECIDED_AND_SUPERSEDED = `SELECT v.uid, v.name, r.path, count(*) AS decisions
  FROM result AS r JOIN view AS v ON v.result_id = r.id JOIN lesion_state AS s ON s.view_uid = v.uid AND s.verdict <> 'pending'
  WHERE r.id = ? AND r.superseded_by IS NOT NULL GROUP BY v.uid`;

/**
 * Of the results of one capture and revision the newest is current, the others are superseded (DESIGN §4). Several
 * contents of one element id stand and fall together: which of them holds is settled by someone, not by their times.
 */
export function supersedeReruns(db: WritableDb, sourceFile: number): SupersededView[] {
  const groups = `SELECT DISTINCT capture_id, revision_id FROM result WHERE source_file_id = :file`;
  const superseder = 'CASE WHEN coalesce(result.element_id, result.key) = newest.element THEN NULL ELSE newest.id END';
  const changed = allRows<{ id: number }>(
    db,
    `UPDATE result SET superseded_by = ${superseder} FROM (
       SELECT id, capture_id, revision_id, coalesce(element_id, key) AS element,
         row_number() OVER (PARTITION BY capture_id, revision_id ORDER BY ${NEWNESS}) AS place
       FROM result WHERE (capture_id, revision_id) IN (${groups})
         AND source_file_id IN (SELECT id FROM source_file WHERE published = 1)
     ) AS newest
     WHERE newest.place = 1 AND result.capture_id = newest.capture_id AND result.revision_id = newest.revision_id
       AND result.superseded_by IS NOT ${superseder} RETURNING result.id`,
    { file: sourceFile },
  );
  return changed.flatMap(({ id }) => allRows<SupersededView>(db, DECIDED_AND_SUPERSEDED, [id]));
}
