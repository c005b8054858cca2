import type { ResultKey, ViewId } from '#shared/domain/ids';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';

/** Element ids under which results with different contents came, and how many of the contents are live. */
const CONFLICTS = `SELECT r.element_id AS elementId, count(*) AS contents,
    sum(r.superseded_by IS NULL AND EXISTS (SELECT 1 FROM view AS v JOIN view_state AS s ON s.view_uid = v.uid
      WHERE v.result_id = r.id AND s.set_aside = 0)) AS live, min(r.id) AS first
  FROM result AS r JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1
  WHERE r.element_id IN (SELECT element_id FROM result WHERE key <> element_id)
  GROUP BY r.element_id HAVING count(*) > 1`;

/** Conflicts, and those of them that are to be settled: more than one content is live. */
export function conflictCounts(db: ReadableDb): { total: number; unsettled: number } {
  return firstRow(db, `SELECT count(*) AS total, coalesce(sum(live > 1), 0) AS unsettled FROM (${CONFLICTS})`)!;
}

/** Element ids in conflict: those to be settled first, else as they came. */
export const conflictPage = (db: ReadableDb, page: { offset: number; limit: number }): string[] =>
  allRows<{ elementId: string }>(
    db,
    `SELECT elementId FROM (${CONFLICTS}) ORDER BY live > 1 DESC, first LIMIT :limit OFFSET :offset`,
    page,
  ).map(({ elementId }) => elementId);

export type StoredContent = {
  readonly id: number;
  readonly key: ResultKey;
  readonly file: string;
  readonly place: string;
  readonly importedAt: number;
  readonly creationTime: string | null;
  readonly imageId: string | null;
  readonly isOk: number;
  readonly failureReason: string | null;
  readonly revision: string | null;
  readonly versionId: string | null;
  readonly superseded: number;
};

/** Contents that came under an element id, in the order in which they came. */
export const contentsOf = (db: ReadableDb, elementId: string): StoredContent[] =>
  allRows(
    db,
    `SELECT r.id, r.key, f.path AS file, r.path AS place, i.started_at AS importedAt, r.creation_time AS creationTime,
       r.image_id AS imageId, r.is_ok AS isOk, r.failure_reason AS failureReason, x.revision,
       x.algorithm_version_id AS versionId, r.superseded_by IS NOT NULL AS superseded
     FROM result AS r JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1
       JOIN import_run AS i ON i.id = f.run_id JOIN revision AS x ON x.id = r.revision_id
     WHERE r.element_id = ? ORDER BY r.id`,
    [elementId],
  );

export type ContentView = {
  readonly uid: ViewId;
  readonly name: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly setAside: number;
  /** Model lesions. */
  readonly model: number;
  readonly decided: number;
  readonly added: number;
  readonly done: number;
};

/** Views of a result with what was decided on them, the front one first. */
export const viewsOfContent = (db: ReadableDb, result: number): ContentView[] =>
  allRows(
    db,
    `SELECT v.uid, v.name, v.width, v.height, s.set_aside AS setAside,
       (SELECT count(*) FROM lesion AS l WHERE l.view_id = v.id) AS model,
       s.accepted + s.rejected + s.redrawn + s.unsure + s.disputed AS decided, s.added, s.finished AS done
     FROM view AS v JOIN view_state AS s ON s.view_uid = v.uid WHERE v.result_id = ? ORDER BY v.name <> 'front', v.id`,
    [result],
  );

export const rowsOfContent = (
  db: ReadableDb,
  result: number,
): { area: string; value: string | null; units: string | null }[] =>
  allRows(db, 'SELECT area_name AS area, value, units FROM area_row WHERE result_id = ? ORDER BY ordinal', [result]);

const OUTLINES = (result: string): string => `SELECT v.name, l.rings, count(*) AS n FROM view AS v
  JOIN lesion AS l ON l.view_id = v.id WHERE v.result_id = ${result} GROUP BY v.name, l.rings`;

/** Polygons that two results both have on a view of the same name, vertex by vertex. */
export function equalLesions(db: ReadableDb, a: number, b: number): number {
  const sql = `SELECT coalesce(sum(min(a.n, b.n)), 0) AS n FROM (${OUTLINES(':a')}) AS a
    JOIN (${OUTLINES(':b')}) AS b ON b.name = a.name AND b.rings = a.rings`;
  return firstRow<{ n: number }>(db, sql, { a, b })!.n;
}
