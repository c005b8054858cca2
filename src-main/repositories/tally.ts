import type { TallyRow } from '#shared/contract/ingest';
import { allRows, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** Adds what became of some of a run's units. */
export function addTally(db: WritableDb, runId: number, rows: readonly TallyRow[]): void {
  for (const { unit, fate, reason, count } of rows)
    run(
      db,
      `INSERT INTO run_tally (run_id, unit, fate, reason, n) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (run_id, unit, fate, reason) DO UPDATE SET n = n + excluded.n`,
      [runId, unit, fate, reason, count],
    );
}

export function tallyOf(db: ReadableDb, runId: number): TallyRow[] {
  const sql =
    'SELECT unit, fate, reason, n AS count FROM run_tally WHERE run_id = ? ORDER BY unit, fate, n DESC, reason';
  return allRows(db, sql, [runId]);
}
