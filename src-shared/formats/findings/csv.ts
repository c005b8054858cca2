import type { Finding } from '#shared/domain/finding';

/** A finding with the 1-based place of what it is about in the text of its file, where that is known. */
export type PlacedFinding = Finding & { readonly line: number | null; readonly column: number | null };

const COLUMNS = ['severity', 'code', 'file', 'place', 'line', 'column', 'message'] as const;
/** A spreadsheet takes a cell that starts so for a formula; file names and messages come from other people's data. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** First line of a table of findings, RFC 4180, with its line end. */
export const FINDINGS_CSV_HEAD = `${COLUMNS.join(',')}\r\n`;

/** One finding as a line, with its line end. A cell that a spreadsheet would calculate gets an apostrophe in front. */
export const findingCsvLine = (finding: PlacedFinding): string =>
  `${COLUMNS.map((column) => cell(finding[column])).join(',')}\r\n`;
