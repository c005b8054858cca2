import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { QUEUE_ENTRIES, QUEUE_ENTRY_COLUMNS } from '#main/db/migrations/0010/queue-tables';
import type { Report } from './verify';

/** Whether the narrow rows that queue and sums are read from say what the tables behind them say. */
export function checkQueue(db: ReadableDb, report: Report): void {
  const stored = `SELECT ${QUEUE_ENTRY_COLUMNS} FROM queue_entry`;
  const count = (from: string, other: string): number =>
    firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM (${from} EXCEPT ${other})`)?.n ?? 0;
  const stale = count(stored, QUEUE_ENTRIES);
  const absent = count(QUEUE_ENTRIES, stored);
  if (stale + absent === 0) return;
  // The view's row id comes first in both.
  const [first] = allRows<{ id: number; uid: string | null }>(
    db,
    `SELECT q.view_id AS id, v.uid FROM (
       SELECT * FROM (${stored} EXCEPT ${QUEUE_ENTRIES}) UNION SELECT * FROM (${QUEUE_ENTRIES} EXCEPT ${stored})
     ) AS q LEFT JOIN view AS v ON v.id = q.view_id ORDER BY q.view_id LIMIT 1`,
  );
  report(
    'error',
    'queue_differs',
    first?.uid ? `view ${first.uid}` : `queue entry ${first?.id ?? ''}`,
    `${stale} rows of the queue say something else than the views behind them, ${absent} views are not in it as they are. Either the queue or what it was made of was changed; decisions are not touched by this.`,
  );
}
