import type { Finding, Severity } from '#shared/domain/finding';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

export function insertFindings(
  db: WritableDb,
  of: { run: number; sourceFile: number | null },
  findings: readonly Finding[],
): void {
  for (const { severity, code, file, place, message } of findings)
    run(
      db,
      'INSERT INTO finding (run_id, source_file_id, severity, code, file, place, message) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [of.run, of.sourceFile, severity, code, file, place, message],
    );
}

export type FindingQuery = {
  runId: number | null;
  severities: Severity[];
  search: string;
  offset: number;
  limit: number;
};
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** Findings of a run (null: of all), in the order in which they were found. */
export function listFindings(
  db: ReadableDb,
  query: FindingQuery,
): { total: number; rows: (Finding & { id: number })[] } {
  const bindings = {
    run: query.runId,
    search: `%${escapeLike(query.search)}%`,
    severities: JSON.stringify(query.severities),
  };
  const where = `(:run IS NULL OR run_id = :run) AND severity IN (SELECT value FROM json_each(:severities))
    AND (code || ' ' || file || ' ' || place || ' ' || message) LIKE :search ESCAPE '\\'`;
  const total = firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM finding WHERE ${where}`, bindings)?.n ?? 0;
  const rows = allRows<Finding & { id: number }>(
    db,
    `SELECT id, severity, code, file, place, message FROM finding WHERE ${where} ORDER BY id LIMIT :limit OFFSET :offset`,
    { ...bindings, limit: query.limit, offset: query.offset },
  );
  return { total, rows };
}
