import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ViewId } from '#shared/domain/ids';
import { viewDetail } from '#main/services/review/present';
import { useImportFolder } from '#main/test-support/import-folder';
import { masksElement, squareRing } from '#main/test-support/scheme-elements';
import { maskOf } from '#shared/formats/haut-scheme/fixtures/documents';

const project = useImportFolder();
/** Frames are 48 x 60 px; a picture of that aspect fits. */
const VIEW_BOX = '0 0 48 60';
const ring = squareRing(2, 2, 5);
const maskOfSide = (side: string, more: object = {}) => maskOf([[ring]], { side, view_box: VIEW_BOX, ...more });
const single = (id: string) => masksElement(id, [maskOfSide('front')]);
const batch = (id: string) =>
  masksElement(
    id,
    ['left', 'front', 'right'].map((side) => maskOfSide(side)),
  );
const originalOnly = (id: string) => masksElement(id, [], { masks_original: [maskOfSide('front')] });

/** A picture of its own content; each name gets another colour. */
async function putPhoto(name: string, [width, height] = [48, 60]): Promise<void> {
  const background = {
    r: [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 251, 7),
    g: 120,
    b: 100,
  };
  const create = { width: width!, height: height!, channels: 3 as const, background };
  project.put(name, await sharp({ create }).png().toBuffer());
}
async function imported(): Promise<{ pairs: unknown[]; codes: string[] }> {
  const { findings } = await project.import();
  const pairs = project.list('views').map(({ side, photo, pairedBy }) => [side, photo, pairedBy]);
  return { pairs, codes: findings.map(({ code }) => code).filter((code) => code !== 'photo_added') };
}

describe('7.2 the image id', () => {
  it('in the file name', async () => {
    project.put('x/answer.json', [single('a'), single('b')]);
    await putPhoto('x/image-a.png');
    await putPhoto('x/image-b_restored.png');
    expect(await imported()).toEqual({
      pairs: [
        ['front', 'x/image-a.png', 'image_id'],
        ['front', 'x/image-b_restored.png', 'image_id'],
      ],
      codes: [],
    });
  });

  it('in a parent folder, for files named just restored or original, without an ending', async () => {
    project.put('answers/all.json', [single('a'), originalOnly('b')]);
    await putPhoto('images/image-a/face/restored');
    await putPhoto('images/image-b/face/original');
    expect((await imported()).pairs).toEqual([
      ['front', 'images/image-a/face/restored', 'image_id'],
      ['front', 'images/image-b/face/original', 'image_id'],
    ]);
  });

  it('is found as a whole only: a longer id is another one', async () => {
    project.put('x/answer.json', [single('a'), single('c')]);
    await putPhoto('x/image-ab.png');
    expect((await imported()).pairs).toEqual([
      ['front', null, null],
      ['front', null, null],
    ]);
  });
});

describe('7.3 an image list', () => {
  it('maps image ids to names', async () => {
    project.put('all.json', [single('a'), single('b')]);
    project.put('images.json', {
      count: 2,
      results: ['a', 'b'].map((id) => ({ id: `image-${id}`, name: `DSC_${id}.png`, side: 1, light: 1, urls: {} })),
    });
    await putPhoto('DSC_a.png');
    await putPhoto('DSC_b.png');
    const { pairs, codes } = await imported();
    expect(pairs).toEqual([
      ['front', 'DSC_a.png', 'image_list'],
      ['front', 'DSC_b.png', 'image_list'],
    ]);
    expect(codes).toEqual(['image_list']);
  });
});

describe('6.4 a map from file names', () => {
  it('names the photos of its results, in and under its folder', async () => {
    const anonymous = (id: string) => ({ ...single(id), image_id: undefined });
    const map = { 'DSC 1.jpg': anonymous('a'), 'shots/DSC_2.JPG': [anonymous('b')], 'DSC_3.jpg': anonymous('c') };
    project.put('x/answers.json', map);
    for (const name of ['x/DSC 1.png', 'x/photos/DSC_2.png', 'y/DSC_3.png']) await putPhoto(name);
    expect((await imported()).pairs).toEqual([
      ['front', 'x/DSC 1.png', 'image_list'],
      ['front', 'x/photos/DSC_2.png', 'image_list'],
      ['front', null, null],
    ]);
  });
});

describe('7.4 the stem of the JSON file', () => {
  it('x.json and x.png', async () => {
    project.put('visit 1.json', single('a'));
    project.put('visit 2.json', single('b'));
    await putPhoto('visit 1.png');
    await putPhoto('visit 2.png');
    expect((await imported()).pairs).toEqual([
      ['front', 'visit 1.png', 'stem'],
      ['front', 'visit 2.png', 'stem'],
    ]);
  });

  it('with the side at its end', async () => {
    for (const visit of ['v1', 'v2']) {
      project.put(`${visit}.json`, batch(visit));
      for (const ending of ['_front', '-left', '_r']) await putPhoto(`${visit}${ending}.png`);
    }
    expect((await imported()).pairs).toEqual(
      ['v1', 'v2'].flatMap((visit) => [
        ['left', `${visit}-left.png`, 'stem'],
        ['front', `${visit}_front.png`, 'stem'],
        ['right', `${visit}_r.png`, 'stem'],
      ]),
    );
  });
});

describe('7.5 the word for the side', () => {
  it('within the same folder: left and right have image ids of their own', async () => {
    for (const sitting of ['one', 'two']) {
      project.put(`${sitting}/answer.json`, batch(sitting));
      for (const side of ['front', 'left', 'right']) await putPhoto(`${sitting}/face_${side}.png`);
    }
    expect((await imported()).pairs).toEqual(
      ['one', 'two'].flatMap((sitting) =>
        ['left', 'front', 'right'].map((side) => [side, `${sitting}/face_${side}.png`, 'side_word']),
      ),
    );
  });
});

describe('7.6 the size of the frame', () => {
  it('exactly one picture of that size in the folder', async () => {
    project.put('x/answer.json', single('a'));
    await putPhoto('x/DSC1.png');
    await putPhoto('x/DSC2.png', [40, 40]);
    await putPhoto('y/DSC3.png');
    expect(await imported()).toEqual({ pairs: [['front', 'x/DSC1.png', 'frame_size']], codes: [] });
  });
});

describe('7 after the rules', () => {
  it('several hits: none is taken, and it is asked', async () => {
    project.put('x/answer.json', single('a'));
    await putPhoto('x/DSC1.png');
    await putPhoto('x/DSC2.png');
    const { findings } = await project.import();
    expect(project.list('views')).toMatchObject([{ photo: null, pairedBy: null }]);
    const [told] = findings.filter(({ code }) => code === 'pairing_ambiguous');
    expect(told).toMatchObject({ severity: 'warning' });
    expect(told?.message).toMatch(/DSC1\.png.*DSC2\.png/);
  });

  it('none: an empty canvas of the size of the view box', async () => {
    project.put('x/answer.json', single('a'));
    expect(await imported()).toEqual({ pairs: [['front', null, null]], codes: ['photo_missing'] });
    expect(project.list('views')).toMatchObject([{ frame: { width: 48, height: 60, viewBox: [0, 0, 48, 60] } }]);
    expect(project.areas()).toEqual({ a: [25] });
  });

  it('restored is preferred for masks_restored, original for masks_original', async () => {
    project.put('x/answer.json', [single('a'), originalOnly('b')]);
    for (const id of ['a', 'b'])
      for (const kind of ['restored', 'original']) await putPhoto(`x/image-${id}_${kind}.png`);
    expect((await imported()).pairs).toEqual([
      ['front', 'x/image-a_restored.png', 'image_id'],
      ['front', 'x/image-b_original.png', 'image_id'],
    ]);
  });

  it('a picture of another aspect is never stretched: it is not taken', async () => {
    project.put('x/answer.json', single('a'));
    await putPhoto('x/image-a.png', [60, 60]);
    expect((await imported()).pairs).toEqual([['front', null, null]]);
  });

  it('two results of one image may share its picture', async () => {
    const rerun = { ...single('b'), image_id: 'image-a', algorithm_version_id: 99 };
    project.put('x/answer.json', [single('a'), rerun]);
    await putPhoto('x/image-a.png');
    expect((await imported()).pairs).toEqual([
      ['front', 'x/image-a.png', 'image_id'],
      ['front', 'x/image-a.png', 'image_id'],
    ]);
  });

  it('one picture never serves two sides in silence', async () => {
    project.put('x/answer.json', batch('a'));
    await putPhoto('x/DSC1.png');
    const { pairs, codes } = await imported();
    expect(pairs).toEqual([
      ['left', null, null],
      ['front', null, null],
      ['right', null, null],
    ]);
    expect(codes).toContain('pairing_ambiguous');
  });

  it('left and right are never swapped: the words of the file decide', async () => {
    project.put('x/answer.json', batch('a'));
    for (const side of ['right', 'left', 'front']) await putPhoto(`x/${side}.png`);
    for (const [side, photo] of (await imported()).pairs as [string, string][]) expect(photo).toBe(`x/${side}.png`);
  });

  it('name, size, view box, scale and rule are shown with the view', async () => {
    project.put('x/answer.json', single('a'));
    await putPhoto('x/image-a_restored.png', [24, 30]);
    await project.import();
    const [view] = project.list('views');
    expect(viewDetail(project.db, view!['id'] as ViewId)).toMatchObject({
      frame: { width: 48, height: 60, viewBox: [0, 0, 48, 60] },
      photo: { name: 'image-a_restored.png', width: 24, height: 30, scale: 2, pairedBy: 'image_id' },
    });
  });
});
