import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importProblem, importsOf, LAYERS, PLAIN_CONTRACT } from './bootstrap/layers.mjs';

const root = join(import.meta.dirname, '..');
const paths = globSync(['src-shared/**/*.ts', 'src-main/**/*.ts', 'src-renderer/**/*.{ts,vue}'], { cwd: root })
  .map((path) => path.split(sep).join('/'))
  .sort();

const problem = (from: string, specifier: string, isType = false): string | null =>
  importProblem({ from, specifier, isType });

describe('the layers', () => {
  it('are all met: imports go to the left only', () => {
    expect(paths.length).toBeGreaterThan(100);
    const problems = paths.flatMap((from) =>
      importsOf(readFileSync(join(root, from), 'utf8')).map((one) => importProblem({ from, ...one })),
    );
    expect(problems.length).toBeGreaterThan(300);
    expect(problems.filter((words) => words !== null)).toEqual([]);
  });

  it('are refused to the right, whichever way the import is written', () => {
    const folders = LAYERS.flat();
    for (const [index, row] of LAYERS.entries()) {
      for (const from of row) {
        for (const target of LAYERS.slice(index + 1).flat()) {
          const alias = target.replace(/^src-(\w+)/, '#$1');
          expect(problem(`${from}/a.ts`, `${alias}/b`), `${from} to ${target}`).not.toBeNull();
          expect(problem(`${from}/x/a.ts`, `../../../${target}/b`, true), `${from} to ${target}`).not.toBeNull();
        }
      }
    }
    expect(folders).toContain('src-shared/geometry');
  });

  it('allow the left, the own folder and the outside', () => {
    expect(problem('src-main/services/a/b.ts', '#shared/geometry/ring')).toBeNull();
    expect(problem('src-main/services/a/b.ts', '../c')).toBeNull();
    expect(problem('src-main/services/a/b.ts', 'node:path')).toBeNull();
    expect(problem('src-main/hosts/cli/main.ts', '#main/hosts/web/serve')).toBeNull();
  });

  it('keep neighbours of one row apart', () => {
    expect(problem('src-shared/formats/a/b.ts', '#shared/contract/review')).not.toBeNull();
    expect(problem('src-shared/evaluation/a.ts', '../formats/b')).not.toBeNull();
  });

  it('give the renderer the shared code, and of the contract its types', () => {
    expect(problem('src-renderer/a.ts', '#shared/domain/ids')).toBeNull();
    expect(problem('src-renderer/a.ts', '#shared/contract/review', true)).toBeNull();
    expect(problem('src-renderer/a.ts', '#shared/contract/method-list')).toBeNull();
    expect(problem('src-renderer/a.ts', '#shared/contract/review')).not.toBeNull();
    expect(problem('src-renderer/a.ts', '#main/db/open')).not.toBeNull();
    expect(problem('src-renderer/a.ts', 'zod')).not.toBeNull();
    expect(problem('src-renderer/a.ts', 'node:fs')).not.toBeNull();
    expect(problem('src-main/hosts/web/a.ts', '../../../src-renderer/a')).not.toBeNull();
  });

  it('hand out contract files with plain values only when those stay free of schemas', () => {
    for (const path of PLAIN_CONTRACT) {
      const values = importsOf(readFileSync(join(root, `${path}.ts`), 'utf8')).filter(({ isType }) => !isType);
      expect(values, path).toEqual([]);
    }
  });

  it('keep packages in their folders', () => {
    expect(problem('src-main/services/a.ts', 'electron')).not.toBeNull();
    expect(problem('src-main/hosts/electron/a.ts', 'electron')).toBeNull();
    expect(problem('src-main/hosts/electron/a.ts', 'node:http')).not.toBeNull();
    expect(problem('src-main/hosts/web/a.ts', 'node:http')).toBeNull();
    expect(problem('src-main/repositories/a.ts', 'better-sqlite3')).not.toBeNull();
    expect(problem('src-main/services/ingest/a.ts', 'sharp')).not.toBeNull();
    expect(problem('src-main/services/sample/a.ts', 'sharp')).toBeNull();
  });

  it('keep test data out of the product', () => {
    expect(problem('src-main/services/a.ts', '#main/test-support/small-project')).not.toBeNull();
    expect(problem('src-main/services/a.test.ts', '#main/test-support/small-project')).toBeNull();
  });

  it('see every way to write an import', () => {
    const text = `import a from 'a';\nimport type { B } from "b";\nimport {\n  c,\n} from 'c';\nimport 'd';\nexport * from 'e';
export type { F } from 'f';\nconst g = await import('g');\n// import h from 'h'\nexport const i = 'i';\n`;
    expect(importsOf(text)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((specifier) => ({
        specifier,
        isType: specifier === 'b' || specifier === 'f',
      })),
    );
  });
});
