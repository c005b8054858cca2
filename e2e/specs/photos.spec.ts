// A folder of every kind of photo, imported in the window: shown upright under its lesions, or refused in words.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '../support/fixtures';
import { colourAt, cornerPhoto, QUARTERS, type Rgb } from '../support/corner-photo';
import { ImportScreen, startEmpty } from '../support/import-screen';
import { maculeRows } from '../support/macule';
import { resultWithLesions } from '../support/scheme-files';
import type { ViewRow } from '../support/sample';
import { test } from '../support/without-sample';

/** The photos are a quarter of the frame's size, which is allowed: equal aspect. */
const SIDE = 604;
const FRAME = 2416;

/** File contents by capture; the capture's result has the photo's image id, which names its folder. */
async function photos(): Promise<Record<string, { name: string; bytes: Buffer; shown: boolean }>> {
  const jpeg = await cornerPhoto(SIDE).jpeg({ quality: 95 }).toBuffer();
  const all: Record<string, { name: string; bytes: Buffer; shown: boolean }> = {};
  const put = (name: string, bytes: Buffer, shown: boolean): void =>
    void (all[`image-${String(Object.keys(all).length + 1).padStart(6, '0')}`] = { name, bytes, shown });
  for (let orientation = 1; orientation <= 8; orientation++)
    put(`turned-${orientation}.jpg`, await cornerPhoto(SIDE, orientation).jpeg({ quality: 95 }).toBuffer(), true);
  put('progressive.jpg', await cornerPhoto(SIDE).jpeg({ quality: 95, progressive: true }).toBuffer(), true);
  put('deep.png', await cornerPhoto(SIDE).toColourspace('rgb16').png().toBuffer(), true);
  put('photo.webp', await cornerPhoto(SIDE).webp({ quality: 95 }).toBuffer(), true);
  put('photo.tif', await cornerPhoto(SIDE).tiff({ compression: 'lzw' }).toBuffer(), true);
  put('photo.avif', await cornerPhoto(SIDE).avif({ quality: 80, effort: 2 }).toBuffer(), true);
  put('restored', jpeg, true);
  put('cut-off.jpg', jpeg.subarray(0, jpeg.length / 2), false);
  put('one-byte.jpg', Buffer.from([0xff]), false);
  put('bomb.png', bombOf300Megapixels(), false);
  put('phone.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), false);
  return all;
}

/** The header of a PNG of 17,400 x 17,400 pixels, with a chunk of data that is none. */
function bombOf300Megapixels(): Buffer {
  const header = '0000000d49484452' + '000043f8' + '000043f8' + '0800000000';
  const bytes = Buffer.from(`89504e470d0a1a0a${header}00000000`, 'hex');
  bytes.writeUInt32BE(crc(bytes.subarray(12, 29)), 29);
  return Buffer.concat([bytes, Buffer.from('0000000049444154' + '35af061e', 'hex')]);
}
function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

const isNear = (seen: Rgb, wanted: Rgb): boolean => seen.every((value, i) => Math.abs(value - wanted[i]!) <= 14);

test('every kind of photo lies upright under its lesions, or is refused in words', async ({ app, page }, info) => {
  test.setTimeout(400_000);
  const folder = join(app.workplace.env['HOME']!, 'photos');
  const made = await photos();
  for (const [number, [imageId, { name, bytes }]] of Object.entries(made).entries()) {
    mkdirSync(join(folder, imageId), { recursive: true });
    writeFileSync(join(folder, imageId, name), bytes);
    writeFileSync(join(folder, `result-${number}.json`), JSON.stringify(resultWithLesions(number + 1, 3)));
  }
  app.allow(/status of 422/); // thumbnails of what is broken
  await startEmpty(app);
  const screen = new ImportScreen(page);
  await screen.createProject('Photos');
  await screen.goHome();
  await screen.choose('photos');
  const counts = await screen.reportOfImport();
  expect(counts).toMatchObject({ Photos: 14 });

  await screen.unfoldFindings();
  for (const code of ['photo_broken', 'photo_too_large', 'photo_format_unknown'])
    await expect(page.locator(`[data-testid="finding-row"][data-code="${code}"], [data-testid="finding-group"][data-code="${code}"]`).first()).toBeVisible(); // prettier-ignore
  for (const words of ['17400 x 17400 pixels', 'one byte', 'Convert it to JPEG', 'damaged or cut off'])
    await expect(screen.report.getByText(words).first()).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: info.outputPath('report.png') });
  await page.getByTestId('report-back').click();

  const project = join(app.workplace.env['HOME']!, 'Photos.macule');
  const views = await maculeRows<ViewRow>(app.workplace, 'views', project);
  expect(views).toHaveLength(Object.keys(made).length);
  for (const view of views) {
    const { name, shown } = made[view.capture]!;
    await app.review.open(view.id);
    const { scale, offsetX, offsetY, left, top } = await app.review.canvas.sight();
    const pagePoint = (x: number, y: number): { x: number; y: number } => ({
      x: x * FRAME * scale + offsetX + left,
      y: y * FRAME * scale + offsetY + top,
    });
    await expect(app.review.canvas.root, name).toHaveAttribute('data-photo', shown ? 'shown' : 'none');
    for (const [row, y] of [0.35, 0.8].entries())
      for (const [column, x] of [0.25, 0.8].entries()) {
        const seen = await colourAt(page, pagePoint(x, y));
        const wanted = QUARTERS[row]![column]!;
        expect(isNear(seen, wanted), `${name} at ${x}, ${y}: ${seen.join()} for ${wanted.join()}`).toBe(shown);
      }
    // The first lesion lies around 60, 60 of the frame, whatever way the photo was stored.
    await app.review.canvas.click({ x: 60, y: 60 });
    await expect(page.locator('[data-testid="lesion-row"][aria-selected="true"]')).toHaveCount(1);
    if (shown) continue;
    await expect(page.getByText(`${name} cannot be shown.`).first()).toBeVisible();
    await page.screenshot({ path: info.outputPath(`${name}.png`) });
  }
});
