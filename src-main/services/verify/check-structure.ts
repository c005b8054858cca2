import { allRows, type ReadableDb } from '#main/db/handle';
import { schemaVersion } from '#main/db/migrate';
import { openInMemory } from '#main/db/open';
import type { Report } from './verify';

/** What to do about a damaged file. */
export const RESTORE = "Work on with the newest copy in Macule's data folder, under backups.";

/** Every trigger of a file by its name, as SQLite keeps its text. */
const triggersOf = (db: ReadableDb): Map<string, string> =>
  new Map(
    allRows<{ name: string; sql: string }>(db, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).map(
      ({ name, sql }) => [name, sql],
    ),
  );

/** The triggers that a file of this schema was created with. */
function expectedTriggers(version: number): Map<string, string> {
  const fresh = openInMemory(version);
  try {
    return triggersOf(fresh);
  } finally {
    fresh.close();
  }
}

function checkTriggers(db: ReadableDb, report: Report): void {
  const found = triggersOf(db);
  for (const [trigger, sql] of expectedTriggers(schemaVersion(db))) {
    const text = found.get(trigger);
    found.delete(trigger);
    if (text === undefined)
      report(
        'error',
        'trigger_missing',
        trigger,
        'The trigger that keeps the journal append-only was removed: rows may have been changed since.',
      );
    else if (text !== sql)
      report(
        'error',
        'trigger_changed',
        trigger,
        'The trigger that keeps the journal append-only was changed: rows may have been changed since.',
      );
  }
  for (const trigger of found.keys())
    report('error', 'trigger_unknown', trigger, 'Macule did not make this trigger: it may change rows on its own.');
}

/** SQLite's own check of pages, indexes and constraints, foreign keys, and that the journal's triggers are as they were. */
export function checkStructure(db: ReadableDb, report: Report): void {
  for (const { integrity_check: text } of db.pragma('integrity_check(20)') as { integrity_check: string }[])
    if (text !== 'ok') report('error', 'damaged_file', '', `SQLite finds the file damaged: ${text}. ${RESTORE}`);
  for (const row of db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[])
    report(
      'error',
      'broken_reference',
      `${row.table} row ${row.rowid}`,
      `The row refers to a ${row.parent} row that is not there.`,
    );
  checkTriggers(db, report);
}
