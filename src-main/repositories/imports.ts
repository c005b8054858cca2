import type { ImportCounts, ImportRun } from '#shared/contract/ingest';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

const PUBLISHED = 'JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1';
const COUNTS = `SELECT
  (SELECT count(DISTINCT r.capture_id) FROM result AS r ${PUBLISHED}) AS captures,
  (SELECT count(*) FROM view AS v JOIN result AS r ON r.id = v.result_id ${PUBLISHED}) AS views,
  (SELECT count(*) FROM photo) AS photos,
  (SELECT count(*) FROM result AS r ${PUBLISHED}) AS results,
  (SELECT count(*) FROM result AS r ${PUBLISHED} WHERE r.is_ok = 0) AS failedResults,
  (SELECT count(*) FROM mask AS m JOIN result AS r ON r.id = m.result_id ${PUBLISHED}) AS masks,
  (SELECT count(*) FROM lesion AS l JOIN view AS v ON v.id = l.view_id JOIN result AS r ON r.id = v.result_id ${PUBLISHED}) AS lesions`;

/** What the project holds of imported things: published results only, superseded ones included, model lesions only. */
export function importedTotals(db: ReadableDb): ImportCounts {
  return firstRow<ImportCounts>(db, COUNTS)!;
}

export function startRun(db: WritableDb, startedAt: number, paths: readonly string[]): number {
  return run(db, 'INSERT INTO import_run (started_at, paths) VALUES (?, ?)', [startedAt, JSON.stringify(paths)]).id;
}

export function finishRun(
  db: WritableDb,
  id: number,
  end: { finishedAt: number; cancelled: boolean; counts: ImportCounts },
): void {
  run(db, 'UPDATE import_run SET finished_at = ?, cancelled = ?, counts = ? WHERE id = ?', [
    end.finishedAt,
    end.cancelled ? 1 : 0,
    JSON.stringify(end.counts),
    id,
  ]);
}

const NO_COUNTS: ImportCounts = {
  captures: 0,
  views: 0,
  photos: 0,
  results: 0,
  failedResults: 0,
  masks: 0,
  lesions: 0,
};
type RunRow = {
  id: number;
  startedAt: number;
  finishedAt: number | null;
  cancelled: number;
  paths: string;
  counts: string | null;
  errors: number;
  warnings: number;
  infos: number;
};

/** Import runs, newest first. One that never finished (a crash) counts nothing and is shown as cancelled. */
export function listRuns(db: ReadableDb): ImportRun[] {
  const rows = allRows<RunRow>(
    db,
    `SELECT i.id, i.started_at AS startedAt, i.finished_at AS finishedAt, i.cancelled, i.paths, i.counts,
       count(CASE WHEN n.severity = 'error' THEN 1 END) AS errors, count(CASE WHEN n.severity = 'warning' THEN 1 END) AS warnings,
       count(CASE WHEN n.severity = 'info' THEN 1 END) AS infos
     FROM import_run AS i LEFT JOIN finding AS n ON n.run_id = i.id GROUP BY i.id ORDER BY i.id DESC`,
  );
  return rows.map(({ errors, warnings, infos, ...row }) => ({
    id: row.id,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    paths: JSON.parse(row.paths) as string[],
    counts: row.counts === null ? NO_COUNTS : (JSON.parse(row.counts) as ImportCounts),
    findingCounts: { error: errors, warning: warnings, info: infos },
    cancelled: row.cancelled === 1 || row.finishedAt === null,
  }));
}
