import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { groupFindings, listFindings } from '#main/repositories/findings';
import { faceMetricsOfRun } from '#main/repositories/metric-rows';
import { importPaths } from './import-paths';

const SEED = resolve(import.meta.dirname, '../../../resources/sample/example-result.json');
type Json = Record<string, unknown>;
type Body = { area_results: { area_name: string; main_metric: Json }[]; masks_restored: Json[]; revision: string };

let db: WritableDb;
let folder: string;
beforeEach(() => {
  db = openInMemory();
  folder = mkdtempSync(join(tmpdir(), 'macule-metrics-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The seed (3222 px² of polygons in a frame of 2416 x 2416) with another face value and other facts. */
function answer(
  value: unknown,
  more: { id?: string; revision?: string; polygons?: unknown[]; scale?: number } = {},
): Json {
  const seed = JSON.parse(readFileSync(SEED, 'utf8')) as Json & { result: Body };
  seed.result.area_results.find(({ area_name }) => area_name === 'face')!.main_metric['value'] = value;
  const [mask] = seed.result.masks_restored as [{ features: { geometry: { coordinates: number[][][][] } }[] }];
  const geometry = mask.features[0]!.geometry;
  if (more.polygons) geometry.coordinates = more.polygons as number[][][][];
  if (more.id) seed['id'] = more.id;
  if (more.revision) seed.result.revision = more.revision;
  return seed;
}
const square = (size: number): number[][][] => [
  [
    [100, 100],
    [100, 100 + size],
    [100 + size, 100 + size],
    [100 + size, 100],
  ],
];
async function codes(...answers: Json[]): Promise<string[]> {
  answers.forEach((one, index) => writeFileSync(join(folder, `${index}.json`), JSON.stringify(one)));
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const outcome = await importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: 1, context });
  return outcome.findings.map(({ code }) => code).filter((code) => code.startsWith('metric_'));
}

describe('findings where value and polygons contradict each other', () => {
  it('has none for the seed', async () => expect(await codes(answer(2))).toEqual([]));

  it('v of 1 or more without a polygon; 0 without one is fine', async () => {
    expect(await codes(answer(1, { id: 'a', polygons: [] }))).toEqual(['metric_without_polygons']);
    db = openInMemory();
    expect(await codes(answer(0, { id: 'b', polygons: [] }))).toEqual([]);
  });

  it('0 with at least 1 per mille of the frame covered, not with less', async () => {
    // 1 per mille of 2416 x 2416 is 5837.056 px²: 76 x 76 = 5776 is below, 77 x 77 = 5929 above.
    expect(await codes(answer(0, { polygons: [square(77)] }))).toEqual(['metric_zero_with_polygons']);
    db = openInMemory();
    expect(await codes(answer(0, { polygons: [square(76)] }))).toEqual([]);
  });

  it('an implied area above the frame, not one that rounding can explain', async () => {
    // 1000 · model / (1 + 1) > 5,837,056 from 11,674.2 px² on: 108 x 108 = 11,664 is below, 109 x 109 = 11,881 above.
    expect(await codes(answer(1, { polygons: [square(109)] }))).toEqual(['metric_area_above_frame']);
    db = openInMemory();
    expect(await codes(answer(1, { polygons: [square(108)] }))).toEqual([]);
  });

  it('two revisions whose implied areas cannot overlap', async () => {
    // 3222 px² at 2: 1.074 to 2.148 million px². At 8: 0.358 to 0.4296 million.
    const found = await codes(answer(2), answer(8, { id: 'other', revision: 'master-new' }));
    expect(found).toEqual(['metric_revisions_differ']);
    const [row] = listFindings(db, {
      runId: null,
      severities: ['warning'],
      codes: ['metric_revisions_differ'],
      search: '',
      offset: 0,
      limit: 5,
    }).rows;
    expect(row).toMatchObject({ file: '1.json', viewId: expect.any(String) as unknown });
    expect(row?.message).toContain('1,074,000 px² to 2,148,000 px²');
    db = openInMemory();
    expect(await codes(answer(2), answer(3, { id: 'other', revision: 'master-new' }))).toEqual([]); // 0.8055 to 1.2888 million
  });

  it('says nothing about words, other units and missing rows, and nothing twice', async () => {
    expect(await codes(answer('moderate', { polygons: [] }))).toEqual([]);
    db = openInMemory();
    expect(await codes(answer(1, { polygons: [] }))).toHaveLength(1);
    expect(await codes(answer(1, { polygons: [] }))).toHaveLength(0);
    const all = { runId: null, severities: ['warning' as const], codes: [], search: '' };
    expect(groupFindings(db, all)).toContainEqual({
      severity: 'warning',
      code: 'metric_without_polygons',
      findings: 1,
    });
  });

  it('is looked for in pages that never part a capture', async () => {
    const of = (image: number, revision: string): Json =>
      Object.assign(answer(2, { id: `${image} ${revision}`, revision }), { image_id: `image-${image}` });
    await codes(...[1, 2, 3].flatMap((image) => [of(image, 'one'), of(image, 'two')]));
    const pages = [...faceMetricsOfRun(db, 1, 2)].map((rows) => rows.map(({ captureId }) => captureId));
    expect(pages).toEqual([
      [1, 1, 2, 2],
      [3, 3],
    ]);
    expect([...faceMetricsOfRun(db, 2)].flat()).toEqual([]);
  });
});
