import { describe, expect, it } from 'vitest';
import type { ViewId } from './ids';
import { photoKindOf, photoScale, type ImageListEntry, type PairingPhoto, type PairingView } from './pairing';
import { pairPhotos } from './test-support/pair-in-memory';

const ID = '245a25a8-a5a6-44ed-980c-b4341281389e';
const FRAME = { width: 2416, height: 2416, viewBox: [0, 0, 2416, 2416] as const };

const view = (id: string, more: Partial<PairingView> = {}): PairingView => ({
  id: id as ViewId,
  side: 'front',
  frame: FRAME,
  imageId: ID,
  capture: id,
  sourcePath: 'result.json',
  resultCountInFile: 1,
  ...more,
});
const photosOf = (...specs: (string | [path: string, width: number, height: number])[]): PairingPhoto[] =>
  specs.map((spec, id) => {
    const [path, width, height] = typeof spec === 'string' ? ([spec, 2416, 2416] as const) : spec;
    return { id, path, place: path, width, height, kind: photoKindOf(path) };
  });
/** Photo path and rule per view; `?` and the candidates' paths when none was taken. */
function pair(views: PairingView[], photos: PairingPhoto[], imageList: ImageListEntry[] = []): string[] {
  const pathOf = (id: number): string => photos.find((photo) => photo.id === id)?.path ?? '';
  return pairPhotos(views, photos, imageList).map(({ view: id, photo, rule, candidates }) => {
    return photo === null
      ? `${id} ? ${candidates.map((one) => pathOf(one.photo)).join(' ')}`.trim()
      : `${id} ${rule} ${pathOf(photo)}`;
  });
}
const BATCH = ['front', 'left', 'right'].map((side) => view(side, { side, sourcePath: 'batch/result.json' }));

describe('pairPhotos: layouts that need no question', () => {
  it('image id in the file name', () => {
    expect(pair([view('v', { sourcePath: 'seed/example-result.json' })], photosOf(`seed/${ID}_restored.jpg`))).toEqual([
      `v image_id seed/${ID}_restored.jpg`,
    ]);
  });

  it('image id in a folder, no extension, the upload beside it', () => {
    const photos = photosOf(`images/${ID}/face/restored`, [`images/${ID}/face/original`, 3000, 4000]);
    expect(pair([view('v')], photos)).toEqual([`v image_id images/${ID}/face/restored`]);
  });

  it('a batch by side words', () => {
    expect(
      pair(BATCH, photosOf('batch/front_restored.jpg', 'batch/left_restored.jpg', 'batch/right_restored.jpg')),
    ).toEqual([
      'front side_word batch/front_restored.jpg',
      'left side_word batch/left_restored.jpg',
      'right side_word batch/right_restored.jpg',
    ]);
  });

  it('a batch in folders, uploads beside', () => {
    const sides = ['front', 'left', 'right'];
    const photos = photosOf(
      ...sides.flatMap((side): (string | [string, number, number])[] => [
        `batch/${side}_restored.png`,
        [`batch/${side}_original.jpg`, 3000, 4000],
      ]),
    );
    expect(pair(BATCH, photos)).toEqual(sides.map((side) => `${side} side_word batch/${side}_restored.png`));
  });

  it('the front by its id, the others by side', () => {
    expect(pair(BATCH, photosOf(`batch/${ID}.jpg`, 'batch/x_left.jpg', 'batch/x-R.jpg'))).toEqual([
      `front image_id batch/${ID}.jpg`,
      'left side_word batch/x_left.jpg',
      'right side_word batch/x-R.jpg',
    ]);
    expect(pair(BATCH, photosOf(`batch/${ID}_front.jpg`, `batch/${ID}_left.jpg`, `batch/${ID}_right.jpg`))).toEqual([
      `front image_id batch/${ID}_front.jpg`,
      `left image_id batch/${ID}_left.jpg`,
      `right image_id batch/${ID}_right.jpg`,
    ]);
  });

  it('the stem of the JSON, with and without a side', () => {
    expect(
      pair([view('v', { sourcePath: 'a/x.json', imageId: null })], photosOf('a/x.png', 'a/xy.png', 'b/x.png')),
    ).toEqual(['v stem a/x.png']);
    const batch = BATCH.map((one) => ({ ...one, sourcePath: 'a/x.json' }));
    expect(pair(batch, photosOf('a/x.png', 'a/x_left.png', 'a/x_r.png'))).toEqual([
      'front stem a/x.png',
      'left stem a/x_left.png',
      'right stem a/x_r.png',
    ]);
  });

  it('stems in a folder beside, unless two files have that stem', () => {
    expect(pair([view('v', { sourcePath: 'json/x.json' })], photosOf('png/x.png'))).toEqual(['v stem png/x.png']);
    const two = [
      view('a', { sourcePath: '1/result.json', imageId: 'a' }),
      view('b', { sourcePath: '2/result.json', imageId: 'b' }),
    ];
    expect(pair(two, photosOf('2/result.png'))).toEqual(['a ?', 'b stem 2/result.png']);
  });

  it('two revisions in two files share one picture', () => {
    const views = [view('a', { sourcePath: 'r1.json' }), view('b', { sourcePath: 'r2.json' })];
    expect(pair(views, photosOf('photo.png'))).toEqual(['a frame_size photo.png', 'b frame_size photo.png']);
    expect(pair(views, photosOf(`${ID}.png`))).toEqual([`a image_id ${ID}.png`, `b image_id ${ID}.png`]);
  });

  it('the image list', () => {
    const list = [
      { imageId: ID, name: 'IMG_7.jpg', side: 'front' },
      { imageId: 'other', name: 'IMG_8.jpg', side: 'left' },
    ];
    const views = BATCH.slice(0, 2).map((one) => ({ ...one, sourcePath: 'result.json' }));
    expect(pair(views, photosOf('IMG_7.png', 'IMG_8.png', 'IMG_9.png'), list)).toEqual([
      'front image_list IMG_7.png',
      'left image_list IMG_8.png',
    ]);
  });
});

describe('pairPhotos: image lists', () => {
  const list = (folder: string): ImageListEntry[] => [
    { imageId: ID, name: 'front.jpg', side: 'front', folder },
    { imageId: 'other', name: 'IMG_8.jpg', side: 'left', folder },
  ];
  const views = BATCH.slice(0, 2).map((one) => ({ ...one, sourcePath: 'a/batch/result.json' }));

  it('tell of photos in and under their own folder only', () => {
    const photos = photosOf('b/front.png', 'a/batch/front.png', 'a/batch/IMG_8.png');
    expect(pair(views, photos, list('a'))).toEqual([
      'front image_list a/batch/front.png',
      'left image_list a/batch/IMG_8.png',
    ]);
    expect(pair(views, photos, list('c'))).toEqual([
      'front side_word a/batch/front.png',
      'left frame_size a/batch/IMG_8.png',
    ]);
  });

  it('take the photo beside the list when others have the same name', () => {
    const photos = photosOf('a/front.png', 'a/x/front.png', 'a/batch/IMG_8.png');
    expect(pair(views.slice(0, 1), photos, list('a'))).toEqual(['front image_list a/front.png']);
  });
});

it('takes no longer per view when there are many, whatever their names', () => {
  const count = 3_000;
  const views: PairingView[] = [];
  const photos: PairingPhoto[] = [];
  const entries: ImageListEntry[] = [];
  for (let n = 0; n < count; n++) {
    // The worst that names can be: all the same, in as many folders, and a list that names them all.
    views.push(view(`${n}`, { imageId: `id-${n}`, sourcePath: `d/${n}/result.json`, side: n % 2 ? 'left' : 'front' }));
    photos.push({
      id: n,
      path: `d/${n}/original`,
      place: `d/${n}/original`,
      width: 2416,
      height: 2416,
      kind: 'unknown',
    });
    entries.push({ imageId: `id-${n}`, name: 'original', side: n % 2 ? 'left' : 'front', folder: 'd' });
  }
  const pairings = pairPhotos(views, photos, entries);
  expect(new Set(pairings.map(({ rule }) => rule))).toEqual(new Set(['frame_size']));
  expect(pairings.every(({ photo, view: id }) => photo === Number(id))).toBe(true);
});

describe('pairPhotos: questions', () => {
  it('asks when several fit, and lists them', () => {
    expect(pair([view('v')], photosOf('a.png', 'b.png'))).toEqual(['v ? a.png b.png']);
    expect(pair([view('v')], photosOf(`${ID}.png`, `${ID}_2.png`, 'other.png'))).toEqual([`v ? ${ID}.png ${ID}_2.png`]);
  });

  it('lets a later rule choose among several', () => {
    const one = view('v', { sourcePath: `${ID}_2.json` });
    expect(pair([one], photosOf(`${ID}.png`, `${ID}_2.png`, 'y.png'))).toEqual([`v stem ${ID}_2.png`]);
  });

  it('never takes a photo of another aspect', () => {
    const [pairing] = pairPhotos([view('v')], photosOf([`${ID}.jpg`, 3000, 4000]), []);
    expect(pairing).toMatchObject({ photo: null, rule: null, need: 'confirmation' });
    expect(pairing?.candidates).toEqual([{ photo: 0, rule: 'image_id' }]);
    expect(pairing?.notice).toMatch(/3000 × 4000 px, the view box 2416 × 2416/);
  });

  it.each(['_restored', ''])('takes a photo of equal aspect and says its scale: %j', (ending) => {
    const [pairing] = pairPhotos([view('v')], photosOf([`${ID}${ending}.jpg`, 1208, 1208]), []);
    expect(pairing).toMatchObject({ photo: 0, rule: 'image_id', notice: expect.stringMatching(/enlarged 2 times/) });
  });

  it('asks when only the turned photo would fit', () => {
    const wide = { width: 2000, height: 1500, viewBox: [0, 0, 2000, 1500] as const };
    const [pairing] = pairPhotos([view('v', { frame: wide })], photosOf([`${ID}.jpg`, 1500, 2000]), []);
    expect(pairing).toMatchObject({ photo: null, need: 'confirmation', notice: expect.stringMatching(/turned by 90/) });
  });

  it('does not take the upload for the restored picture, though square', () => {
    expect(pair([view('v')], photosOf([`${ID}_original.jpg`, 3000, 3000]))).toEqual([`v ? ${ID}_original.jpg`]);
    expect(
      pair(
        [view('v', { maskList: 'masks_original' })],
        photosOf([`${ID}_original.jpg`, 3000, 3000], `${ID}_restored.jpg`),
      ),
    ).toEqual([`v image_id ${ID}_original.jpg`]);
  });

  it('asks for the upload unless it has the size of the view box', () => {
    const [pairing] = pairPhotos([view('v')], photosOf([`images/${ID}/face/original`, 3000, 3000]), []);
    expect(pairing).toMatchObject({ photo: null, need: 'confirmation', candidates: [{ photo: 0, rule: 'image_id' }] });
    expect(pairing?.notice).toMatch(/named as the upload/);
    const [same] = pairPhotos([view('v')], photosOf(`images/${ID}/face/original`), []);
    expect(same).toMatchObject({ photo: 0, rule: 'image_id', need: 'nothing' });
    const [failed] = pairPhotos([view('v', { frame: null })], photosOf(`images/${ID}/face/original`), []);
    expect(failed).toMatchObject({ photo: 0, rule: 'image_id' });
  });

  it('does not give a view the photo that another side has had since an earlier import', () => {
    const [front, left] = BATCH;
    const settled = { ...front!, settled: { photo: 0 } };
    expect(pair([settled, left!], photosOf('batch/x_left_front.png'))).toEqual(['left ? batch/x_left_front.png']);
    const chosenNone = { ...front!, settled: { photo: null } };
    expect(pair([chosenNone, left!], photosOf('batch/x_left_front.png'))).toEqual([
      'left side_word batch/x_left_front.png',
    ]);
  });

  it('only proposes a photo for a view with decisions', () => {
    const [pairing] = pairPhotos([view('v', { isReviewed: true })], photosOf(`${ID}.png`), []);
    expect(pairing).toMatchObject({ photo: null, need: 'confirmation', candidates: [{ photo: 0, rule: 'image_id' }] });
  });

  it('does not let one photo serve two sides', () => {
    expect(pair(BATCH, photosOf('batch/photo.png'))).toEqual(
      ['front', 'left', 'right'].map((side) => `${side} ? batch/photo.png`),
    );
    expect(pair(BATCH, photosOf(`batch/${ID}.png`))).toEqual([
      `front image_id batch/${ID}.png`,
      `left ? batch/${ID}.png`,
      `right ? batch/${ID}.png`,
    ]);
  });

  it('does not let one photo serve two images', () => {
    const views = ['a', 'b'].map((id) => view(id, { imageId: id, resultCountInFile: 2, sourcePath: 'all.json' }));
    expect(pair(views, photosOf('all.png'))).toEqual(['a ? all.png', 'b ? all.png']);
    const files = [
      view('a', { imageId: 'id1', sourcePath: 'a.json' }),
      view('b', { imageId: 'id2', sourcePath: 'b.json' }),
    ];
    expect(pair(files, photosOf('b_front.png'))).toEqual(['a ? b_front.png', 'b stem b_front.png']);
  });

  it('takes no photo that says another side', () => {
    expect(pair([view('v')], photosOf('left.png'))).toEqual(['v ?']);
    expect(pair([view('v', { side: 'unknown' })], photosOf('left.png'))).toEqual(['v frame_size left.png']);
  });

  it('pairs a failed result by name only', () => {
    expect(pair([view('v', { frame: null })], photosOf(`${ID}.png`))).toEqual([`v image_id ${ID}.png`]);
    expect(pair([view('v', { frame: null })], photosOf('photo.png'))).toEqual(['v ? photo.png']);
  });
});

it('photoScale is frame pixels per photo pixel, or null', () => {
  expect(photoScale(FRAME, { width: 1208, height: 1208 })).toBe(2);
  expect(photoScale(FRAME, { width: 2416, height: 2405 })).toBe(1);
  expect(photoScale(FRAME, { width: 2416, height: 2400 })).toBeNull();
  expect(photoScale(FRAME, { width: 0, height: 0 })).toBeNull();
});
