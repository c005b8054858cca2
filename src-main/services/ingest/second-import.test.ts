// What an import makes of files that came before it in another state: cut off, replaced, corrected, run anew.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { appendAction } from '#main/services/review/append-action';
import { NO_CONTEXT, testAuthor } from '#main/test-support/small-project';
import { useImportFolder } from '#main/test-support/import-folder';
import { goodElement, masksElement, squareRing } from '#main/test-support/scheme-elements';
import { maskOf } from '#shared/formats/haut-scheme/fixtures/documents';

const project = useImportFolder();
const maskOfSide = (side: string) => maskOf([[squareRing(2, 2, 5)]], { side, view_box: '0 0 48 60' });
async function putPhoto(name: string, red: number, [width, height] = [48, 60]): Promise<void> {
  const background = { r: red, g: 120, b: 100 };
  project.put(name, await sharp({ create: { width: width!, height: height!, channels: 3, background } }).png().toBuffer()); // prettier-ignore
}
const pairs = (): unknown[] => project.list('views').map(({ side, photo, pairedBy }) => [side, photo, pairedBy]);

describe('a text that ends inside a character', () => {
  const text = JSON.stringify([goodElement('a', 10), goodElement('b', 20), goodElement('c', 30, { note: 'café' })]);
  const half = text.indexOf('é');
  const bytes = Buffer.from(text);
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

  it.each([
    ['UTF-8', bytes.subarray(0, Buffer.byteLength(text.slice(0, half)) + 1)],
    ['UTF-16', utf16.subarray(0, 2 * (half + 1) + 1)],
  ])('gives the elements that are complete before it: %s', async (_, cut) => {
    const { lines } = await project.importFile('cut.json', cut);
    expect(project.areas()).toEqual({ a: [100], b: [400] });
    expect(lines).toEqual([expect.stringMatching(/^error json_cut_off line 1, column \d+$/)]);
  });
});

describe('a photo that was replaced', () => {
  it('by one of another aspect is judged anew, and asked for', async () => {
    project.put('a.json', [masksElement('a', [maskOfSide('front')])]);
    await putPhoto('a.png', 200);
    await project.import();
    expect(pairs()).toEqual([['front', 'a.png', 'stem']]);
    await putPhoto('a.png', 200, [60, 48]);
    const { findings } = await project.import();
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['photo_changed', 'pairing_unconfirmed']));
    expect(pairs()).toEqual([['front', null, null]]);
    await putPhoto('a.png', 90);
    await project.import();
    expect(pairs()).toEqual([['front', 'a.png', 'stem']]);
  });
});

it('an image list that was corrected pairs what it names now', async () => {
  project.put('a.json', [masksElement('a', [maskOfSide('front')])]);
  for (const [index, name] of ['IMG_1.png', 'IMG_2.png'].entries()) await putPhoto(name, 50 + index);
  const list = (name: string): unknown => [{ id: 'image-a', name, side: 1, urls: {} }];
  project.put('list.json', list('IMG_9.png'));
  await project.import();
  expect(pairs()).toEqual([['front', null, null]]);
  project.put('list.json', list('IMG_2.png'));
  await project.import();
  expect(pairs()).toEqual([['front', 'IMG_2.png', 'image_list']]);
  expect(project.rows('SELECT name FROM image_list_entry')).toEqual([{ name: 'IMG_2.png' }]);
});

it('a picture of both sides is taken for none, and one that cannot be read for what its name says', async () => {
  project.put('all.json', [masksElement('a', ['left', 'front', 'right'].map(maskOfSide))]);
  await putPhoto('left_right_collage.png', 10);
  await putPhoto('left.png', 20);
  project.put('right.gif', Buffer.from('GIF89a not a picture that is read'));
  await project.import();
  expect(pairs()).toEqual([
    ['left', 'left.png', 'side_word'],
    ['front', null, null],
    ['right', 'right.gif', 'side_word'],
  ]);
});

it('a newer run that replaces decided work says so, and keeps it', async () => {
  await project.importFile('old.json', goodElement('old', 10, { image_id: 'i', creation_time: '2025-01-01 10:00:00' }));
  const lesion = String(project.list('lesions')[0]!['id']) as LesionId;
  const reviewing = { db: project.db, author: testAuthor('device-1'), reviewer: 'Ana', context: NO_CONTEXT };
  appendAction(reviewing, { type: 'decide', lesions: [lesion], verdict: 'accepted' });
  const newer = goodElement('new', 12, { image_id: 'i', creation_time: '2025-01-02T10:00:00Z' });
  const { findings } = await project.importFile('new.json', newer);
  const told = findings.filter(({ code }) => code === 'result_superseded');
  expect(told).toMatchObject([{ severity: 'warning', file: 'new.json' }]);
  expect(told[0]?.message).toMatch(/front view on which 1 decision was made/);
  const unknown = goodElement('odd', 14, { image_id: 'i', creation_time: 'unknown' });
  await project.importFile('odd.json', unknown);
  expect(project.list('views').map(({ result, state }) => [result, state])).toEqual([
    ['old', 'superseded'],
    ['new', 'open'],
    ['odd', 'superseded'],
  ]);
  expect(project.list('lesions')[0]).toMatchObject({ verdict: 'accepted' });
});
