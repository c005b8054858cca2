import type { JoinedTable, TableMapping } from '#shared/contract/subjects';
import { allRows, allValues, run, type ReadableDb, type WritableDb } from '#main/db/handle';

export type StoredTable = { readonly id: number; readonly file: string; readonly mapping: TableMapping };
/** `cells` are the texts of the mapping's columns. */
export type StoredTableRow = {
  readonly line: number;
  readonly key: string;
  readonly subject: string;
  readonly cells: readonly string[];
};

/** Opens a table to put rows into; it counts for nothing until it is completed. */
export function insertTable(
  db: WritableDb,
  table: { run: number; file: string; sha256: string; joinedAt: number; mapping: TableMapping },
): number {
  return run(db, 'INSERT INTO table_join (run_id, file, sha256, joined_at, mapping) VALUES (?, ?, ?, ?, ?)', [
    table.run,
    table.file,
    table.sha256,
    table.joinedAt,
    JSON.stringify(table.mapping),
  ]).id;
}

export function insertTableRows(db: WritableDb, table: number, from: number, rows: readonly StoredTableRow[]): void {
  for (const [index, { line, key, subject, cells }] of rows.entries())
    run(db, 'INSERT INTO table_row (table_id, ordinal, line, key, subject, cells) VALUES (?, ?, ?, ?, ?, ?)', [
      table,
      from + index,
      line,
      key,
      subject,
      JSON.stringify(cells),
    ]);
}

/** Makes a table count, in place of those that came from the same file. */
export function completeTable(db: WritableDb, table: number, file: string): void {
  run(db, 'UPDATE table_join SET complete = 0 WHERE file = ?', [file]);
  run(db, 'UPDATE table_join SET complete = 1 WHERE id = ?', [table]);
}

/** Makes a table count no longer; answers whether it did. */
export const withdrawTable = (db: WritableDb, table: number): boolean =>
  run(db, 'UPDATE table_join SET complete = 0 WHERE id = ? AND complete = 1', [table]).changes > 0;

export const withdrawnTables = (db: ReadableDb): number[] =>
  allValues<number>(db, 'SELECT id FROM table_join WHERE complete = 0');

/** Removes some rows of a withdrawn table, at last the table; answers whether there is more. */
export function removeTableRows(db: WritableDb, table: number, limit: number): boolean {
  const { changes } = run(
    db,
    'DELETE FROM table_row WHERE table_id = :table AND ordinal IN (SELECT ordinal FROM table_row WHERE table_id = :table LIMIT :limit)',
    { table, limit },
  );
  if (changes > 0) return true;
  run(db, 'DELETE FROM table_join WHERE id = ? AND complete = 0', [table]);
  return false;
}

/** The tables that count, in the order in which they were joined. */
export const joinedTables = (db: ReadableDb): StoredTable[] =>
  allRows<{ id: number; file: string; mapping: string }>(
    db,
    'SELECT id, file, mapping FROM table_join WHERE complete = 1 ORDER BY id',
  ).map(({ mapping, ...table }) => ({ ...table, mapping: JSON.parse(mapping) as TableMapping }));

export const tableRows = (db: ReadableDb, table: number, from: number, limit: number): StoredTableRow[] =>
  allRows<{ line: number; key: string; subject: string; cells: string }>(
    db,
    'SELECT line, key, subject, cells FROM table_row WHERE table_id = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?',
    [table, from, limit],
  ).map(({ cells, ...row }) => ({ ...row, cells: JSON.parse(cells) as string[] }));

export const listTables = (db: ReadableDb): JoinedTable[] =>
  allRows<{ id: number; file: string; joinedAt: number; rows: number; mapping: string }>(
    db,
    `SELECT t.id, t.file, t.joined_at AS joinedAt, t.mapping,
       (SELECT coalesce(max(ordinal) + 1, 0) FROM table_row WHERE table_id = t.id) AS rows
     FROM table_join AS t WHERE t.complete = 1 ORDER BY t.id`,
  ).map(({ mapping, ...table }) => ({ ...table, mapping: JSON.parse(mapping) as TableMapping }));
