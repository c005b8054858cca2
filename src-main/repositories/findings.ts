import type { FindingFilter, FindingGroup, FindingRow } from '#shared/contract/ingest';
import type { Finding } from '#shared/domain/finding';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** A finding with the view that it is about and where in the text its place stands, as far as they are known. */
export type PlacedFinding = Finding & {
  readonly viewUid?: string;
  /** 1-based. */
  readonly line?: number | null;
  readonly column?: number | null;
};

const AT_LINE = /^line (\d+), column (\d+)$/;

/** A place that names a line says it in numbers, too. */
function lineOf({ place, line, column }: PlacedFinding): readonly [number | null, number | null] {
  if (line != null) return [line, column ?? null];
  const [, inPlace, columnInPlace] = AT_LINE.exec(place) ?? [];
  return inPlace === undefined ? [null, null] : [Number(inPlace), Number(columnInPlace)];
}

export function insertFindings(
  db: WritableDb,
  of: { run: number; sourceFile: number | null },
  findings: readonly PlacedFinding[],
): void {
  for (const finding of findings) {
    const { severity, code, file, place, message, viewUid } = finding;
    run(
      db,
      `INSERT INTO finding (run_id, source_file_id, severity, code, file, place, message, view_uid, line, col)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [of.run, of.sourceFile, severity, code, file, place, message, viewUid ?? null, ...lineOf(finding)],
    );
  }
}

/** Keeps what was found in a file that gives nothing and is removed. */
export function detachFindings(db: WritableDb, sourceFile: number): void {
  run(db, 'UPDATE finding SET source_file_id = NULL WHERE source_file_id = ?', [sourceFile]);
}

/** How many findings a run made of each severity. */
export function countFindings(db: ReadableDb, runId: number): Record<Finding['severity'], number> {
  const counts = { error: 0, warning: 0, info: 0 };
  const sql = 'SELECT severity, count(*) AS n FROM finding WHERE run_id = ? GROUP BY severity';
  for (const { severity, n } of allRows<{ severity: Finding['severity']; n: number }>(db, sql, [runId]))
    counts[severity] = n;
  return counts;
}

/** Whether a finding of this code was already made about a view, by any run. */
export function hasFinding(db: ReadableDb, viewUid: string, code: string): boolean {
  return (
    firstRow(db, 'SELECT 1 AS found FROM finding WHERE view_uid = ? AND code = ? LIMIT 1', [viewUid, code]) !==
    undefined
  );
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

type Where = { readonly sql: string; readonly bindings: Record<string, string | number | null> };

/** Only the conditions that a filter has: an index can then answer, and no text is put together without a search. */
function whereOf({ runId, severities, codes, search }: FindingFilter): Where {
  const conditions = ['severity IN (SELECT value FROM json_each(:severities))'];
  const bindings: Where['bindings'] = { severities: JSON.stringify(severities) };
  if (runId !== null) {
    conditions.push('run_id = :run');
    bindings['run'] = runId;
  }
  if (codes.length > 0) {
    conditions.push('code IN (SELECT value FROM json_each(:codes))');
    bindings['codes'] = JSON.stringify(codes);
  }
  if (search.trim() !== '') {
    conditions.push(`(code || ' ' || file || ' ' || place || ' ' || message) LIKE :search ESCAPE '\\'`);
    bindings['search'] = `%${escapeLike(search.trim())}%`;
  }
  return { sql: conditions.join(' AND '), bindings };
}

/** A finding that names no view may still have one's id as its place. */
const ROW = `id, severity, code, file, place, message, line, col AS "column",
  coalesce(view_uid, (SELECT v.uid FROM view AS v WHERE v.uid = place)) AS viewId`;

/** Findings in the order in which they were found. */
export function listFindings(
  db: ReadableDb,
  query: FindingFilter & { offset: number; limit: number },
): { total: number; rows: FindingRow[] } {
  const { sql, bindings } = whereOf(query);
  const total = firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM finding WHERE ${sql}`, bindings)?.n ?? 0;
  const rows = allRows<FindingRow>(
    db,
    `SELECT ${ROW} FROM finding WHERE ${sql} ORDER BY id LIMIT :limit OFFSET :offset`,
    { ...bindings, limit: query.limit, offset: query.offset },
  );
  return { total, rows };
}

/** How many findings there are of each code: errors first, then the most frequent. */
export function groupFindings(db: ReadableDb, filter: FindingFilter): FindingGroup[] {
  const { sql, bindings } = whereOf(filter);
  return allRows(
    db,
    `SELECT severity, code, count(*) AS findings FROM finding WHERE ${sql} GROUP BY severity, code
     ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, findings DESC, code`,
    bindings,
  );
}

/** The filter that leaves nothing of a run out. */
export const allFindings = (runId: number): FindingFilter => ({
  runId,
  severities: ['error', 'warning', 'info'],
  codes: [],
  search: '',
});

/** All findings of a filter, in pages, so that a hundred thousand of them need no memory. */
export function* eachFinding(db: ReadableDb, filter: FindingFilter, pageSize = 1000): Generator<FindingRow> {
  const { sql, bindings } = whereOf(filter);
  let after = 0;
  for (;;) {
    const rows = allRows<FindingRow>(
      db,
      `SELECT ${ROW} FROM finding WHERE ${sql} AND id > :after ORDER BY id LIMIT :limit`,
      { ...bindings, after, limit: pageSize },
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
