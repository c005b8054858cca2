import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADVERSARIAL, LONG_RING, MANY_PARTS } from './fixtures/adversarial';

const ROOT = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/geometry.md');
const [outlines = '', others = ''] = page.split('## Outlines')[1]!.split('## What is no outline');
/** `input | case; case` */
const cases = [...outlines.matchAll(/^\|[^|]+\|([^|]+)\|$/gm)].flatMap(([, list = '']) =>
  [...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
);
/** `input | file: title` */
const named = [...others.matchAll(/^\|[^|]+\| *`([^`]+)`: (.+?) *\|$/gm)].map(([, file = '', title = '']) => ({ file, title })); // prettier-ignore

describe('the page of adversarial outlines', () => {
  it('has every case, and no other', () => {
    const all = [...ADVERSARIAL, MANY_PARTS, LONG_RING].map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
    expect([...new Set(cases)].toSorted()).toEqual(all.toSorted());
  });

  it.each(named)('names a test that is there: $title', ({ file, title }) => {
    const text = read(file);
    expect(["'", '"', '`'].flatMap((quote) => text.split(`(${quote}${title}${quote},`).slice(1))).toHaveLength(1);
  });

  it('has a test for each of what is no outline', () => {
    const rows = others.split('\n').filter((line) => line.startsWith('|')).length - 2; // less the head and its line
    expect(named).toHaveLength(rows);
    expect(named.length).toBeGreaterThanOrEqual(7);
  });

  it.each(['engine.test.ts', 'adversarial-tasks.test.ts'])('%s goes through all of them', (file) => {
    const text = read(`src-main/services/geometry/${file}`);
    expect(text).toContain('describe.each(ADVERSARIAL)(');
    expect(text).toContain('it.each([MANY_PARTS, LONG_RING])(');
    for (const name of ['engine-laws.test.ts', 'split-count.test.ts']) expect(page).toContain(`\`${name}\``);
  });
});
