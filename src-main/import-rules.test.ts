import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const TESTS = 'src-main/services/ingest/rules';
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/import-rules.md');
/** `rule | statement | what Macule does | file: title`, one row per statement. */
const rows = [...page.matchAll(/^\| *([467](?:\.\d+)?) *\|([^|]+)\|([^|]+)\| *`([^`]+)`: (.+?) *\|$/gm)].map(
  ([, rule = '', statement = '', does = '', file = '', title = '']) => ({
    rule,
    statement: statement.trim(),
    does: does.trim(),
    file: file.includes('/') ? file : `${TESTS}/${file}`,
    title,
  }),
);
const numbered = (section: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${section}.${index + 1}`);

describe('the page of import rules', () => {
  it('has every rule of the sections on reading and on shapes of files, and of pairing by name and size', () => {
    const named = new Set(rows.map(({ rule }) => rule));
    const expected = [...numbered(4, 14), ...numbered(6, 13), ...numbered(7, 6), '7'];
    expect(expected.filter((rule) => !named.has(rule))).toEqual([]);
  });

  it('has no row that this test cannot read', () => {
    const tableRows = page.split('\n').filter((line) => /^\|/.test(line) && !/^\| *(rule|-+) *\|/.test(line));
    expect(rows).toHaveLength(tableRows.length);
    for (const { statement, does } of rows) expect([statement, does]).not.toContain('');
  });

  it.each(rows)('names a test that is there: $rule, $title', ({ file, title }) => {
    const text = read(file).replace(/\(\s+/g, '(');
    const places = ["'", '"', '`'].flatMap((quote) => text.split(`(${quote}${title}${quote},`).slice(1));
    expect(places).toHaveLength(1);
  });

  it('names every test of the importing rules', () => {
    const files = [...new Set(rows.map(({ file }) => file))].filter((file) => file.startsWith(TESTS));
    const titles = new Set(rows.map(({ title }) => title));
    const unnamed = files.flatMap((file) =>
      [...read(file).matchAll(/^ {2}(?:it|\])(?:\.each\(.*\))?\(\s*(['"`])(.+?)\1,/gm)].flatMap(([, , title = '']) =>
        titles.has(title) ? [] : [`${file}: ${title}`],
      ),
    );
    expect(unnamed).toEqual([]);
  });
});
