import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessDelimiter, MAX_CELL_LENGTH, openTable, type TableFinding, type TableRow } from './table';

const read = (text: string): { columns: readonly string[]; rows: TableRow[]; findings: readonly TableFinding[] } => {
  const { table } = openTable(text);
  if (!table) throw new Error('refused');
  const rows = [...table.rows()];
  return { columns: table.columns, rows, findings: table.findings };
};
const cells = (text: string): (readonly string[])[] => read(text).rows.map((row) => row.cells);
const codes = (text: string): string[] => read(text).findings.map(({ code, line }) => `${code} ${line}`);

describe('a table', () => {
  it('is read with every line end, quotes, doubled quotes, and line breaks inside quotes', () => {
    const text = 'id,note\r\na,"x, y"\r\nb,"say ""no"""\nc,"two\r\nlines"\rd,\n';
    expect(read(text)).toEqual({
      columns: ['id', 'note'],
      rows: [
        { line: 2, cells: ['a', 'x, y'] },
        { line: 3, cells: ['b', 'say "no"'] },
        { line: 4, cells: ['c', 'two\r\nlines'] },
        { line: 6, cells: ['d', ''] },
      ],
      findings: [],
    });
  });

  it.each([
    ['comma', 'id,tone\na,IV\n'],
    ['semicolon', 'id;tone\na;IV\n'],
    ['tab', 'id\ttone\na\tIV\n'],
    ['semicolon beside decimal commas', 'id;tone;x\na;IV;1,5\nb;II;2,5\n', ['x', '1,5']],
    ['a stated one', 'sep=;\r\nid;tone\r\na;IV\r\n'],
    ['a byte order mark', '\ufeffid,tone\na,IV\n'],
  ])('is cut at its delimiter: %s', (_, text, more: string[] = []) => {
    const { columns, rows } = read(text);
    expect(columns.slice(0, 2)).toEqual(['id', 'tone']);
    expect(rows[0]!.cells).toEqual(['a', 'IV', ...more.slice(1)]);
  });

  it('may have one column only', () => {
    expect(read('id\na\nb\n')).toMatchObject({ columns: ['id'], rows: [{ cells: ['a'] }, { cells: ['b'] }] });
  });

  it('tells lines of other lengths: short ones are filled, long ones left out, empty cells at the end are nothing', () => {
    const text = 'id,a,b\n1,x\n2,x,y,z\n3,x,y,,\n\n4,x,y\n';
    expect(cells(text)).toEqual([
      ['1', 'x', ''],
      ['3', 'x', 'y'],
      ['4', 'x', 'y'],
    ]);
    expect(codes(text)).toEqual(['table_row_ragged 2', 'table_row_ragged 3']);
  });

  it('counts further findings of one kind instead of listing them', () => {
    const { findings } = read(`id,a\n${'1\n'.repeat(60)}`);
    expect(findings).toHaveLength(51);
    expect(findings.at(-1)!.message).toBe('10 more lines have the same problem.');
  });

  it('loses nothing behind a quote that is never closed', () => {
    const text = 'id,a\n1,"open\n2,x\n3,y\n';
    expect(cells(text)).toEqual([
      ['1', '"open'],
      ['2', 'x'],
      ['3', 'y'],
    ]);
    expect(codes(text)).toEqual(['table_quote_broken 2']);
  });

  it('reads on after text behind a closing quote', () => {
    expect(cells('id,a\n1,"x"y\n2,z\n')).toEqual([
      ['1', 'xy'],
      ['2', 'z'],
    ]);
    expect(codes('id,a\n1,"x"y\n2,z\n')).toEqual(['table_quote_broken 2']);
  });

  it('names columns apart and says so', () => {
    expect(read('id,tone,,tone,tone\n1,a,b,c,d\n')).toMatchObject({
      columns: ['id', 'tone', 'column 3', 'tone (2)', 'tone (3)'],
      findings: [
        { code: 'table_column_name', line: 1 },
        { code: 'table_column_name', line: 1 },
      ],
    });
  });

  it('leaves out a row with an enormous cell', () => {
    const text = `id,a\n1,${'x'.repeat(MAX_CELL_LENGTH + 1)}\n2,y\n`;
    expect(cells(text)).toEqual([['2', 'y']]);
    expect(codes(text)).toEqual(['table_too_large 2']);
  });

  it.each(['', '\n\n', ',,\n1,2,3', 'x'.padEnd(2000, ',x')])('is refused without a usable header: %j', (text) => {
    expect(openTable(text).table).toBeNull();
  });

  it('comes back equal after being written by RFC 4180', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ö', '"', ',', ';', '\t', '\n', '\r', ' ', '1') });
    const delimiter = fc.constantFrom(',' as const, ';' as const, '\t' as const);
    fc.assert(
      fc.property(delimiter, fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (sign, written) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const lines = [['k', 'l', 'm'], ...written].map((row) => row.map(quoted).join(sign));
        const kept = written.map((row) => row.map((one) => one.trim())).filter((row) => row.some((one) => one !== ''));
        expect(guessDelimiter(lines.join('\r\n'))).toBe(sign);
        expect(cells(lines.join('\r\n'))).toEqual(kept);
      }),
    );
  });

  it('never throws and never takes long, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\0'), maxLength: 300 }), (text) => {
        const { table } = openTable(text);
        for (const row of table?.rows() ?? []) expect(row.cells).toHaveLength(table!.columns.length);
      }),
    );
    read(`id,a\n${'"x""y,'.repeat(200_000)}`); // ends within the time that a test has
  });
});
