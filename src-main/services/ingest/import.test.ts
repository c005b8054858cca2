import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allRows, firstRow, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { uuid5 } from '#main/jobs/uuid5';
import { listRows } from '../projects/list-rows';
import { projectStatus } from '../projects/status';
import { verifyProject } from '../verify/verify';
import { importPaths, type ImportOutcome } from './import-paths';
import { removeUnpublished } from './remove-unpublished';

const SEED = new URL('../../../resources/sample/example-result.json', import.meta.url);
type Json = Record<string, unknown>;
const seed = (): Json => JSON.parse(readFileSync(SEED, 'utf8')) as Json;

let folder: string;
let db: WritableDb;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-import-'));
  db = openInMemory();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Uint8Array | Json | Json[]): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
};
const run = (
  paths: string[] = [folder],
  signal = new AbortController().signal,
  progress: () => void = () => undefined,
): Promise<ImportOutcome> =>
  importPaths({ db, decoder: inProcessDecoder(), paths, now: 1, context: { signal, progress } });
const codes = ({ findings }: ImportOutcome): string[] => findings.map(({ code }) => code);
const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c09070' } })
    .jpeg()
    .toBuffer();
const views = (): Json[] => [...listRows(db, 'views')] as Json[];
const RESULT_TABLES = [
  'source',
  'source_file',
  'result',
  'capture',
  'revision',
  'area_row',
  'view',
  'view_state',
  'mask',
  'lesion',
];
const rowCounts = (): number[] =>
  RESULT_TABLES.map((table) => firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM ${table}`)!.n);

describe('importing the seed', () => {
  it('gives one result with six lesions of the reference areas, in order, and leaves the file alone', async () => {
    const path = put('example-result.json', readFileSync(SEED));
    const hash = (): string => createHash('sha256').update(readFileSync(path)).digest('hex');
    const before = hash();
    const outcome = await run([path]);
    expect(outcome.counts).toEqual({
      captures: 1,
      views: 1,
      photos: 0,
      results: 1,
      failedResults: 0,
      masks: 1,
      lesions: 6,
    });
    expect(outcome.totals).toEqual(outcome.counts);
    const lesions = [...listRows(db, 'lesions')] as Json[];
    expect(lesions.map(({ areaPx2 }) => areaPx2)).toEqual([403, 656.5, 404.5, 301.5, 293.5, 1163]);
    expect(lesions[0]).toMatchObject({
      mask: 0,
      feature: 0,
      polygon: 0,
      origin: 'model',
      verdict: 'pending',
      degenerate: false,
    });
    expect(views()).toMatchObject([
      {
        capture: '245a25a8-a5a6-44ed-980c-b4341281389e',
        side: 'front',
        state: 'open',
        photo: null,
        frame: { width: 2416, height: 2416, viewBox: [0, 0, 2416, 2416] },
      },
    ]);
    expect(hash()).toBe(before);
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
  });

  it('adds nothing the second time, and says so', async () => {
    const path = put('example-result.json', readFileSync(SEED));
    await run([path]);
    const again = await run([path]);
    expect(again.counts).toEqual({
      captures: 0,
      views: 0,
      photos: 0,
      results: 0,
      failedResults: 0,
      masks: 0,
      lesions: 0,
    });
    expect(again.findings).toMatchObject([{ severity: 'info', code: 'already_imported', file: 'example-result.json' }]);
    const copy = put('sub/copy.json', readFileSync(SEED));
    expect(codes(await run([copy]))).toContain('duplicate_file');
  });

  it('makes ids that only depend on the content', async () => {
    await run([put('a.json', seed())]);
    const ids = (): unknown[] => ([...listRows(db, 'lesions')] as Json[]).map(({ id }) => id);
    const first = ids();
    db = openInMemory();
    const reopened = JSON.stringify({ data: [seed()] }).replaceAll('762,1508', '762.0,1508');
    await run([put('b/other.json', reopened)]);
    expect(ids()).toEqual(first);
  });
});

describe('a mixed folder', () => {
  it('imports the good and names the rest, every file at least once', async () => {
    put('good.json', seed());
    put('failed.json', {
      ...seed(),
      id: 'f',
      image_id: 'i-failed',
      is_ok: false,
      result: { error: 'No face detected' },
    });
    put('cut.json', JSON.stringify([{ ...seed(), id: 'whole', image_id: 'i-whole' }, seed()]).slice(0, 6000));
    put('empty.json', '');
    put('page.json', '<!doctype html><html><body>Sign in</body></html>');
    put('notes.txt', 'nothing to see');
    put('broken.jpg', (await picture(400, 300)).subarray(0, 40));
    put('one-byte.jpg', 'x');
    put('photo', await picture(30, 20));
    const outcome = await run([folder, join(folder, 'nowhere')]);
    expect(outcome.counts).toMatchObject({ results: 3, failedResults: 1, lesions: 12, photos: 1 });
    const named = new Set(outcome.findings.map(({ file, severity }) => `${severity} ${file}`));
    const expected = ['one-byte.jpg', 'cut.json', 'empty.json', 'page.json', 'broken.jpg', 'nowhere'].map(
      (file) => `error ${file}`,
    );
    for (const file of ['notes.txt', 'photo']) expected.push(`info ${file}`);
    for (const one of expected) expect(named).toContain(one);
    expect(projectStatus(db)).toMatchObject({ captures: 3, views: 3, lesions: 12, verdicts: { pending: 12 } });
  });

  it('keeps a bad polygon out and its neighbours in', async () => {
    const result = seed();
    const mask = (
      result['result'] as { masks_restored: { features: { geometry: { coordinates: unknown[][][] } }[] }[] }
    ).masks_restored[0]!;
    const polygons = mask.features[0]!.geometry.coordinates;
    polygons.splice(2, 0, [
      [
        [1, 'x'],
        [2, 2],
        [3, 1],
      ] as unknown as number[],
    ]);
    polygons.push([
      [
        [5, 5],
        [6, 5],
        [7, 5],
      ] as unknown as number[],
    ]);
    const outcome = await run([put('a.json', result)]);
    expect(codes(outcome)).toEqual(expect.arrayContaining(['position_unreadable', 'polygon_degenerate']));
    expect(outcome.counts.lesions).toBe(7);
    expect(projectStatus(db).verdicts.pending).toBe(6);
  });
});

describe('results that meet again', () => {
  it('are a conflict when one id has other content, kept beside each other', async () => {
    await run([put('a.json', seed())]);
    const outcome = await run([put('b.json', { ...seed(), creation_time: '2026-01-01 00:00:00' })]);
    expect(codes(outcome)).toContain('result_conflict');
    expect(outcome.totals).toMatchObject({ results: 2, lesions: 12 });
    const keys = allRows<{ key: string; superseded: number | null }>(
      db,
      'SELECT key, superseded_by AS superseded FROM result ORDER BY id',
    );
    expect(keys).toMatchObject([{ key: seed()['id'], superseded: null }, { superseded: null }]);
    expect(keys[1]!.key).toMatch(new RegExp(`^${String(seed()['id'])}#[0-9a-f]{8}$`));
    expect(verifyProject(db).ok).toBe(true);
    expect(codes(await run([put('c.json', [{ ...seed(), creation_time: '2026-01-01 00:00:00' }])]))).toContain(
      'duplicate_result',
    );
  });

  it('supersede older runs of the same image, version and revision; other revisions stay live', async () => {
    await run([put('a.json', { ...seed(), id: 'r1', creation_time: '2025-02-26 10:50:40' })]);
    await run([put('b.json', { ...seed(), id: 'r2', creation_time: '2025-02-25T10:50:40Z' })]);
    await run([put('c.json', { ...seed(), id: 'r3', creation_time: '2025-03-01 00:00:00' })]);
    await run([put('d.json', { ...seed(), id: 'r4', algorithm_version_id: 103 })]);
    expect(views().map(({ result, state }) => [result, state])).toEqual([
      ['r1', 'superseded'],
      ['r2', 'superseded'],
      ['r3', 'open'],
      ['r4', 'open'],
    ]);
    expect(projectStatus(db)).toMatchObject({
      captures: 1,
      views: 2,
      lesions: 12,
      revisions: [{ results: 3 }, { results: 1 }],
    });
  });
});

describe('photos', () => {
  it('are paired for the layouts of the sample', async () => {
    const frame = await picture(604, 604);
    put('seed/example-result.json', readFileSync(SEED));
    put('seed/245a25a8-a5a6-44ed-980c-b4341281389e_restored.jpg', frame);
    const batch = seed();
    const restored = (batch['result'] as { masks_restored: Json[] }).masks_restored;
    (batch['result'] as { masks_restored: Json[] }).masks_restored = ['left', 'front', 'right'].map((side) => ({
      ...restored[0],
      side,
      view_box: '0 0 1600 2000',
    }));
    put('batch/result.json', [{ ...batch, id: 'batch', image_id: 'img-batch' }]);
    for (const side of ['front', 'left', 'right']) put(`batch/${side}_restored.jpg`, await picture(800, 1000));
    const outcome = await run();
    expect(views().map(({ side, photo, pairedBy }) => [side, photo, pairedBy])).toEqual([
      ['left', 'batch/left_restored.jpg', 'side_word'],
      ['front', 'batch/front_restored.jpg', 'side_word'],
      ['right', 'batch/right_restored.jpg', 'side_word'],
      ['front', 'seed/245a25a8-a5a6-44ed-980c-b4341281389e_restored.jpg', 'image_id'],
    ]);
    expect(outcome.counts.photos).toBe(4);
    expect((await run()).counts.photos).toBe(0);
  });

  it('give their size to a view without a mask, upright', async () => {
    put('a.json', { ...seed(), id: 'f', image_id: 'img-9', is_ok: false, result: { error: 'No face detected' } });
    put(
      'img-9.jpg',
      await sharp(await picture(40, 30))
        .withMetadata({ orientation: 6 })
        .toBuffer(),
    );
    await run();
    expect(views()).toMatchObject([{ state: 'failed', frame: { width: 30, height: 40, viewBox: null } }]);
  });

  it('are found by content without an ending, and refused in words when too large', async () => {
    put('original', await picture(20, 10));
    put(
      'bomb.png',
      await sharp({
        create: { width: 16_000, height: 16_000, channels: 3, background: '#fff' },
        limitInputPixels: false,
      })
        .png()
        .toBuffer(),
    );
    const outcome = await run();
    expect(outcome.counts.photos).toBe(1);
    expect(outcome.findings).toContainEqual(
      expect.objectContaining({ file: 'bomb.png', code: 'photo_too_large', severity: 'error' }) as unknown,
    );
  });
});

describe('an import that does not come to its end', () => {
  const many = (count: number): Json[] =>
    Array.from({ length: count }, (_, i) => ({ ...seed(), id: `r${i}`, image_id: `i${i}` }));

  it('leaves nothing of the file that it was at, whenever it is cancelled', async () => {
    const path = put('many.json', many(120));
    const empty = rowCounts();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (step) => {
        db = openInMemory();
        const abort = new AbortController();
        let steps = 0;
        const outcome = await run([path], abort.signal, () => void (++steps === step && abort.abort()));
        expect(outcome.cancelled).toBe(true);
        expect(rowCounts()).toEqual(empty);
        expect((await run([path])).counts).toMatchObject({ results: 120, lesions: 720 });
      }),
      { numRuns: 8 },
    );
  });

  it('is invisible and cleared at the next start when it was killed', async () => {
    await run([put('a.json', seed())]);
    const before = rowCounts();
    const decoder = inProcessDecoder();
    const killed = {
      ...decoder,
      async *decode(file: { path: string }) {
        let batches = 0;
        for await (const batch of decoder.decode(file)) {
          if (++batches > 6) throw Object.assign(new Error('killed'), { code: 'KILLED' });
          yield batch;
        }
      },
    };
    db.exec(
      "CREATE TEMP TRIGGER keep_remains BEFORE DELETE ON lesion BEGIN SELECT RAISE(ABORT, 'as after a kill'); END",
    );
    const context = { signal: new AbortController().signal, progress: () => undefined };
    await expect(
      importPaths({ db, decoder: killed, paths: [put('many.json', many(120))], now: 2, context }),
    ).rejects.toThrow('killed');
    db.exec('DROP TRIGGER keep_remains');
    expect(rowCounts()).not.toEqual(before);
    expect(projectStatus(db)).toMatchObject({ captures: 1, lesions: 6 });
    expect([...listRows(db, 'lesions')]).toHaveLength(6);
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
    removeUnpublished(db);
    expect(rowCounts()).toEqual(before);
  });
});

describe('the next import in the same session', () => {
  it('brings everything in after one that a full disk stopped, clean-up and all', async () => {
    const path = put(
      'many.json',
      Array.from({ length: 120 }, (_, i) => ({ ...seed(), id: `r${i}`, image_id: `i${i}` })),
    );
    const pages = firstRow<{ page_count: number }>(db, 'PRAGMA page_count')!.page_count;
    db.pragma(`max_page_count = ${pages + 60}`);
    db.exec("CREATE TEMP TRIGGER full BEFORE DELETE ON lesion BEGIN SELECT RAISE(ABORT, 'full'); END");
    await expect(run([path])).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    expect(rowCounts()[6]).toBeGreaterThan(0); // rows that nobody sees
    expect(projectStatus(db).views).toBe(0);
    db.exec('DROP TRIGGER full');
    db.pragma('max_page_count = 1000000');
    expect((await run([path])).counts).toMatchObject({ results: 120, lesions: 720 });
    expect(verifyProject(db).ok).toBe(true);
  });
});

it('makes UUIDv5 as RFC 9562 does', () => {
  expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});
