import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkedInput } from '../core/dispatch';
import { inProcessGeometry, spawnGeometry, WASM_FILE, type Geometry } from './geometry';

const WASM = resolve('node_modules/clipper2-wasm/dist/es/clipper2z.wasm');
const BOW_TIE = { operation: 'union', subject: [[[0, 0, 10, 10, 10, 0, 0, 10]]], clip: [] } as const;
const task = structuredClone(BOW_TIE) as unknown as Parameters<Geometry['run']>[0];

let folder: string;
let worker: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'macule-geometry-'));
  // The thread needs JavaScript: its real entry, bundled as the build does it.
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'src-main/services/geometry/geometry-worker.ts',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'geometry-worker.mjs' } },
    },
    ssr: { noExternal: true },
  });
  worker = join(folder, 'geometry-worker.mjs');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the thread', () => {
  it('answers tasks, several at once', async () => {
    const geometry = spawnGeometry({ worker, wasm: WASM });
    const answers = await Promise.all(Array.from({ length: 20 }, () => geometry.run(task)));
    for (const { polygons, areaPx2 } of answers) {
      expect(areaPx2).toBe(50);
      expect(polygons.map((one) => one.areaPx2)).toEqual([25, 25]);
    }
    await geometry.end();
  });
  it('says what is missing when the engine cannot be loaded, at every task', async () => {
    for (const geometry of [
      spawnGeometry({ worker, wasm: join(folder, 'none.wasm') }),
      inProcessGeometry(join(folder, 'none.wasm')),
    ]) {
      for (let i = 0; i < 2; i++)
        await expect(geometry.run(task)).rejects.toMatchObject({
          code: 'geometry_unavailable',
          message: expect.stringMatching(/could not be loaded .*Outlines can be drawn and decided on as before/),
        });
      await geometry.end();
    }
  });
  it('says so when its file is damaged', async () => {
    const damaged = join(folder, 'damaged.wasm');
    writeFileSync(damaged, readFileSync(WASM).subarray(0, 1000));
    const geometry = spawnGeometry({ worker, wasm: damaged });
    await expect(geometry.run(task)).rejects.toMatchObject({ code: 'geometry_unavailable' });
    await geometry.end();
  });
  it('gives up what takes too long, and works on', async () => {
    const stuck = join(folder, 'stuck.mjs');
    writeFileSync(
      stuck,
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { for (;;); });`,
    );
    const geometry = spawnGeometry({ worker: stuck, wasm: WASM }, 200);
    for (let i = 0; i < 2; i++)
      await expect(geometry.run(task)).rejects.toMatchObject({
        code: 'geometry_failed',
        message: expect.stringContaining('within 0.2 seconds'),
      });
    await geometry.end();
  });
  it('a thread that breaks fails its tasks in words', async () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(
      broken,
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));`,
    );
    const geometry = spawnGeometry({ worker: broken, wasm: WASM });
    await expect(geometry.run(task)).rejects.toMatchObject({ code: 'geometry_failed' });
    await geometry.end();
  });
});

describe('what comes over the contract', () => {
  const refused =
    (input: unknown): (() => unknown) =>
    () =>
      checkedInput('geometry.run', input);
  it.each([
    ['strings as numbers', [[['0', '0', '9', '0', '9', '9']]]],
    ['NaN', [[[0, 0, NaN, 0, 9, 9]]]],
    ['Infinity', [[[0, 0, Infinity, 0, 9, 9]]]],
    ['null geometry', null],
    ['a null ring', [[null]]],
    ['an odd number of numbers', [[[0, 0, 9, 0, 9]]]],
  ])('%s: refused in words', (_, subject) => {
    expect(refused({ operation: 'union', subject })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
  it('no region, no rings and empty rings are regions of no area', async () => {
    const geometry = inProcessGeometry(WASM);
    for (const subject of [[], [[]], [[[]]]]) {
      const checked = checkedInput('geometry.run', { operation: 'union', subject });
      expect(await geometry.run(checked as never)).toEqual({ polygons: [], areaPx2: 0 });
    }
  });
});

it('the packaged app holds the engine: beside the code, in no left-out folder', () => {
  const builder = readFileSync('resources/electron-builder.yml', 'utf8');
  expect(builder).toContain('- out/main/**');
  expect(builder).not.toMatch(/!.*wasm/);
  expect(readFileSync('electron.vite.config.ts', 'utf8')).toContain(`fileName: '${WASM_FILE}'`);
});
