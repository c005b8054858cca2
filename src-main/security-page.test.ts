import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/security.md');
const named = [...page.matchAll(/^ +- `([^`]+)`: (.+)$/gm)].map(([, file = '', title = '']) => [file, title] as const);

describe('the security page', () => {
  it('has fourteen statements, each held by at least one test', () => {
    const statements = page.split(/^(?=\d+\. )/m).slice(1);
    expect(statements.map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
    for (const text of statements) expect(text).toMatch(/^ +- `/m);
  });

  it.each(named)('names a test that is there: %s, %s', (file, title) => {
    const quoted = ["'", '`'].map((quote) => `${quote}${title}${quote}`);
    expect(quoted.some((text) => read(file).includes(text))).toBe(true);
  });

  it('names files that are there', () => {
    for (const [, path = ''] of page.matchAll(/`((?:src-main|e2e)\/[^`]+\.ts)`/g)) expect(read(path)).not.toBe('');
  });
});
