import type { ViewId } from '#shared/domain/ids';
import { allRows, firstRow, type ReadableDb, type WritableDb } from '#main/db/handle';
import { eachEvent, parsePayload } from '#main/repositories/events';
import { projectEvent } from '#main/repositories/projection';
import { refreshView } from '#main/repositories/projection-state';
import type { Report } from './verify';

export const PROJECTIONS = [
  'event_state',
  'lesion_decision',
  'view_mark',
  'view_photo',
  'conflict_choice',
  'replacement',
  'drawn_lesion',
  'shape',
  'shape_link',
  'lesion_state',
  'view_state',
] as const;

/**
 * Rebuilds every projection from the journal into temporary tables of the same names (a temporary table hides the
 * stored one for unqualified SQL) and compares row by row. The file itself is not written to.
 */
export function checkProjections(db: ReadableDb, report: Report, progress: (done: number) => void): void {
  const scratch = db as WritableDb; // a read-only handle may write its own temporary tables, and only these are written
  createScratchTables(db);
  try {
    rebuild(scratch, report, progress);
    for (const table of PROJECTIONS) compare(db, table, report);
  } finally {
    for (const table of PROJECTIONS) db.exec(`DROP TABLE IF EXISTS temp.${table}`);
  }
}

function createScratchTables(db: ReadableDb): void {
  const sql = `SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN (${PROJECTIONS.map((name) => `'${name}'`).join(', ')})
    ORDER BY type = 'index'`;
  for (const row of allRows<{ type: string; name: string; tbl_name: string; sql: string }>(db, sql)) {
    if (row.type === 'table') db.exec(row.sql.replace(/^CREATE TABLE\s+"?\w+"?/i, `CREATE TEMP TABLE ${row.name}`));
    if (row.type === 'index') db.exec(row.sql.replace(/^CREATE INDEX\s+"?\w+"?/i, `CREATE INDEX temp.${row.name}`));
  }
}

function rebuild(scratch: WritableDb, report: Report, progress: (done: number) => void): void {
  scratch.transaction(() => {
    const views = allRows<{ uid: ViewId }>(
      scratch,
      `SELECT v.uid FROM main.view AS v JOIN main.result AS r ON r.id = v.result_id
       JOIN main.source_file AS f ON f.id = r.source_file_id AND f.published = 1`,
    );
    for (const { uid } of views) refreshView(scratch, uid);
    let done = 0;
    for (const event of eachEvent(scratch)) {
      if (event.payload !== null) projectAgain(scratch, event as typeof event & { payload: string }, report);
      if (++done % 200 === 0) progress(done);
    }
    progress(done);
  })();
}

function projectAgain(
  scratch: WritableDb,
  event: Parameters<typeof projectEvent>[1] & { payload: string },
  report: Report,
): void {
  try {
    projectEvent(scratch, event, parsePayload(event.payload));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    report('error', 'event_not_applicable', `event ${event.id}`, `The event cannot be applied again: ${why}`);
  }
}

const LIMIT = 5;
/** Of an import that is under way or was killed: nobody sees them, and the next start removes them. */
const UNPUBLISHED_VIEWS = `SELECT v.uid FROM main.view AS v JOIN main.result AS r ON r.id = v.result_id
  JOIN main.source_file AS f ON f.id = r.source_file_id AND f.published = 0`;

function compare(db: ReadableDb, table: string, report: Report): void {
  const columns = allRows<{ name: string; pk: number }>(
    db,
    `SELECT name, pk FROM pragma_table_info('${table}', 'main') ORDER BY cid`,
  );
  const names = columns.map(({ name }) => name).join(', ');
  const key = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
  const visible = table === 'view_state' ? ` WHERE view_uid NOT IN (${UNPUBLISHED_VIEWS})` : '';
  const differing = (from: string, other: string): string =>
    `SELECT ${names} FROM ${from}.${table}${visible} EXCEPT SELECT ${names} FROM ${other}.${table}`;
  const sides = [
    ['main', 'temp', 'is stored, but the journal does not give it'],
    ['temp', 'main', 'follows from the journal, but is not stored'],
  ] as const;
  for (const [from, other, words] of sides) {
    const count = firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM (${differing(from, other)})`)?.n ?? 0;
    for (const row of allRows<Record<string, unknown>>(db, `${differing(from, other)} LIMIT ${LIMIT}`)) {
      const place = `${table} ${key.map((name) => String(row[name])).join(' ')}`;
      report(
        'error',
        'projection_differs',
        place,
        `This row ${words} (${count} such rows in ${table}). The journal outranks it.`,
      );
    }
  }
}
