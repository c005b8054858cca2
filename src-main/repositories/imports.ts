import type { ImportCounts, ImportRun } from '#shared/contract/ingest';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';
import { PUBLISHED_SQL } from './queue';
import { modelLesionTotal } from './sums';

const HIDDEN = 'SELECT id FROM source_file WHERE published = 0';
/** Counts along narrow indexes; what hangs on the few files that are not published is taken off again. */
const COUNTS = `SELECT
  (SELECT count(*) FROM (SELECT DISTINCT q.capture_id FROM queue_entry AS q INDEXED BY queue_entry_by_capture WHERE ${PUBLISHED_SQL})) AS captures,
  (SELECT count(*) FROM queue_entry AS q WHERE ${PUBLISHED_SQL}) AS views,
  (SELECT count(*) FROM photo WHERE role = 'photo' AND state NOT IN ('broken', 'refused')) AS photos,
  (SELECT count(*) FROM result WHERE source_file_id NOT IN (${HIDDEN})) AS results,
  (SELECT count(DISTINCT q.result_id) FROM queue_entry AS q WHERE q.failed = 1 AND ${PUBLISHED_SQL}) AS failedResults,
  (SELECT count(*) FROM mask) - (SELECT count(*) FROM result AS r JOIN mask AS m ON m.result_id = r.id
     WHERE r.source_file_id IN (${HIDDEN})) AS masks`;

/** What the project holds of imported things: published results only, superseded ones included, model lesions only. */
export function importedTotals(db: ReadableDb): ImportCounts {
  const counts = firstRow<Omit<ImportCounts, 'lesions'>>(db, COUNTS)!;
  return { ...counts, lesions: modelLesionTotal(db) };
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

export const NO_COUNTS: ImportCounts = {
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
