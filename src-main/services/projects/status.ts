import type { ProjectStatus, RevisionRow } from '#shared/contract/projects';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { VIEW_JOINS } from '#main/repositories/views';
import { projectId } from '#main/repositories/meta';

type Sums = Record<'captures' | 'views' | 'viewsDone' | 'lesions' | keyof ProjectStatus['verdicts'], number>;

const SUMS = `SELECT count(DISTINCT r.capture_id) AS captures, count(*) AS views,
  coalesce(sum(s.done = 1 AND s.swept = 1 AND s.pending = 0), 0) AS viewsDone,
  ${['lesions', 'pending', 'accepted', 'rejected', 'redrawn', 'unsure', 'added', 'disputed']
    .map((name) => `coalesce(sum(s.${name}), 0) AS ${name}`)
    .join(', ')}
  FROM ${VIEW_JOINS} WHERE r.superseded_by IS NULL`;

type RawRevision = Omit<RevisionRow, 'algorithmVersionId'> & { versionId: string | null };

const REVISIONS = `SELECT x.family, x.algorithm_tech_name AS algorithmTechName, x.revision, x.algorithm_version_id AS versionId,
  count(DISTINCT r.id) AS results, coalesce(sum(n.n), 0) AS lesions
  FROM revision AS x JOIN result AS r ON r.revision_id = x.id
    JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1
    LEFT JOIN (SELECT v.result_id, count(*) AS n FROM lesion AS l JOIN view AS v ON v.id = l.view_id GROUP BY v.result_id) AS n
      ON n.result_id = r.id
  GROUP BY x.id ORDER BY x.id`;

/** Where the work stands. Superseded results count in a revision's `results` and `lesions` only. */
export function projectStatus(db: ReadableDb): ProjectStatus {
  const { captures, views, viewsDone, lesions, ...verdicts } = firstRow<Sums>(db, SUMS)!;
  const revisions = allRows<RawRevision>(db, REVISIONS).map(({ versionId, ...row }) => ({
    ...row,
    algorithmVersionId: versionId === null ? null : (JSON.parse(versionId) as string | number | null),
  }));
  return { projectId: projectId(db), captures, views, viewsDone, lesions, verdicts, revisions };
}
