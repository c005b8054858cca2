import type { Severity } from '../../domain/finding';
import { scanRecords, type Delimiter, type RawRecord } from './scan-records';

/** What was met while reading a table; `line` is counted from 1. */
export type TableFinding = {
  readonly severity: Severity;
  readonly code: 'table_row_ragged' | 'table_quote_broken' | 'table_column_name' | 'table_too_large' | 'table_empty';
  readonly line: number;
  readonly message: string;
};
export type TableRow = {
  readonly line: number;
  /** One text per column, trimmed. */
  readonly cells: readonly string[];
};
export type Table = {
  readonly columns: readonly string[];
  readonly delimiter: Delimiter;
  /** Grows while the rows are read. */
  readonly findings: readonly TableFinding[];
  /** The rows that fit the header, read as they are asked for; once only. */
  rows(): Generator<TableRow>;
};

export const MAX_COLUMNS = 500;
export const MAX_ROWS = 1_000_000;
export const MAX_CELL_LENGTH = 10_000;
/** Further findings of one code are counted, not listed. */
const MAX_FINDINGS_PER_CODE = 50;
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];
const LOOKED_AT = 20;

/** `sep=;` on the first line, as spreadsheets write it, says the delimiter. */
function statedDelimiter(text: string): { delimiter: Delimiter; from: number } | null {
  const [whole, sign] = /^sep=([,;\t])\r?\n/i.exec(text) ?? [];
  return whole === undefined ? null : { delimiter: sign as Delimiter, from: whole.length };
}

/** How many of the first records a delimiter cuts into as many cells as the header, if those are several. */
function fit(text: string, delimiter: Delimiter): { same: number; columns: number } {
  let same = 0;
  let looked = 0;
  let columns = 0;
  for (const { cells } of scanRecords(text, delimiter)) {
    if (looked++ === 0) columns = cells.length;
    if (columns > 1 && cells.length === columns) same++;
    if (looked >= LOOKED_AT) break;
  }
  return { same, columns };
}

/** The delimiter that cuts most records alike, then the one that cuts the header most; a comma when none cuts it. */
export function guessDelimiter(text: string): Delimiter {
  return DELIMITERS.map((delimiter) => ({ delimiter, ...fit(text, delimiter) })).reduce((best, one) =>
    one.same > best.same || (one.same === best.same && one.columns > best.columns) ? one : best,
  ).delimiter;
}

function createFindings(): { all: TableFinding[]; add(finding: TableFinding): void; finish(): void } {
  const all: TableFinding[] = [];
  const counts = new Map<TableFinding['code'], number>();
  return {
    all,
    add: (finding) => {
      const count = (counts.get(finding.code) ?? 0) + 1;
      counts.set(finding.code, count);
      if (count <= MAX_FINDINGS_PER_CODE) all.push(finding);
    },
    finish: () => {
      for (const [code, count] of counts) {
        const more = count - MAX_FINDINGS_PER_CODE;
        const last = all.findLast((one) => one.code === code);
        if (more > 0 && last) all.push({ ...last, message: `${more} more lines have the same problem.` });
      }
      counts.clear();
    },
  };
}

type Add = (finding: TableFinding) => void;

function columnNames({ cells, line }: RawRecord, add: Add): string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = cell.trim();
    let unique = name === '' ? `column ${index + 1}` : name;
    for (let n = 2; taken.has(unique); n++) unique = `${name === '' ? `column ${index + 1}` : name} (${n})`;
    if (taken.has(name))
      add({
        severity: 'warning',
        code: 'table_column_name',
        line,
        message: `Two columns are called "${name}"; the later one is shown as "${unique}".`,
      });
    taken.add(unique);
    return unique;
  });
}

/** The row as the columns have it; null, with a finding, when its cells cannot be told apart. */
function rowOf(record: RawRecord, columns: readonly string[], add: Add): TableRow | null {
  const { line } = record;
  const cells = record.cells.map((cell) => cell.trim());
  const isLong = cells.slice(columns.length).some((cell) => cell !== '');
  if (record.hasOpenQuote || record.hasStrayText)
    add({
      severity: 'warning',
      code: 'table_quote_broken',
      line,
      message: `Line ${line}: a quotation mark is not closed, or text follows the closing one. It was read as ordinary text; check the row.`,
    });
  if (cells.some((cell) => cell.length > MAX_CELL_LENGTH)) {
    const message = `Line ${line}: a cell is longer than ${MAX_CELL_LENGTH} characters. The row was left out; look for a quotation mark that is not closed.`;
    add({ severity: 'warning', code: 'table_too_large', line, message });
    return null;
  }
  if (isLong) {
    const message = `Line ${line} has ${cells.length} cells, the header has ${columns.length}. The row was left out, because nobody can tell which cell is which; quote cells that hold the delimiter.`;
    add({ severity: 'warning', code: 'table_row_ragged', line, message });
    return null;
  }
  if (cells.length < columns.length) {
    const message = `Line ${line} has ${cells.length} cells, the header has ${columns.length}. The missing ones were read as empty.`;
    add({ severity: 'warning', code: 'table_row_ragged', line, message });
  }
  return { line, cells: columns.map((_, index) => cells[index] ?? '') };
}

/**
 * Opens a delimited table (comma, semicolon or tab; RFC 4180) whose first record names the columns. Pure: the caller read
 * the text, whatever its encoding was. Null with a finding when there is no header to go by.
 */
export function openTable(raw: string): { table: Table } | { table: null; finding: TableFinding } {
  const text = raw.startsWith('\ufeff') ? raw.slice(1) : raw;
  const stated = statedDelimiter(text);
  const delimiter = stated?.delimiter ?? guessDelimiter(text);
  const records = scanRecords(text, delimiter, stated?.from ?? 0);
  const header = records.next();
  if (header.done || header.value.cells.every((cell) => cell.trim() === ''))
    return refused('table_empty', 'The table has no header line. Name the columns in its first line.');
  if (header.value.cells.length > MAX_COLUMNS)
    return refused(
      'table_too_large',
      `The table has more than ${MAX_COLUMNS} columns. Take out those that are not needed.`,
    );
  const findings = createFindings();
  const columns = columnNames(header.value, findings.add);
  return { table: { columns, delimiter, findings: findings.all, rows: () => fittingRows(records, columns, findings) } };
}

const refused = (code: TableFinding['code'], message: string): { table: null; finding: TableFinding } => ({
  table: null,
  finding: { severity: 'error', code, line: 1, message },
});

function* fittingRows(
  records: Generator<RawRecord>,
  columns: readonly string[],
  findings: ReturnType<typeof createFindings>,
): Generator<TableRow> {
  let count = 0;
  for (const record of records) {
    if (count++ >= MAX_ROWS) {
      const message = `Only the first ${MAX_ROWS} rows were read. Split the table.`;
      findings.add({ severity: 'error', code: 'table_too_large', line: record.line, message });
      break;
    }
    const row = rowOf(record, columns, findings.add);
    if (row?.cells.some((cell) => cell !== '')) yield row;
  }
  findings.finish();
}
