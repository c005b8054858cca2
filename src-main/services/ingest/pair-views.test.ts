import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { allRows, run as sql, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { pairableView } from '#main/repositories/pairing';
import { NO_CONTEXT, testAuthor } from '#main/test-support/small-project';
import { appendAction } from '../review/append-action';
import { verifyProject } from '../verify/verify';
import { importPaths, type ImportOutcome } from './import-paths';

const SEED = readFileSync(resolve(import.meta.dirname, '../../../resources/sample/example-result.json'), 'utf8');
type Json = Record<string, unknown>;

let db: WritableDb;
let folder: string;
beforeEach(() => {
  db = openInMemory();
  folder = mkdtempSync(join(tmpdir(), 'macule-pairing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: unknown): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), Buffer.isBuffer(content) ? content : JSON.stringify(content));
}
let shade = 0;
const picture = (width: number, height = width): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 180, g: 140, b: ++shade % 256 } } })
    .png()
    .toBuffer();
function answer(id: string, imageId: string, sides = ['front']): Json {
  const seed = JSON.parse(SEED) as Json & { result: { masks_restored: Json[] } };
  const masks = sides.map((side) => ({ ...seed.result.masks_restored[0], side, view_box: '0 0 800 1000' }));
  return { ...seed, id, image_id: imageId, result: { ...seed.result, masks_restored: masks } };
}
async function run(): Promise<ImportOutcome> {
  const context = { signal: new AbortController().signal, progress: () => undefined };
  return importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: Date.now(), context });
}
const paired = (): string[] =>
  allRows<{ text: string }>(
    db,
    `SELECT v.side || ' ' || coalesce(v.paired_by, '?') || ' ' || coalesce(p.path, '-') || ' ' || v.needs_pairing AS text
     FROM view AS v LEFT JOIN photo AS p ON p.id = v.photo_id ORDER BY v.id`,
  ).map(({ text }) => text);
const candidates = (): string[] =>
  allRows<{ text: string }>(
    db,
    `SELECT v.side || ' ' || c.rank || ' ' || coalesce(c.rule, '-') || ' ' || p.path AS text FROM pairing_candidate AS c
     JOIN view AS v ON v.id = c.view_id JOIN photo AS p ON p.id = c.photo_id ORDER BY v.id, c.rank`,
  ).map(({ text }) => text);

it('keeps the photos to choose from in order, each with its rule, and says which file and view is meant', async () => {
  put('a/result.json', [answer('r', 'img-1', ['front', 'left'])]);
  put('a/left_restored.png', await picture(800, 1000));
  put('a/shots/img-1_one.png', await picture(800, 1000));
  put('a/shots/img-1_two.png', await picture(800, 1000));
  const { findings } = await run();
  expect(paired()).toEqual(['front ? - 1', 'left side_word a/left_restored.png 0']);
  expect(candidates()).toEqual(['front 0 image_id a/shots/img-1_one.png', 'front 1 image_id a/shots/img-1_two.png']);
  const [view] = allRows<{ uid: string }>(db, `SELECT uid FROM view WHERE side = 'front'`);
  const ambiguous = findings.filter(({ code }) => code === 'pairing_ambiguous');
  expect(ambiguous).toMatchObject([{ severity: 'warning', file: 'a/result.json', place: view?.uid }]);
  expect(ambiguous[0]?.message).toMatch(/a\/shots\/img-1_one\.png, a\/shots\/img-1_two\.png/);
  const stored = allRows(db, `SELECT file, view_uid FROM finding WHERE code = 'pairing_ambiguous'`);
  expect(stored).toEqual([{ file: 'a/result.json', view_uid: view?.uid }]);
  expect(verifyProject(db)).toMatchObject({ ok: true });
});

it('says the same thing once, and looks again only when photos or lists have come', async () => {
  put('a/result.json', [answer('r', 'img-1')]);
  expect((await run()).findings.map(({ code }) => code)).toContain('photo_missing');
  put('notes.json', { nothing: true });
  expect((await run()).findings.map(({ code }) => code)).not.toContain('photo_missing');
  put('a/wrong_size.png', await picture(300, 300));
  expect((await run()).findings.map(({ code }) => code)).not.toContain('photo_missing');
  put('a/img-1_original.png', await picture(400, 500));
  const { findings } = await run();
  expect(paired()).toEqual(['front ? - 2']);
  const unconfirmed = findings.filter(({ code }) => code === 'pairing_unconfirmed');
  expect(unconfirmed[0]?.message).toMatch(/img-1_original\.png is named as the upload/);
  put('b/img-1_restored.png', await picture(800, 1000));
  await run();
  expect(paired()).toEqual(['front image_id b/img-1_restored.png 0']);
  expect(candidates()).toEqual([]);
});

it('remembers an image list for photos that come with a later import', async () => {
  put('a/images.json', [
    { id: 'img-1', name: 'DSC_01.jpg', side: 1, urls: {} },
    { id: 'img-2', name: 'DSC_02.jpg', side: 3, urls: {} },
  ]);
  put('a/result.json', [answer('r', 'img-1', ['front', 'left'])]);
  await run();
  expect(paired()).toEqual(['front ? - 0', 'left ? - 0']);
  put('a/DSC_01.png', await picture(800, 1000));
  put('a/DSC_02.png', await picture(800, 1000));
  put('a/DSC_03.png', await picture(800, 1000));
  await run();
  expect(paired()).toEqual(['front image_list a/DSC_01.png 0', 'left image_list a/DSC_02.png 0']);
});

it('never takes a picture of masks', async () => {
  put('img-1.png', await picture(800, 1000));
  await run();
  sql(db, `UPDATE photo SET role = 'mask_picture'`);
  put('result.json', [answer('r', 'img-1')]);
  await run();
  expect(paired()).toEqual(['front ? - 0']);
  expect(candidates()).toEqual([]);
});

it('offers a photo that comes after decisions, and takes it only from a reviewer', async () => {
  put('result.json', [answer('r', 'img-1')]);
  await run();
  const [lesion] = allRows<{ uid: string }>(db, 'SELECT uid FROM lesion LIMIT 1');
  appendAction(
    { db, author: testAuthor(), reviewer: 'Ana', context: NO_CONTEXT },
    { type: 'decide', lesions: [lesion!.uid as never], verdict: 'accepted' },
  );
  put('img-1_restored.png', await picture(800, 1000));
  await run();
  expect(paired()).toEqual(['front ? - 2']);
  expect(candidates()).toEqual(['front 0 image_id img-1_restored.png']);
});

it('takes the size of a view without frame from its photo, and does not store it', async () => {
  put('result.json', [{ ...answer('r', 'img-1'), is_ok: false, result: { error: 'No face detected' } }]);
  put('img-1.png', await picture(30, 40));
  await run();
  expect(paired()).toEqual(['front image_id img-1.png 0']);
  const [view] = allRows<{ uid: string; width: number | null }>(db, 'SELECT uid, width FROM view');
  expect(view?.width).toBeNull();
  expect(pairableView(db, view!.uid as never)).toMatchObject({ frame: null, settled: { photo: 1 } });
});

it('shows a view which file it has when that cannot be read, until a readable one comes', async () => {
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic');
  put('result.json', [answer('r', 'img-1')]);
  put('img-1/phone.heic', heic);
  await run();
  expect(paired()).toEqual(['front image_id img-1/phone.heic 0']);
  put('img-1/phone.jpg', await picture(800, 1000));
  await run();
  expect(paired()).toEqual(['front image_id img-1/phone.jpg 0']);
});

it('takes the readable one of two pictures of one name', async () => {
  put('result.json', [answer('r', 'img-1')]);
  put('img-1/phone.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'));
  put('img-1/phone.png', await picture(800, 1000));
  await run();
  expect(paired()).toEqual(['front image_id img-1/phone.png 0']);
});
