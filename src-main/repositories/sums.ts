import type { ProjectStatus, RevisionRow } from '#shared/contract/projects';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { PUBLISHED_SQL } from './queue';

type Verdicts = ProjectStatus['verdicts'];
export type ViewSums = Verdicts & Pick<ProjectStatus, 'views' | 'viewsDone' | 'lesions'>;

const SUMS = `SELECT count(*) AS views, coalesce(sum(q.finished), 0) AS viewsDone,
  ${['lesions', 'pending', 'accepted', 'rejected', 'redrawn', 'unsure', 'added', 'disputed']
    .map((name) => `coalesce(sum(q.${name}), 0) AS ${name}`)
    .join(', ')}
  FROM queue_entry AS q WHERE q.superseded = 0 AND ${PUBLISHED_SQL}`;

/** Sums over the views of published results that are not superseded. */
export const viewSums = (db: ReadableDb): ViewSums => firstRow<ViewSums>(db, SUMS)!;

const captures = (where: string): string =>
  `SELECT count(*) AS n FROM (SELECT DISTINCT q.capture_id FROM queue_entry AS q INDEXED BY queue_entry_by_capture WHERE ${where})`;

/** Captures that have a result which is published and not superseded. */
export const liveCaptures = (db: ReadableDb): number =>
  firstRow<{ n: number }>(db, captures(`q.superseded = 0 AND ${PUBLISHED_SQL}`))!.n;

type RawRevision = Omit<RevisionRow, 'algorithmVersionId' | 'results' | 'lesions'> & {
  readonly id: number;
  readonly versionId: string | null;
};

const RESULTS = `SELECT r.revision_id AS id, count(*) AS n FROM result AS r
  WHERE r.source_file_id NOT IN (SELECT id FROM source_file WHERE published = 0) GROUP BY r.revision_id`;
const LESIONS = `SELECT q.revision_id AS id, sum(q.lesions) AS n FROM queue_entry AS q WHERE ${PUBLISHED_SQL} GROUP BY q.revision_id`;
/** A view counts its drawn lesions, as long as they stand, beside the model's: these are taken off again. */
const DRAWN = `SELECT q.revision_id AS id, count(*) AS n FROM drawn_lesion AS d
    JOIN lesion_state AS s ON s.lesion_uid = d.uid AND (s.verdict <> 'pending' OR s.disputed = 1)
    JOIN view AS v ON v.uid = d.view_uid JOIN queue_entry AS q ON q.view_id = v.id
  WHERE ${PUBLISHED_SQL} GROUP BY q.revision_id`;

/** Model lesions of published results, superseded ones included, by revision id. */
function modelLesions(db: ReadableDb): Map<number, number> {
  const counts = new Map(allRows<{ id: number; n: number }>(db, LESIONS).map(({ id, n }) => [id, n]));
  for (const { id, n } of allRows<{ id: number; n: number }>(db, DRAWN)) counts.set(id, (counts.get(id) ?? 0) - n);
  return counts;
}

export const modelLesionTotal = (db: ReadableDb): number =>
  firstRow<{ n: number }>(
    db,
    `SELECT (SELECT coalesce(sum(q.lesions), 0) FROM queue_entry AS q WHERE ${PUBLISHED_SQL})
       - (SELECT coalesce(sum(n), 0) FROM (${DRAWN})) AS n`,
  )!.n;

/** Revisions with published results, superseded ones included, in the order in which they came. */
export function revisionRows(db: ReadableDb): RevisionRow[] {
  const results = new Map(allRows<{ id: number; n: number }>(db, RESULTS).map(({ id, n }) => [id, n]));
  const lesions = modelLesions(db);
  const revisions = allRows<RawRevision>(
    db,
    `SELECT id, family, algorithm_tech_name AS algorithmTechName, revision, algorithm_version_id AS versionId
     FROM revision ORDER BY id`,
  );
  return revisions
    .filter(({ id }) => results.has(id))
    .map(({ id, versionId, ...row }) => ({
      ...row,
      algorithmVersionId: versionId === null ? null : (JSON.parse(versionId) as string | number | null),
      results: results.get(id) ?? 0,
      lesions: lesions.get(id) ?? 0,
    }));
}
