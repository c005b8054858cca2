// Photos whose files are replaced, touched, moved away and put back, as the view and the picture's address tell it.
import { copyFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ViewId } from '#shared/domain/ids';
import { allRows, firstRow, run } from '#main/db/handle';

import { flatPicture } from '#main/test-support/corner-pictures';
import { photoBench } from '#main/test-support/photo-bench';
import { photoBytes } from './media';
import { lookAtPhotoOf } from './photo-file';
import { viewDetail } from './review/present';

const bench = photoBench();
const SEED = resolve('resources', 'sample', 'example-result.json');
const FRAME = { width: 2416, height: 2416 };
const picture = (red: number): Promise<Buffer> =>
  flatPicture([red, 90, 80], { width: 604, height: 604 }).jpeg({ quality: 100 }).toBuffer();

let photo: string;
let view: ViewId;
let id: string;
beforeEach(async () => {
  copyFileSync(SEED, join(bench.root, 'face.json'));
  const { row } = await bench.importFile('face.jpg', await picture(200));
  photo = join(bench.root, 'face.jpg');
  id = String(row!.id);
  view = firstRow<{ uid: ViewId }>(bench.db, 'SELECT uid FROM view')!.uid;
});

async function shownView(): Promise<ReturnType<typeof viewDetail>> {
  await lookAtPhotoOf(bench.db, view);
  return viewDetail(bench.db, view);
}
const statusOf = async (variant: string): Promise<number> => (await photoBytes(bench, id, variant)).status;

describe('a photo that was imported', () => {
  it('lies under its view', async () => {
    expect(await shownView()).toMatchObject({ frame: FRAME, photo: { state: 'ok', scale: 4 } });
    expect(await statusOf('full')).toBe(200);
  });

  it('and was replaced by another of the same length is not shown, in words; putting it back shows it again', async () => {
    const first = await picture(200);
    const other = Buffer.from(first);
    other[other.length - 40] = other[other.length - 40]! ^ 0x3f;
    writeFileSync(photo, other);
    utimesSync(photo, 2000, 2000);
    const detail = await shownView();
    expect(detail).toMatchObject({ frame: FRAME, photo: { state: 'changed', scale: null } });
    expect(detail.photoNotice).toMatch(/face\.jpg was replaced since it was imported.*Import its folder again/);
    expect(await statusOf('full')).toBe(422);
    writeFileSync(photo, first);
    expect(await shownView()).toMatchObject({ photo: { state: 'ok', scale: 4 } });
    expect(await statusOf('full')).toBe(200);
  });

  it('and was replaced is taken by importing again, while nothing was decided', async () => {
    const other = await picture(20);
    writeFileSync(photo, other);
    expect(await shownView()).toMatchObject({ photo: { state: 'changed' } });
    await bench.importFile('face.jpg', other);
    expect(await shownView()).toMatchObject({ photo: { state: 'ok' } });
    const { bytes } = await photoBytes(bench, id, 'thumb');
    const [red] = await sharp(bytes).raw().toBuffer();
    expect(red).toBeLessThan(40); // not the earlier picture from the cache
  });

  it('and was only touched or copied is the same photo, and is hashed once', async () => {
    utimesSync(photo, 3000, 3000);
    expect(await shownView()).toMatchObject({ photo: { state: 'ok' } });
    expect(allRows(bench.db, 'SELECT mtime_ms, state FROM photo')).toEqual([{ mtime_ms: 3_000_000, state: 'ok' }]);
  });

  it('and was moved away is missed in words that say where to look, and found when it is back', async () => {
    renameSync(photo, `${photo}.away`);
    const detail = await shownView();
    expect(detail).toMatchObject({ frame: FRAME, photo: { state: 'missing', scale: null } });
    expect(detail.photoNotice).toMatch(/face\.jpg is not at its place any more.*Find moved files/);
    expect(await statusOf('full')).toBe(404);
    renameSync(`${photo}.away`, photo);
    expect(await shownView()).toMatchObject({
      photo: { state: 'ok', scale: 4 },
      photoNotice: expect.any(String) as string,
    });
  });

  it('keeps its small pictures, which are of the right content, while its file is away', async () => {
    expect(await statusOf('thumb')).toBe(200);
    rmSync(photo);
    expect(await statusOf('thumb')).toBe(200);
    expect(await statusOf('preview')).toBe(404);
  });
});

describe('a photo that is broken', () => {
  it('is paired by its name and leaves the frame empty, with words', async () => {
    const whole = await picture(200);
    run(bench.db, 'UPDATE view SET photo_id = NULL');
    run(bench.db, 'DELETE FROM pairing_candidate');
    run(bench.db, 'DELETE FROM photo');
    await bench.importFile('face.jpg', whole.subarray(0, 3));
    const detail = await shownView();
    expect(detail).toMatchObject({ frame: FRAME, photo: { name: 'face.jpg', state: 'broken', scale: null } });
    expect(detail.photoNotice).toMatch(/face\.jpg cannot be shown\. The picture is damaged or cut off/);
  });
});
