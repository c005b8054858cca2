import type { TableGuess, TablePreview } from '#shared/contract/subjects';
import { TABLE_KEYS, type CaptureKeys, type TableKey } from '#shared/domain/capture-keys';
import { MaculeError } from '#shared/domain/error';
import type { Table, TableRow } from '#shared/formats/table/table';
import type { ReadableDb } from '#main/db/handle';
import { captureKeys } from './claims';
import { readTableBytes, tableFindings, tableOf } from './table-file';

const SAMPLE = 8;
/** Rows and columns that a guess looks at. */
const GUESSED_ROWS = 2000;
const GUESSED_COLUMNS = 40;
const SUBJECT_NAME =
  /^(subject|patient|participant|person|proband|pseudonym|volunteer|probe|case)([ _-]?(id|no|nr|code|number|key))?$/i;
const KEY_NAME = /image|photo|picture|file|capture|bild|foto|datei/i;
const FILE_NAME = /file|photo|picture|datei|foto/i;

/** Whether a cell names exactly the captures that it may name. */
const isHit = (keys: CaptureKeys, key: TableKey, text: string): boolean => {
  const found = keys.find(key, text).length;
  return key === 'subject' ? found > 0 : found === 1;
};

/** The column and the way of reading it that name most captures; where none names any, the one whose name says so. */
function guessKey(
  columns: readonly string[],
  rows: readonly TableRow[],
  keys: CaptureKeys,
): Omit<TableGuess, 'subjectColumn'> {
  let best = { key: 'image_id' as TableKey, keyColumn: columns[0] ?? '', hits: 0 };
  for (const key of TABLE_KEYS)
    for (const [index, keyColumn] of columns.slice(0, GUESSED_COLUMNS).entries()) {
      const hits = rows.reduce((sum, { cells }) => sum + Number(isHit(keys, key, cells[index] ?? '')), 0);
      if (hits > best.hits) best = { key, keyColumn, hits };
    }
  if (best.hits > 0) return { key: best.key, keyColumn: best.keyColumn };
  const keyColumn = columns.find((name) => KEY_NAME.test(name)) ?? columns[0] ?? '';
  return { key: FILE_NAME.test(keyColumn) ? 'file_name' : 'image_id', keyColumn };
}

const guessSubject = (
  columns: readonly string[],
  { key, keyColumn }: Omit<TableGuess, 'subjectColumn'>,
): string | null =>
  key === 'subject' ? null : (columns.find((name) => name !== keyColumn && SUBJECT_NAME.test(name.trim())) ?? null);

/** The place of a column. @throws MaculeError invalid_input. */
export function columnIndex(table: Table, name: string, path: string): number {
  const index = table.columns.indexOf(name);
  if (index >= 0) return index;
  throw new MaculeError('invalid_input', `${path} has no column "${name}". It has: ${table.columns.join(', ')}.`, {
    path,
  });
}

/** Reads a table and tells how it would be joined. @throws MaculeError unreadable, invalid_input. */
export function previewTable(
  db: ReadableDb,
  path: string,
  as: Pick<TableGuess, 'key' | 'keyColumn'> | null,
): TablePreview {
  const { table } = tableOf(path, readTableBytes(path));
  const rows = [...table.rows()];
  const keys = captureKeys(db);
  const chosen = as ?? guessKey(table.columns, rows.slice(0, GUESSED_ROWS), keys);
  const at = columnIndex(table, chosen.keyColumn, path);
  const matched = rows.reduce((sum, { cells }) => sum + Number(isHit(keys, chosen.key, cells[at] ?? '')), 0);
  return {
    columns: [...table.columns],
    sample: rows.slice(0, SAMPLE).map(({ cells }) => [...cells]),
    guess: { ...chosen, subjectColumn: guessSubject(table.columns, chosen) },
    matched,
    unmatched: rows.length - matched,
    findings: tableFindings(path, table.findings),
  };
}
