import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REASONS } from '#shared/domain/reasons';
import { SCHEME_FINDING_CODES } from '#shared/formats/haut-scheme/finding-codes';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
/** Table rows as their cells, whatever the padding. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

describe('the documentation', () => {
  it('lists every code of reading results as the code has it', () => {
    const rows = rowsOf(read('docs/file-formats.md'));
    const listed = rows.filter(([code = '']) => code.replaceAll('`', '') in SCHEME_FINDING_CODES);
    expect(listed).toEqual(
      Object.entries(SCHEME_FINDING_CODES).map(([code, { severity, meaning }]) => [`\`${code}\``, severity, meaning]),
    );
  });

  it('lists every reason as the code has it', () => {
    const rows = rowsOf(read('docs/user-guide.md')).filter(([id = '']) => REASONS.some((reason) => reason.id === id));
    expect(rows.map(([id, , label]) => [id, label])).toEqual(REASONS.map(({ id, label }) => [id, label]));
  });

  it.each(PAGES)('%s links to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    for (const [, path = '', anchor] of links) {
      const target = path === '' ? page : join(dirname(page), path);
      const text = read(target);
      const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
        words
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .trim()
          .replace(/\s+/g, '-'),
      );
      if (anchor !== undefined) expect(headings).toContain(anchor);
    }
  });
});
