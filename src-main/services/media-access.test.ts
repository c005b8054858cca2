import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { allRows, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { createDerivativeCache } from '#main/imaging/derivative-cache';
import { inProcessDecoder } from '#main/jobs/decoder';
import { importPaths } from './ingest/import-paths';
import { photoBytes } from './media';

const SECRET = 'root:x:0:0:this lies outside the media root';
const folder = mkdtempSync(join(tmpdir(), 'macule-media-'));
const cache = createDerivativeCache(join(folder, 'cache'), () => 1024 ** 3);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let db: WritableDb;
let photo: string;
let id: string;
beforeEach(async () => {
  const root = join(folder, 'photos');
  rmSync(root, { recursive: true, force: true });
  rmSync(join(folder, 'cache'), { recursive: true, force: true });
  mkdirSync(root);
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  photo = join(root, 'a.jpg');
  const background = { r: 200, g: 150, b: 120 };
  writeFileSync(
    photo,
    await sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .jpeg()
      .toBuffer(),
  );
  db = openInMemory();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  await importPaths({ db, decoder: inProcessDecoder(), paths: [root], now: 1, context });
  id = String(allRows<{ id: number }>(db, 'SELECT id FROM photo')[0]?.id);
});

const VARIANTS = ['thumb', 'preview', 'full'];
/** No answer but the picture itself may come back, and no words that tell a place on the disk. */
async function refused(photoId: string, variant: string): Promise<number> {
  const { status, contentType, bytes } = await photoBytes({ db, cache }, photoId, variant);
  const text = Buffer.from(bytes).toString('latin1');
  expect(contentType).toBe('text/plain; charset=utf-8');
  expect(text).not.toContain(SECRET);
  expect(text).not.toMatch(/[/\\]|Error|Vips|sharp/i);
  return status;
}

describe('a photo by its id', () => {
  it('is served while it is there', async () => {
    for (const variant of VARIANTS)
      expect(await photoBytes({ db, cache }, id, variant)).toMatchObject({ status: 200, contentType: 'image/jpeg' });
  });

  it('is none for every other id: guessed, negative, long, written otherwise, a path, SQL', async () => {
    const others = [
      '0',
      '2',
      '999999999999999',
      '-1',
      '+1',
      '1.0',
      '1e0',
      '0x1',
      ' 1',
      '1 ',
      '1\n',
      '１',
      '',
      '../1',
      '%31',
    ];
    for (const other of [...others, "1' OR '1'='1", '1;DROP TABLE photo', photo, '__proto__', '9'.repeat(400)])
      expect([other, await refused(other, 'full')]).toEqual([other, 404]);
    for (const variant of ['', 'FULL', 'original', '../full', 'thumb/../full', '__proto__', 'full\0'])
      expect([variant, await refused(id, variant)]).toEqual([variant, 404]);
  });
});

describe('a photo whose file became', () => {
  const replace = (make: () => void): void => {
    rmSync(photo, { recursive: true, force: true });
    make();
  };
  it.each([
    ['a link to a file outside its root that is no picture', () => symlinkSync(join(folder, 'secret.txt'), photo)],
    ['a link to a device', () => symlinkSync('/dev/null', photo)],
    ['a link to itself', () => symlinkSync(photo, photo)],
    ['a link to nothing', () => symlinkSync(join(folder, 'nothing'), photo)],
    ['a folder', () => mkdirSync(photo)],
    ['text', () => writeFileSync(photo, SECRET)],
    ['a page', () => writeFileSync(photo, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['an empty file', () => writeFileSync(photo, '')],
    [
      'a picture that was cut off',
      () => writeFileSync(photo, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])),
    ],
    ['nothing', () => undefined],
  ])('%s is no picture, and the answer tells no place', async (_what, make) => {
    replace(make);
    for (const variant of VARIANTS) expect([404, 422]).toContain(await refused(id, variant));
  });
});
