// The whole matrix of pictures through the real importer and the real server of photos; pictures are made here.
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { allRows } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import {
  flatPicture,
  orientedPicture,
  pngOfSize,
  quarters,
  quartersPicture,
  UPRIGHT,
} from '#main/test-support/corner-pictures';
import { expectUpright, LOSSY, photoBench } from '#main/test-support/photo-bench';

const bench = photoBench();

describe('EXIF orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%i is applied once, in every variant', async (orientation) => {
    const { row, findings } = await bench.importFile(
      'turned.jpg',
      await orientedPicture(orientation).jpeg({ quality: 95 }).toBuffer(),
    );
    const isTurned = orientation >= 5;
    expect(row).toMatchObject({
      state: 'ok',
      orientation,
      raw_width: isTurned ? UPRIGHT.height : UPRIGHT.width,
      raw_height: isTurned ? UPRIGHT.width : UPRIGHT.height,
      ...UPRIGHT,
    });
    expect(findings.map(({ code }) => code)).toEqual(['photo_added']);
    for (const variant of ['thumb', 'preview', 'full'] as const) {
      const pixels = await bench.shown(row!.id, variant);
      expect({ width: pixels.width, height: pixels.height }).toEqual(UPRIGHT);
      expectUpright(pixels, LOSSY);
    }
  });

  it.each(['png', 'webp', 'tiff'] as const)('is applied in %s, too', async (format) => {
    const { row } = await bench.importFile(
      `turned.${format}`,
      await orientedPicture(6).toFormat(format, { lossless: true, compression: 'lzw' }).toBuffer(),
    );
    expect(row).toMatchObject({ orientation: 6, raw_width: UPRIGHT.height, ...UPRIGHT });
    expectUpright(await bench.shown(row!.id), 1);
  });
});

describe('formats, told by their bytes', () => {
  const picture = quartersPicture();
  it.each([
    ['baseline JPEG', 'image/jpeg', () => picture.clone().jpeg({ quality: 95 }).toBuffer(), LOSSY],
    [
      'progressive JPEG',
      'image/jpeg',
      () => picture.clone().jpeg({ quality: 95, progressive: true }).toBuffer(),
      LOSSY,
    ],
    ['PNG', 'image/png', () => picture.clone().png().toBuffer(), 0],
    ['interlaced PNG', 'image/png', () => picture.clone().png({ progressive: true }).toBuffer(), 0],
    ['palette PNG', 'image/png', () => picture.clone().png({ palette: true }).toBuffer(), 2],
    ['WebP', 'image/webp', () => picture.clone().webp({ quality: 95 }).toBuffer(), 12],
    ['lossless WebP', 'image/webp', () => picture.clone().webp({ lossless: true }).toBuffer(), 0],
    ['TIFF', 'image/tiff', () => picture.clone().tiff({ compression: 'lzw' }).toBuffer(), 0],
    ['BigTIFF', 'image/tiff', () => picture.clone().tiff({ compression: 'deflate', bigtiff: true }).toBuffer(), 0],
    ['AVIF', 'image/avif', () => picture.clone().avif({ quality: 90 }).toBuffer(), 12],
    ['10-bit AVIF', 'image/avif', () => picture.clone().avif({ quality: 90, bitdepth: 10 }).toBuffer(), 12],
  ])('%s without extension, and under a wrong one', async (_name, mediaType, make, tolerance) => {
    for (const name of ['original', 'wrong.bmp']) {
      const { row } = await bench.importFile(name, await make());
      expect(row).toMatchObject({ state: 'ok', media_type: mediaType, ...UPRIGHT });
      expectUpright(await bench.shown(row!.id), tolerance);
    }
  });

  it('takes the first page of a TIFF of several', async () => {
    const pages = Buffer.concat([quarters(), Buffer.alloc(UPRIGHT.width * UPRIGHT.height * 3, 250)]);
    const tiff = await sharp(pages, {
      raw: { width: UPRIGHT.width, height: 2 * UPRIGHT.height, channels: 3, pageHeight: UPRIGHT.height },
    })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    expect((await sharp(tiff).metadata()).pages).toBe(2);
    const { row } = await bench.importFile('pages.tif', tiff);
    expect(row).toMatchObject({ state: 'ok', ...UPRIGHT });
    expectUpright(await bench.shown(row!.id), 0);
  });

  it.each([
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'HEIC'],
    ['BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]), 'BMP'],
    ['JPEG XL', Buffer.from([0xff, 0x0a, 1, 2, 3, 4, 5, 6]), 'JPEG XL'],
    ['Photoshop', Buffer.from('8BPS\0\x01\0\0\0\0\0\0'), 'Photoshop'],
  ])('refuses %s by its name and says what to convert it to', async (_name, bytes, words) => {
    const { row, findings } = await bench.importFile('picture', bytes);
    expect(findings).toEqual([expect.objectContaining({ severity: 'error', code: 'photo_format_unknown', message: expect.stringMatching(`${words}.*JPEG`) as string })]); // prettier-ignore
    expect(row).toMatchObject({ state: 'refused' });
  });

  it('refuses a real GIF', async () => {
    const { findings } = await bench.importFile('face.jpg', await picture.clone().gif().toBuffer());
    expect(findings).toMatchObject([{ code: 'photo_format_unknown', message: /GIF.*Convert it to JPEG/ }]);
  });
});

describe('pictures that are broken', () => {
  const noise = Buffer.alloc(300 * 200 * 3);
  for (let i = 0, seed = 7; i < noise.length; i++)
    noise[i] = (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 24;
  const noisy = sharp(noise, { raw: { width: 300, height: 200, channels: 3 } });

  it.each(['jpeg', 'png', 'webp', 'tiff', 'avif'] as const)(
    '%s: cut off anywhere is a finding, never a crash',
    async (format) => {
      const whole = await noisy.clone().toFormat(format).toBuffer();
      for (const share of [0.02, 0.3, 0.7, 0.97]) {
        bench.db = openInMemory();
        const { row, findings } = await bench.importFile(
          `cut.${format}`,
          whole.subarray(0, Math.trunc(share * whole.length)),
        );
        expect(findings, `${share}`).toEqual([expect.objectContaining({ severity: 'error', code: 'photo_broken', message: expect.stringMatching(/damaged or cut off.*Copy it again/) as string })]); // prettier-ignore
        expect(row, `${share}`).toMatchObject({ state: 'broken', role: 'photo' });
        const { status, bytes } = await bench.served(row!.id, 'full');
        expect([status, Buffer.from(bytes).toString()]).toEqual([422, expect.stringContaining('cannot be decoded')]);
      }
    },
  );

  it('a progressive JPEG that was cut off', async () => {
    const whole = await noisy.clone().jpeg({ progressive: true }).toBuffer();
    const { row } = await bench.importFile('cut.jpg', whole.subarray(0, Math.trunc(0.6 * whole.length)));
    expect(row).toMatchObject({ state: 'broken', width: 300, height: 200 });
  });

  it.each([
    ['1 byte', Buffer.from([0xff]), 'one byte'],
    ['1 byte of text', Buffer.from('A'), 'one byte'],
    ['0 bytes', Buffer.alloc(0), '0 bytes'],
    ['a page that was saved as a picture', Buffer.from('<!doctype html><title>Not found</title>'), '39 bytes'],
  ])('%s under a picture name', async (_name, bytes, words) => {
    const { row, findings } = await bench.importFile('photo.jpg', bytes);
    expect(findings).toMatchObject([{ severity: 'error', code: 'photo_broken' }]);
    expect(findings[0]!.message).toContain(words);
    expect(row).toMatchObject({ state: 'broken', width: 0, height: 0 });
  });

  it('is not counted as a photo, and is told again until it is replaced', async () => {
    const whole = await noisy.clone().jpeg().toBuffer();
    await bench.importFile('face.jpg', whole.subarray(0, 5000));
    expect((await bench.importFile('face.jpg', whole.subarray(0, 5000))).findings).toMatchObject([
      { code: 'photo_broken' },
    ]);
    const { row, findings } = await bench.importFile('face.jpg', whole);
    expect(row).toMatchObject({ state: 'ok', problem: null });
    expect(findings).toMatchObject([{ code: 'photo_changed' }]);
  });
});

describe('pictures that are too large', () => {
  it('a header that claims 300 megapixels is refused without taking the memory', async () => {
    const before = process.memoryUsage.rss();
    const { row, findings } = await bench.importFile('bomb.png', pngOfSize(20_000, 15_000, false));
    expect(findings).toMatchObject([{ severity: 'error', code: 'photo_too_large', message: /20000 x 15000.*120 megapixels/ }]); // prettier-ignore
    expect(row).toMatchObject({ state: 'refused', width: 20_000, height: 15_000 });
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 ** 2);
    expect((await bench.served(row!.id, 'thumb')).status).toBe(422);
  });

  it('a true bomb of 300 megapixels in a few kilobytes is refused likewise', async () => {
    const bomb = pngOfSize(20_000, 15_000, true);
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage.rss();
    const { findings } = await bench.importFile('bomb', bomb);
    expect(findings).toMatchObject([{ code: 'photo_too_large' }]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 ** 2);
  });
});

describe('pictures of masks', () => {
  const svg = '<?xml version="1.0"?>\n<!-- masks --><svg viewBox="0 0 2416 2416"><path d="M0 0h9v9z"/></svg>';
  it.each([
    ['SVG', 'front', Buffer.from(svg)],
    ['SVG named as a picture', 'front.png', Buffer.from(svg)],
  ])('%s is registered by its view box and never drawn', async (_what, name, bytes) => {
    const { row, findings } = await bench.importFile(name, bytes);
    expect(row).toMatchObject({ role: 'mask_picture', media_type: 'image/svg+xml', width: 2416, height: 2416 });
    expect(findings).toMatchObject([{ severity: 'info', code: 'mask_picture' }]);
    expect((await bench.served(row!.id, 'full')).status).toBe(415);
  });

  it.each([
    ['black', { r: 0, g: 0, b: 0, alpha: 1 }],
    ['transparent', { r: 0, g: 0, b: 0, alpha: 0 }],
  ])('flat colours on a %s ground', async (_ground, background) => {
    const blot = await sharp({ create: { width: 60, height: 40, channels: 4, background: '#D9580F' } })
      .png()
      .toBuffer();
    const mask = sharp({ create: { width: 400, height: 400, channels: 4, background } });
    const { row } = await bench.importFile(
      'picture.png',
      await mask
        .composite([{ input: blot, left: 90, top: 70 }])
        .png()
        .toBuffer(),
    );
    expect(row).toMatchObject({ role: 'mask_picture', state: 'ok' });
    expect(allRows(bench.db, 'SELECT * FROM photo WHERE role = ?', ['photo'])).toEqual([]);
  });

  it('a photo of few colours is none', async () => {
    const { row } = await bench.importFile('quarters.png', await quartersPicture().png().toBuffer());
    expect(row!.role).toBe('photo');
  });
});

it('lets the core go on while a photo of 24 megapixels is made smaller', async () => {
  const photo = flatPicture([200, 150, 130], { width: 6000, height: 4000 });
  const { row } = await bench.importFile('large.jpg', await photo.jpeg({ progressive: true }).toBuffer());
  let isOver = false;
  const rendering = bench.served(row!.id, 'preview').finally(() => (isOver = true));
  let turns = 0;
  while (!isOver) {
    turns += 1;
    await nextTurn();
  }
  expect((await rendering).status).toBe(200);
  expect(turns).toBeGreaterThan(1000); // a decoding on this thread would leave a handful
});
