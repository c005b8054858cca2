import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhotoChoice } from '#shared/contract/pairing';
import type { PhotoDoubt } from '#shared/domain/photo-doubts';
import type { LesionId, PhotoId, ViewId } from '#shared/domain/ids';
import { allRows, firstRow, run as sql, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { listPairings } from '#main/repositories/pairing-list';
import { viewById } from '#main/repositories/views';
import { NO_CONTEXT, squareCoordinates, testAuthor } from '#main/test-support/small-project';
import { importPaths } from '../ingest/import-paths';
import { listRows } from '../projects/list-rows';
import { appendAction, type Appended, type Reviewing } from '../review/append-action';
import { presentApplied, viewDetail } from '../review/present';
import { redo, undo } from '../review/undo';
import { verifyProject } from '../verify/verify';
import { choosePhotos } from './choose-photo';
import { findAlike } from './find-alike';
import { pairingDetail } from './list-candidates';

const SEED = readFileSync(resolve(import.meta.dirname, '../../../resources/sample/example-result.json'), 'utf8');
type Json = Record<string, unknown>;

let db: WritableDb;
let folder: string;
let ana: Reviewing;
beforeEach(() => {
  db = openInMemory();
  ana = { db, author: testAuthor(), reviewer: 'Ana', context: NO_CONTEXT };
  folder = mkdtempSync(join(tmpdir(), 'macule-pairing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: unknown): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), Buffer.isBuffer(content) ? content : JSON.stringify(content));
}
let shade = 0;
async function picture(name: string, width = 800, height = 1000): Promise<void> {
  const background = { r: 180, g: 140, b: ++shade % 256 };
  put(
    name,
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  );
}
function answer(id: string, imageId: string, sides = ['front']): Json {
  const seed = JSON.parse(SEED) as Json & { result: { masks_restored: Json[] } };
  const masks = sides.map((side) => ({ ...seed.result.masks_restored[0], side, view_box: '0 0 800 1000' }));
  return { ...seed, id, image_id: imageId, result: { ...seed.result, masks_restored: masks } };
}
const failed = (id: string, imageId: string): Json => ({
  ...answer(id, imageId),
  is_ok: false,
  result: { error: 'No face detected' },
});
async function importFolder(): Promise<void> {
  const context = { signal: new AbortController().signal, progress: () => undefined };
  await importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: Date.now(), context });
}
const viewOf = (imageId: string, side = 'front'): ViewId =>
  firstRow<{ uid: ViewId }>(
    db,
    'SELECT v.uid FROM view AS v JOIN result AS r ON r.id = v.result_id WHERE r.image_id = ? AND v.side = ?',
    [imageId, side],
  )!.uid;
const photoAt = (path: string): PhotoId =>
  String(firstRow<{ id: number }>(db, 'SELECT id FROM photo WHERE path = ?', [path])!.id) as PhotoId;
const choose = (choices: PhotoChoice[], confirmed: PhotoDoubt[] = [], by = ana): Appended =>
  choosePhotos(by, { choices, confirmed });
const photoOf = (view: ViewId): string | null => viewById(db, view)?.photo_path ?? null;
function refusalOf(attempt: () => unknown): { refusal: unknown; doubts: unknown; message: string } {
  try {
    attempt();
  } catch (error) {
    const { message, details } = error as Error & { details: Json };
    return { refusal: details['refusal'], doubts: details['doubts'], message };
  }
  throw new Error('was not refused');
}
const page = { offset: 0, limit: 50, search: '' };

describe('choosing a photo', () => {
  it('is one event, outranks the rules, survives later imports, and can be undone and redone', async () => {
    put('a/result.json', [answer('r', 'img-1')]);
    await picture('a/img-1_one.png');
    await picture('a/img-1_two.png');
    await importFolder();
    const view = viewOf('img-1');
    expect(listPairings(db, { ...page, filter: 'ambiguous' })).toMatchObject({
      total: 1,
      counts: { waiting: 1, ambiguous: 1, confirmation: 0, unpaired: 0, chosen: 0, ruled: 0, all: 1 },
      rows: [{ viewId: view, state: 'ambiguous', photoName: null, pairedBy: null }],
    });
    const applied = choose([{ viewId: view, photoId: photoAt('a/img-1_two.png') }]);
    expect(presentApplied(db, applied, { deviceId: ana.author.deviceId, reviewer: 'Ana' })).toMatchObject({
      viewId: view,
      label: 'Choose photo',
      undoLabel: 'Choose photo',
      isPhotoChanged: true,
    });
    expect(photoOf(view)).toBe('a/img-1_two.png');
    rmSync(join(folder, 'a/img-1_one.png'));
    await picture('a/img-1_restored.png');
    await importFolder();
    expect(listPairings(db, { ...page, filter: 'all' }).rows).toMatchObject([
      { state: 'chosen', photoName: 'img-1_two.png', pairedBy: 'user' },
    ]);
    const undone = undo(ana);
    expect(presentApplied(db, undone, { deviceId: ana.author.deviceId, reviewer: 'Ana' })).toMatchObject({
      viewId: view,
      isPhotoChanged: true,
    });
    expect(photoOf(view)).toBeNull();
    redo(ana);
    expect(photoOf(view)).toBe('a/img-1_two.png');
    expect(refusalOf(() => choose([{ viewId: view, photoId: photoAt('a/img-1_two.png') }])).refusal).toBe(
      'nothing_changed',
    );
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
  });

  it('finds the photo again by its content under another name', async () => {
    put('a/result.json', [answer('r', 'img-1')]);
    await picture('a/one.png');
    await picture('a/two.png');
    await importFolder();
    choose([{ viewId: viewOf('img-1'), photoId: photoAt('a/two.png') }]);
    sql(db, `UPDATE photo SET path = 'moved/renamed.png', name = 'renamed.png' WHERE path = 'a/two.png'`);
    expect(photoOf(viewOf('img-1'))).toBe('moved/renamed.png');
  });

  it('of none is a choice too', async () => {
    put('result.json', [answer('r', 'img-1')]);
    await picture('img-1.png');
    await importFolder();
    const view = viewOf('img-1');
    choose([{ viewId: view, photoId: null }]);
    expect(viewById(db, view)).toMatchObject({ photo_path: null, paired_by: null, photo_chosen: 1 });
    expect(listPairings(db, { ...page, filter: 'waiting' }).total).toBe(0);
    await importFolder();
    expect(photoOf(view)).toBeNull();
    undo(ana);
    expect(viewById(db, view)).toMatchObject({ photo_path: 'img-1.png', paired_by: 'image_id' });
  });

  it('asks for a yes to every doubt, and keeps the words', async () => {
    put('a/result.json', [answer('r', 'img-1')]);
    await picture('a/img-1_original.png', 1600, 2000);
    await picture('a/turned.png', 1000, 800);
    await picture('a/wide.png', 1000, 900);
    await picture('a/left.png');
    await importFolder();
    const view = viewOf('img-1');
    expect(listPairings(db, { ...page, filter: 'confirmation' }).total).toBe(1);
    const doubtsOf = (path: string): unknown =>
      refusalOf(() => choose([{ viewId: view, photoId: photoAt(path) }])).doubts;
    expect(doubtsOf('a/img-1_original.png')).toBe('other_scale,other_kind');
    expect(doubtsOf('a/turned.png')).toBe('turned');
    expect(doubtsOf('a/wide.png')).toBe('other_aspect');
    expect(doubtsOf('a/left.png')).toBe('other_side');
    const original = { viewId: view, photoId: photoAt('a/img-1_original.png') };
    expect(refusalOf(() => choose([original], ['other_scale'])).doubts).toBe('other_kind');
    choose([original], ['other_scale', 'other_kind']);
    const [{ confirmed } = { confirmed: '' }] = allRows<{ confirmed: string }>(db, 'SELECT confirmed FROM view_photo');
    expect(confirmed).toMatch(/drawn reduced to 0\.5.*named as the upload/);
    choose([{ viewId: view, photoId: photoAt('a/wide.png') }], ['other_aspect']);
    expect(viewDetail(db, view)).toMatchObject({
      photo: { name: 'wide.png', scale: null },
      photoNotice: expect.stringMatching(/not laid under/),
    });
  });

  it('never lets one photo serve two sides, but lets two results share it', async () => {
    put('a/result.json', [answer('r1', 'img-1', ['front', 'left'])]);
    put('a/later.json', [
      {
        ...answer('r2', 'img-1', ['front']),
        result: { ...(answer('r2', 'img-1')['result'] as Json), revision: 'next' },
      },
    ]);
    await picture('a/x.png');
    await picture('a/y.png');
    await importFolder();
    const [front, left] = [viewOf('img-1'), viewOf('img-1', 'left')];
    const x = photoAt('a/x.png');
    expect(refusalOf(() => choose([front, left].map((viewId) => ({ viewId, photoId: x }))))).toMatchObject({
      refusal: 'photo_refused',
    });
    choose([{ viewId: front, photoId: x }]);
    expect(refusalOf(() => choose([{ viewId: left, photoId: x }]))).toMatchObject({
      refusal: 'photo_refused',
      message: expect.stringMatching(/lies under the front view of img-1/),
    });
    const other = allRows<{ uid: ViewId }>(db, `SELECT uid FROM view WHERE side = 'front' ORDER BY id`);
    for (const { uid } of other) if (uid !== front) choose([{ viewId: uid, photoId: x }]);
    choose([{ viewId: left, photoId: photoAt('a/y.png') }]);
    // Two sides that were the wrong way round are put right in one step, and all views of a photo go with it.
    const swapped = other.map(({ uid }) => ({ viewId: uid, photoId: photoAt('a/y.png') }));
    choose([...swapped, { viewId: left, photoId: x }]);
    expect([front, left].map(photoOf)).toEqual(['a/y.png', 'a/x.png']);
  });

  it('never takes a picture of masks', async () => {
    put('result.json', [answer('r', 'img-1')]);
    await picture('img-1.png');
    await importFolder();
    choose([{ viewId: viewOf('img-1'), photoId: null }]);
    sql(db, `UPDATE photo SET role = 'mask_picture'`);
    expect(refusalOf(() => choose([{ viewId: viewOf('img-1'), photoId: photoAt('img-1.png') }]))).toMatchObject({
      refusal: 'photo_refused',
      message: expect.stringMatching(/picture of masks/),
    });
  });

  it('gives a view without frame the size of its photo, and undo takes it back', async () => {
    put('result.json', [failed('r', 'img-1')]);
    await picture('big.png', 600, 900);
    await picture('small.png', 300, 400);
    await importFolder();
    const view = viewOf('img-1');
    expect(viewById(db, view)?.frame).toBeNull();
    choose([{ viewId: view, photoId: photoAt('big.png') }]);
    expect(viewById(db, view)?.frame).toMatchObject({ width: 600, height: 900 });
    appendAction(ana, { type: 'add', view, geometry: squareCoordinates(10, 10, 20) });
    expect(refusalOf(() => choose([{ viewId: view, photoId: photoAt('small.png') }])).doubts).toBe(
      'drawn_in_other_frame',
    );
    undo(ana);
    undo(ana);
    expect(viewById(db, view)?.frame).toBeNull();
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
  });
});

describe('another photo after decisions', () => {
  it('keeps them, marks them and opens the view again; undo brings everything back', async () => {
    put('result.json', [answer('r', 'img-1')]);
    await picture('img-1_restored.png');
    await picture('better.png');
    await importFolder();
    const view = viewOf('img-1');
    const lesions = allRows<{ uid: LesionId }>(db, 'SELECT uid FROM lesion ORDER BY id').map(({ uid }) => uid);
    appendAction(ana, { type: 'decide', lesions, verdict: 'accepted' });
    appendAction(ana, { type: 'sweep', view, value: true });
    appendAction(ana, { type: 'done', view, value: true });
    const applied = choose([{ viewId: view, photoId: photoAt('better.png') }]);
    expect(applied.findings).toMatchObject([{ code: 'view_reopened', severity: 'warning', place: view }]);
    const detail = viewDetail(db, view);
    expect(detail.progress).toMatchObject({ state: 'open', swept: false, verdicts: { accepted: 6, pending: 0 } });
    expect(detail.lesions.every(({ state }) => state.onOtherPhoto && state.verdict === 'accepted')).toBe(true);
    expect(listPairings(db, { ...page, filter: 'all' }).rows).toMatchObject([
      { decisions: 6, decisionsOnOtherPhoto: 6 },
    ]);
    expect(([...listRows(db, 'lesions')] as Json[]).every((row) => row['decidedOnOtherPhoto'])).toBe(true);
    appendAction(ana, { type: 'decide', lesions: lesions.slice(0, 1), verdict: 'rejected', reason: 'R1' });
    expect(viewDetail(db, view).lesions.filter(({ state }) => state.onOtherPhoto)).toHaveLength(5);
    undo(ana);
    undo(ana);
    const back = viewDetail(db, view);
    expect(back.progress).toMatchObject({ state: 'done', swept: true });
    expect(back.lesions.some(({ state }) => state.onOtherPhoto)).toBe(false);
    expect(verifyProject(db)).toMatchObject({ ok: true, findings: [] });
  });
});

describe('the photos to choose from', () => {
  it('are the named ones, then the ones near, each with scale, doubts and use; a search looks at all', async () => {
    put('a/result.json', [answer('r1', 'img-1', ['front', 'left'])]);
    await picture('a/left.png');
    await picture('a/shots/img-1_1.png');
    await picture('a/shots/img-1_2.png');
    await picture('a/small.png', 400, 500);
    await picture('b/elsewhere.png');
    await importFolder();
    const detail = pairingDetail(db, viewOf('img-1'), '');
    expect(detail.outlines).toHaveLength(6);
    expect(detail.candidates.map(({ path, rule, scale }) => [path, rule, scale])).toEqual([
      ['a/shots/img-1_1.png', 'image_id', 1],
      ['a/shots/img-1_2.png', 'image_id', 1],
      ['a/small.png', null, 2],
      ['a/left.png', null, 1],
    ]);
    expect(detail.candidates[3]).toMatchObject({
      doubts: [{ code: 'other_side' }],
      refusal: expect.stringMatching(/left view of img-1/),
      usedBy: ['img-1 left'],
    });
    const found = pairingDetail(db, viewOf('img-1'), 'ELSE png');
    expect(found.candidates.map(({ path }) => path)).toEqual(['b/elsewhere.png']);
    expect(pairingDetail(db, viewOf('img-1'), '%_').candidates).toEqual([]);
  });
});

describe('views alike', () => {
  it('take the photo at the same place, and the others are left out with the reason', async () => {
    for (const id of ['img-1', 'img-2', 'img-3', 'img-4', 'img-5']) {
      put(`${id}/result.json`, [answer(`r-${id}`, id)]);
      await picture(`${id}/${id}_shot-a.png`);
      if (id !== 'img-4')
        await picture(`${id}/${id}_shot-b.png`, id === 'img-3' ? 400 : 800, id === 'img-3' ? 500 : 1000);
    }
    await importFolder();
    choose([{ viewId: viewOf('img-5'), photoId: photoAt('img-5/img-5_shot-a.png') }]);
    const alike = findAlike(db, { viewId: viewOf('img-1'), photoId: photoAt('img-1/img-1_shot-b.png') });
    expect(alike.likeness).toMatch(/<image_id>_shot-b\.png/);
    expect(alike.choices).toEqual([
      {
        viewId: viewOf('img-2'),
        photoId: photoAt('img-2/img-2_shot-b.png'),
        photoPath: 'img-2/img-2_shot-b.png',
        captureName: 'img-2',
        side: 'front',
      },
    ]);
    const first = { viewId: viewOf('img-1'), photoId: photoAt('img-1/img-1_shot-b.png') };
    choose([first, ...alike.choices.map(({ viewId, photoId }) => ({ viewId, photoId }))]);
    expect([viewOf('img-1'), viewOf('img-2')].map(photoOf)).toEqual([
      'img-1/img-1_shot-b.png',
      'img-2/img-2_shot-b.png',
    ]);
    undo(ana);
    expect([viewOf('img-1'), viewOf('img-2')].map(photoOf)).toEqual([null, null]);
  });

  it('by rule and doubt where the place differs, and never with a new doubt', async () => {
    for (const [id, name, width] of [
      ['img-1', 'x/img-1_original.png', 400],
      ['img-2', 'y/z/img-2_original.png', 400],
      ['img-3', 'img-3_original.png', 1000],
    ] as const) {
      put(`${id}.json`, [answer(`r-${id}`, id)]);
      await picture(name, width, 500);
    }
    await importFolder();
    expect(listPairings(db, { ...page, filter: 'confirmation' }).total).toBe(3);
    const alike = findAlike(db, { viewId: viewOf('img-1'), photoId: photoAt('x/img-1_original.png') });
    expect(alike.choices.map(({ photoPath }) => photoPath)).toEqual(['y/z/img-2_original.png']);
    expect(alike.leftOut).toMatchObject([{ captureName: 'img-3', why: expect.stringMatching(/another aspect/) }]);
  });

  it('for none are the ones that wait for the same reason', async () => {
    for (const id of ['img-1', 'img-2']) put(`${id}/result.json`, [answer(`r-${id}`, id)]);
    put('img-3/result.json', [answer('r-img-3', 'img-3')]);
    await picture('img-3/img-3.png');
    await importFolder();
    const alike = findAlike(db, { viewId: viewOf('img-1'), photoId: null });
    expect(alike.choices.map(({ captureName }) => captureName)).toEqual(['img-2']);
  });
});
