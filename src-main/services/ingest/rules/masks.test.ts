import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { useImportFolder, type Row } from '#main/test-support/import-folder';
import { elementOf, maskOf } from '#shared/formats/haut-scheme/fixtures/documents';
import { masksElement, polygonsElement, squareRing } from '#main/test-support/scheme-elements';

const project = useImportFolder();
const MASKS = '$.result.masks_restored';
const SQUARE = squareRing(10, 10, 10);
const frames = (): unknown[] => project.list('views').map(({ frame }) => frame);
const masks = (): Row[] => project.rows('SELECT list, mask_index, side, mask_type, reviewable FROM mask ORDER BY id');
const sides = (): unknown[] => project.list('views').map(({ side }) => side);
const importBox = (view_box: unknown, ring = SQUARE) =>
  project.importFile('a.json', polygonsElement('a', [[ring]], { view_box }));
const importMasks = (...list: unknown[]) => project.importFile('a.json', masksElement('a', list));

describe('4.8 view boxes', () => {
  it.each([
    ['four numbers split at blanks', '0 0 300 200'],
    ['split at commas', '0,0,300,200'],
    ['split at both', ' 0, 0\t300 ,200 '],
    ['a list of four numbers', [0, 0, 300, 200]],
    ['a list of numbers in text', ['0', '0', '300', '200']],
  ])('reads %s', async (_, viewBox) => {
    const { lines } = await importBox(viewBox);
    expect(lines).toEqual([]);
    expect(frames()).toEqual([{ width: 300, height: 200, viewBox: [0, 0, 300, 200] }]);
  });

  it('may be decimal', async () => {
    await importBox('0.0 0 300.5 2e2');
    expect(frames()).toEqual([{ width: 300.5, height: 200, viewBox: [0, 0, 300.5, 200] }]);
  });

  it.each([undefined, null, ''])(
    'missing (%j): the size of the paired photo is used, and it is said',
    async (viewBox) => {
      const picture = { create: { width: 60, height: 40, channels: 3 as const, background: '#c09070' } };
      project.put('image-a.png', await sharp(picture).png().toBuffer());
      const { lines } = await importBox(viewBox);
      expect(lines).toEqual([`warning view_box_missing ${MASKS}[0]`]);
      expect(frames()).toEqual([{ width: 60, height: 40, viewBox: null }]);
      expect(project.areas()).toEqual({ a: [100] });
    },
  );

  it.each([
    ['0 0 300'],
    ['0 0 300 200 7'],
    ['0 0 wide 200'],
    [7],
    [{}],
    ['0 0 1e400 5'],
    ['0 0 1000001 5'],
    ['-1e9 0 5 5'],
    ['0 0 NaN 5'],
  ])('unreadable (%j): counts as missing, and it is said', async (viewBox) => {
    const { lines } = await importBox(viewBox);
    expect(lines).toEqual([`warning view_box_unreadable ${MASKS}[0].view_box`]);
    expect(frames()).toEqual([null]);
    expect(project.areas()).toEqual({ a: [100] });
  });

  it('its corner is subtracted, so that the frame begins at 0,0', async () => {
    const { lines } = await importBox('-5 4 300 200');
    expect(lines).toEqual([]);
    expect(frames()).toEqual([{ width: 300, height: 200, viewBox: [-5, 4, 300, 200] }]);
    expect(project.list('lesions')).toMatchObject([
      { areaPx2: 100, bounds: { minX: 15, minY: 6, maxX: 25, maxY: 16 } },
    ]);
  });

  it.each(['0 0 0 200', '0 0 300 0', '0 0 -300 200'])(
    'without width or height (%s): that mask is refused',
    async (box) => {
      const { lines, counts } = await importMasks(
        maskOf([[SQUARE]], { view_box: box, side: 'left' }),
        maskOf([[SQUARE]]),
      );
      expect(lines).toEqual([`error view_box_empty ${MASKS}[0].view_box`]);
      expect(counts).toMatchObject({ results: 1, lesions: 1 });
      expect(masks().map(({ mask_index, reviewable }) => [mask_index, reviewable])).toEqual([
        [0, 0],
        [1, 1],
      ]);
      expect(sides()).toEqual(['front']);
    },
  );

  it('coordinates outside are kept and flagged, never clipped', async () => {
    const { lines } = await importBox('0 0 15 200');
    expect(lines).toEqual([`warning polygon_outside_frame ${MASKS}[0].features[0].geometry.coordinates[0]`]);
    expect(project.list('lesions')).toMatchObject([
      { areaPx2: 100, bounds: { minX: 10, minY: 10, maxX: 20, maxY: 20 } },
    ]);
    expect(project.rows('SELECT outside_frame FROM lesion')).toEqual([{ outside_frame: 1 }]);
  });

  it('is read per mask, never per file', async () => {
    await importMasks(
      maskOf([[SQUARE]], { side: 'left', view_box: '0 0 100 200' }),
      maskOf([[SQUARE]], { side: 'front', view_box: '10 10 300 400' }),
    );
    expect(frames()).toEqual([
      { width: 100, height: 200, viewBox: [0, 0, 100, 200] },
      { width: 300, height: 400, viewBox: [10, 10, 300, 400] },
    ]);
  });
});

describe('4.10 sides', () => {
  it('missing: front when it is the only mask of its list', async () => {
    const { lines } = await importMasks(maskOf([[SQUARE]], { side: undefined }));
    expect(lines).toEqual([]);
    expect(sides()).toEqual(['front']);
  });

  it('missing beside other masks: unknown, and it is said', async () => {
    const { lines } = await importMasks(maskOf([[SQUARE]], { side: 'left' }), maskOf([[SQUARE]], { side: null }));
    expect(lines).toEqual([`warning side_unknown ${MASKS}[1]`]);
    expect(sides()).toEqual(['left', 'unknown']);
  });

  it('words are kept as the file has them; front, left and right in lower case', async () => {
    await importMasks(
      maskOf([[SQUARE]], { side: 'LEFT' }),
      maskOf([[SQUARE]], { side: 'Kinn' }),
      maskOf([[SQUARE]], { side: 45 }),
    );
    expect(sides()).toEqual(['left', 'Kinn', '45']);
  });

  it('several masks of one side are all kept: of one frame in one view, else numbered', async () => {
    const { counts } = await importMasks(
      maskOf([[SQUARE]]),
      maskOf([[squareRing(0, 0, 3)]]),
      maskOf([[squareRing(0, 0, 4)]], { view_box: '0 0 50 50' }),
    );
    expect(counts).toMatchObject({ masks: 3, views: 2, lesions: 3 });
    expect(sides()).toEqual(['front', 'front-2']);
    expect(project.list('views').map(({ lesions }) => lesions)).toEqual([2, 1]);
    expect(project.areas()).toEqual({ a: [100, 9, 16] });
  });

  it('of the same frame in the other mask list make a view of their own: another picture', async () => {
    const body = { masks_original: [maskOf([[squareRing(0, 0, 3)]])] };
    await project.importFile('a.json', elementOf([maskOf([[SQUARE]])], { id: 'a' }, body));
    expect(sides()).toEqual(['front', 'front-2']);
    expect(masks().map(({ list }) => list)).toEqual(['masks_restored', 'masks_original']);
  });
});

describe('4.11 mask types', () => {
  it('other than polygon_mask are listed, not reviewed, and kept', async () => {
    const { lines, counts } = await importMasks(
      maskOf([[SQUARE]], { mask_type: 'heatmap_mask' }),
      maskOf([[SQUARE]], { mask_type: 'polyline_mask' }),
      maskOf([[SQUARE]], { mask_type: 'POLYGON_MASK' }),
      maskOf([[SQUARE]], { mask_type: 'point_mask', side: 'left' }),
    );
    expect(lines).toEqual([0, 1, 3].map((index) => `info mask_not_reviewable ${MASKS}[${index}]`));
    expect(counts).toMatchObject({ masks: 4, views: 1, lesions: 1 });
    expect(masks().map(({ mask_type, reviewable }) => [mask_type, reviewable])).toEqual([
      ['heatmap_mask', 0],
      ['polyline_mask', 0],
      ['POLYGON_MASK', 1],
      ['point_mask', 0],
    ]);
  });

  it('missing: told by the geometries', async () => {
    const points = [{ geometry: { type: 'MultiPoint', coordinates: [[1, 2, 0]] } }];
    const { lines } = await importMasks(
      maskOf([[SQUARE]], { mask_type: undefined }),
      maskOf([], { mask_type: null, features: points, side: 'left' }),
      maskOf([], { mask_type: '', features: [], side: 'right' }),
    );
    expect(lines).toEqual([`info mask_not_reviewable ${MASKS}[1]`]);
    expect(sides()).toEqual(['front', 'right']);
    expect(project.areas()).toEqual({ a: [100] });
  });

  it('a mask list, a mask or features of another kind are reported, and the other list is read', async () => {
    project.put('a.json', masksElement('a', 'none', { masks_original: [maskOf([[SQUARE]])] }));
    project.put('b.json', masksElement('b', [7, null, maskOf([], { features: {} }), maskOf([[SQUARE]])]));
    const { lines } = await project.import();
    expect(lines).toEqual([
      `error mask_list_unreadable ${MASKS}`,
      `error mask_unreadable ${MASKS}[0]`,
      `error mask_unreadable ${MASKS}[1]`,
      `error features_unreadable ${MASKS}[2].features`,
    ]);
    expect(project.areas()).toEqual({ a: [100], b: [100] });
  });
});
