import { allRows, type ReadableDb } from '#main/db/handle';
import type { Report } from './verify';

const TRIGGERS = [
  'event_refuses_update',
  'event_refuses_delete',
  'event_refuses_replace',
  'payload_refuses_update',
  'payload_refuses_delete',
  'payload_refuses_replace',
  'tombstone_refuses_update',
  'tombstone_refuses_delete',
] as const;

/** SQLite's own check of pages and indexes, foreign keys, and that the journal's triggers are still there. */
export function checkStructure(db: ReadableDb, report: Report): void {
  for (const { quick_check: text } of db.pragma('quick_check(20)') as { quick_check: string }[])
    if (text !== 'ok')
      report('error', 'damaged_file', '', `SQLite finds the file damaged: ${text}. Restore the newest backup.`);
  for (const row of db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[])
    report(
      'error',
      'broken_reference',
      `${row.table} row ${row.rowid}`,
      `The row refers to a ${row.parent} row that is not there.`,
    );
  const present = new Map(
    allRows<{ name: string; sql: string }>(db, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).map(
      ({ name, sql }) => [name, sql],
    ),
  );
  for (const trigger of TRIGGERS) {
    const sql = present.get(trigger);
    if (sql === undefined)
      report(
        'error',
        'trigger_missing',
        trigger,
        'The trigger that keeps the journal append-only was removed: rows may have been changed since.',
      );
    else if (!/RAISE\s*\(\s*ABORT/i.test(sql))
      report(
        'error',
        'trigger_changed',
        trigger,
        'The trigger that keeps the journal append-only was changed: rows may have been changed since.',
      );
  }
}
