import { firstRow, type ReadableDb } from '#main/db/handle';
import { QUEUE_ENTRIES, QUEUE_ENTRY_COLUMNS } from '#main/db/migrations/0010/queue-tables';
import type { Report } from './verify';

/** Whether the narrow rows that queue and sums are read from say what the tables behind them say. */
export function checkQueue(db: ReadableDb, report: Report): void {
  const stored = `SELECT ${QUEUE_ENTRY_COLUMNS} FROM queue_entry`;
  const count = (from: string, other: string): number =>
    firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM (${from} EXCEPT ${other})`)?.n ?? 0;
  const stale = count(stored, QUEUE_ENTRIES);
  const absent = count(QUEUE_ENTRIES, stored);
  if (stale + absent > 0)
    report(
      'error',
      'queue_differs',
      'queue_entry',
      `${stale} rows of the queue say something else than the views behind them, ${absent} views are not in it as they are. Decisions are not touched by this; lists and sums are wrong.`,
    );
}
