// Pairing where an import meets what came before it: photos that could not be read, files that are gone, captures that
// have no image id, and the words that findings say of places.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { LesionId, PhotoId, ViewId } from '#shared/domain/ids';
import { maskOf } from '#shared/formats/haut-scheme/fixtures/documents';
import { listPairings } from '#main/repositories/pairing-list';
import { pairViews } from '#main/services/ingest/pair-views';
import { choosePhotos } from '#main/services/pairing/choose-photo';
import { findAlike } from '#main/services/pairing/find-alike';
import { judgePhoto } from '#main/services/pairing/judge-photo';
import { pairableView } from '#main/repositories/pairing';
import { choosablePhoto } from '#main/repositories/pairing-photos';
import { appendAction } from '#main/services/review/append-action';
import { viewDetail } from '#main/services/review/present';
import { useImportFolder } from '#main/test-support/import-folder';
import { masksElement, squareRing } from '#main/test-support/scheme-elements';
import { NO_CONTEXT, testAuthor } from '#main/test-support/small-project';

const project = useImportFolder();
const maskOfSide = (side: string) => maskOf([[squareRing(2, 2, 5)]], { side, view_box: '0 0 48 60' });
const single = (id: string, side = 'front') => masksElement(id, [maskOfSide(side)]);
const nameless = (id: string) => ({ ...single(id), image_id: undefined });
const HEIC = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic');

let shade = 0;
async function putPhoto(name: string, [width, height] = [48, 60]): Promise<void> {
  const background = { r: (shade += 1), g: 120, b: 100 };
  project.put(name, await sharp({ create: { width: width!, height: height!, channels: 3, background } }).png().toBuffer()); // prettier-ignore
}
const pairs = (): unknown[] => project.list('views').map(({ side, photo, pairedBy }) => [side, photo, pairedBy]);
const author = testAuthor('device-1');
const reviewing = () => ({ db: project.db, author, reviewer: 'Ana', context: NO_CONTEXT });
const viewId = (index = 0): ViewId => project.list('views')[index]!['id'] as ViewId;
const photoId = (path: string): PhotoId =>
  String(project.rows('SELECT id, path FROM photo').find((row) => row['path'] === path)!['id']) as PhotoId;
const waiting = () =>
  listPairings(project.db, { filter: 'waiting', search: '', offset: 0, limit: 50 }).rows.map(({ state }) => state);

/** Every verdict, sweep and done, on the only view. */
function finishReview(): void {
  const lesions = project.list('lesions').map(({ id }) => id as LesionId);
  appendAction(reviewing(), { type: 'decide', lesions, verdict: 'accepted' });
  appendAction(reviewing(), { type: 'sweep', view: viewId(), value: true });
  appendAction(reviewing(), { type: 'done', view: viewId(), value: true });
}

describe('captures without image id', () => {
  it('never share a photo in silence: it is asked which one it belongs to', async () => {
    project.put('x/one.json', nameless('a'));
    project.put('x/two.json', nameless('b'));
    await putPhoto('x/DSC1.png');
    const { findings } = await project.import();
    expect(pairs()).toEqual([
      ['front', null, null],
      ['front', null, null],
    ]);
    const told = findings.filter(({ code }) => code === 'pairing_ambiguous');
    expect(told.map(({ file }) => file)).toEqual(['x/one.json', 'x/two.json']);
    choosePhotos(reviewing(), { choices: [{ viewId: viewId(), photoId: photoId('x/DSC1.png') }], confirmed: [] });
    const other = pairableView(project.db, viewId(1))!;
    const photo = choosablePhoto(project.db, Number(photoId('x/DSC1.png')))!;
    expect(judgePhoto(project.db, other, photo).doubts.map(({ code }) => code)).toEqual(['other_image']);
  });

  it('do not take the photo that a capture with one has', async () => {
    project.put('x/one.json', single('a'));
    project.put('x/two.json', nameless('b'));
    await putPhoto('x/image-a.png');
    await project.import();
    expect(pairs()).toEqual([
      ['front', 'x/image-a.png', 'image_id'],
      ['front', null, null],
    ]);
  });
});

describe('a photo that could not be read when decisions were made', () => {
  it('is taken when the file is copied anew, and offered: decisions are kept and marked, the view opens again', async () => {
    project.put('a.json', single('a'));
    project.put('image-a.png', Buffer.from([0x89]));
    await project.import();
    expect(pairs()).toEqual([['front', 'image-a.png', 'image_id']]);
    finishReview();
    await putPhoto('image-a.png');
    const { findings } = await project.import();
    const [told] = findings.filter(({ code }) => code === 'photo_changed');
    expect(told).toMatchObject({ severity: 'warning', file: 'image-a.png' });
    expect(told?.message).toMatch(/could not be read.*48 x 60.*kept.*offered/);
    expect(project.rows('SELECT state, width FROM photo')).toEqual([{ state: 'ok', width: 48 }]);
    expect(waiting()).toEqual(['confirmation']);
    expect(viewDetail(project.db, viewId()).progress).toMatchObject({ state: 'done', verdicts: { accepted: 1 } });
    const { findings: said } = choosePhotos(reviewing(), {
      choices: [{ viewId: viewId(), photoId: photoId('image-a.png') }],
      confirmed: [],
    });
    expect(said).toMatchObject([{ code: 'view_reopened' }]);
    const { lesions, progress } = viewDetail(project.db, viewId());
    expect(progress).toMatchObject({ state: 'open', swept: false, verdicts: { accepted: 1 } });
    expect(lesions[0]?.state).toMatchObject({ onOtherPhoto: true, verdict: 'accepted' });
    expect((await project.import()).lines).toEqual(['info already_imported']);
  });

  it('gives way to a readable one of the same name only when a reviewer says so', async () => {
    project.put('a.json', single('a'));
    project.put('image-a/phone.heic', HEIC);
    await project.import();
    finishReview();
    expect((await project.import()).findings.map(({ code }) => code)).not.toContain('pairing_unconfirmed');
    expect(pairs()).toEqual([['front', 'image-a/phone.heic', 'image_id']]);
    await putPhoto('image-a/phone.jpg');
    const { findings } = await project.import();
    const [told] = findings.filter(({ code }) => code === 'pairing_unconfirmed');
    expect(told?.message).toContain('image-a/phone.jpg');
    expect(pairs()).toEqual([['front', null, null]]);
    expect(waiting()).toEqual(['confirmation']);
    const rows = project.rows('SELECT p.path FROM pairing_candidate AS c JOIN photo AS p ON p.id = c.photo_id');
    expect(rows).toEqual([{ path: 'image-a/phone.jpg' }]);
    expect(viewDetail(project.db, viewId()).progress).toMatchObject({ state: 'done' });
  });

  it('keeps its place under decisions while nothing better comes', async () => {
    project.put('a.json', single('a'));
    project.put('image-a/phone.heic', HEIC);
    await project.import();
    finishReview();
    await putPhoto('image-b.png');
    await project.import();
    expect(pairs()).toEqual([['front', 'image-a/phone.heic', 'image_id']]);
  });
});

it('a photo that a reviewer chose is not lost when its file is replaced', async () => {
  project.put('a.json', single('a'));
  await putPhoto('one.png');
  await putPhoto('two.png');
  await project.import();
  choosePhotos(reviewing(), { choices: [{ viewId: viewId(), photoId: photoId('two.png') }], confirmed: [] });
  await putPhoto('two.png');
  const { findings } = await project.import();
  expect(findings.find(({ code }) => code === 'photo_changed')?.message).toMatch(/earlier facts are kept/);
  expect(pairs()).toEqual([['front', 'two.png', 'user']]);
});

it('a photo that a reviewer chooses while the rules look for photos is not given to another image, too', async () => {
  project.put('x/one.json', single('a'));
  project.put('y/two.json', single('b'));
  await putPhoto('x/one.png');
  await project.import();
  expect(pairs()).toEqual([
    ['front', 'x/one.png', 'stem'],
    ['front', null, null],
  ]);
  project.db.exec('UPDATE view SET photo_id = NULL, paired_by = NULL, pairing_notice = NULL');
  let isChosen = false;
  const pause = (): Promise<void> => {
    const choices = [{ viewId: viewId(1), photoId: photoId('x/one.png') }];
    if (!isChosen) choosePhotos(reviewing(), { choices, confirmed: [] });
    isChosen = true;
    return Promise.resolve();
  };
  await pairViews(project.db, { runId: 1, pause });
  expect(pairs()).toEqual([
    ['front', null, null],
    ['front', 'x/one.png', 'user'],
  ]);
  expect(waiting()).toEqual(['ambiguous']);
});

it('photos in folders for sides under the result file are candidates', async () => {
  project.put('visit/answer.json', masksElement('a', ['left', 'right'].map(maskOfSide)));
  for (const side of ['left', 'Right']) await putPhoto(`visit/${side}/DSC1.png`);
  const { findings } = await project.import();
  const told = findings.filter(({ code }) => code === 'photo_missing').map(({ message }) => message);
  expect(told).toEqual([
    expect.stringContaining('visit/left/DSC1.png'),
    expect.stringContaining('visit/Right/DSC1.png'),
  ]);
  const candidates = project.rows(
    'SELECT v.side, p.path FROM pairing_candidate AS c JOIN view AS v ON v.id = c.view_id JOIN photo AS p ON p.id = c.photo_id ORDER BY v.id',
  );
  expect(candidates).toEqual([
    { side: 'left', path: 'visit/left/DSC1.png' },
    { side: 'right', path: 'visit/Right/DSC1.png' },
  ]);
});

it('no finding and no notice of a pairing says where on the machine a folder lies', async () => {
  project.put('x/several.json', single('a'));
  for (const name of ['x/1.png', 'x/2.png']) await putPhoto(name);
  project.put('y/sides.json', masksElement('b', ['left', 'right'].map(maskOfSide)));
  await putPhoto('y/image-b.png');
  project.put('z/kind.json', single('c'));
  await putPhoto('z/image-c_original.png', [96, 120]);
  project.put('z/aspect.json', single('d'));
  await putPhoto('z/image-d.png', [60, 60]);
  project.put('z/scale.json', single('e'));
  await putPhoto('other/image-e.png', [24, 30]);
  project.put('w/late.json', single('f'));
  const first = await project.import();
  appendAction(reviewing(), {
    type: 'decide',
    lesions: [project.list('lesions').at(-1)!['id'] as LesionId],
    verdict: 'accepted',
  });
  await putPhoto('w/image-f.png');
  const second = await project.import();
  const words = [...first.findings, ...second.findings].map(({ message }) => message);
  for (const { notice } of project.rows('SELECT pairing_notice AS notice FROM view')) words.push(String(notice));
  expect(words.filter((text) => text.includes(project.folder))).toEqual([]);
  expect(words.join('\n')).toMatch(/z\/image-d\.png is 60 × 60 px/);
  expect(words.join('\n')).toMatch(/other\/image-e\.png is 24 × 30 px.*enlarged 2 times/);
});

describe('an image list', () => {
  const list = [{ id: 'image-a', name: 'DSC_7.png', side: 1, urls: {} }];
  const prepare = async (): Promise<void> => {
    project.put('all.json', [single('a'), single('b')]);
    project.put('list.json', list);
    await project.import();
  };
  const late = async (): Promise<unknown[]> => {
    await putPhoto('DSC_7.png');
    await putPhoto('DSC_8.png');
    await project.import();
    return pairs();
  };
  const unpaired = ['front', null, null];

  it('that is still there tells of photos that come later', async () => {
    await prepare();
    expect(await late()).toEqual([['front', 'DSC_7.png', 'image_list'], unpaired]);
  });

  it('that is gone is forgotten, and it is said', async () => {
    await prepare();
    rmSync(join(project.folder, 'list.json'));
    const { findings } = await project.import();
    expect(findings.filter(({ file }) => file === 'list.json').map(({ code }) => code)).toEqual(['image_list_gone']);
    expect(await late()).toEqual([unpaired, unpaired]);
  });

  it('that is no list any more says nothing', async () => {
    await prepare();
    project.put('list.json', { nothing: true });
    expect(await late()).toEqual([unpaired, unpaired]);
  });
});

/** Whether this disk takes `A` and `a` for one name. */
const isCaseBlind = existsSync(import.meta.filename.toUpperCase());
it.skipIf(isCaseBlind)('photos whose paths differ only in case are two: the one that is meant is taken', async () => {
  for (const id of ['a', 'b']) {
    project.put(`${id}/answer.json`, single(id));
    for (const name of [`image-${id}_x.png`, `image-${id}_y.png`, `image-${id}_Y.png`]) await putPhoto(`${id}/${name}`);
  }
  await project.import();
  const alike = (path: string) =>
    findAlike(project.db, { viewId: viewId(), photoId: photoId(path) }).choices.map(({ photoPath }) => photoPath);
  expect(alike('a/image-a_Y.png')).toEqual(['b/image-b_Y.png']);
  expect(alike('a/image-a_y.png')).toEqual(['b/image-b_y.png']);
});

it('a photo that more than fifty views use is still judged by all of them', async () => {
  const results = Array.from({ length: 60 }, (_, n) => ({ ...single(`r${n}`), image_id: 'image-a', algorithm_version_id: n })); // prettier-ignore
  project.put('x/all.json', results);
  await putPhoto('x/image-a.png');
  project.put('y/left.json', single('left', 'left'));
  await project.import();
  const left = pairableView(project.db, viewId(60))!;
  const photo = choosablePhoto(project.db, Number(photoId('x/image-a.png')))!;
  expect(judgePhoto(project.db, left, photo).uses).toHaveLength(60);
  expect(judgePhoto(project.db, left, photo).refusal).toMatch(/never serves two sides/);
});
