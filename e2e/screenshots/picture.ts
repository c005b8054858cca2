import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';

const IMAGES = resolve(import.meta.dirname, '..', '..', 'docs', 'images');
const MAX_BYTES = 300_000;
const SIZES = { 1440: { width: 1440, height: 900 }, 1024: { width: 1024, height: 700 } } as const;
const THEMES = ['light', 'dark'] as const;
export type Shot = { readonly width: keyof typeof SIZES; readonly theme: (typeof THEMES)[number] };

export const ALL_SHOTS: readonly Shot[] = ([1440, 1024] as const).flatMap((width) =>
  THEMES.map((theme) => ({ width, theme })),
);
export const ONE_SHOT: readonly Shot[] = [{ width: 1440, theme: 'light' }];

/** Waits until every picture in sight is decoded and two frames have passed, so that nothing is half drawn. */
async function waitForPictures(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.images]
      .filter((image) => image.getBoundingClientRect().top < innerHeight)
      .every((image) => image.complete && image.naturalWidth > 0),
  );
  await page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await frame();
  });
}

/** The canvas, when there is one, says itself when photo and outlines are drawn sharply. */
export async function waitForCanvas(page: Page): Promise<void> {
  const canvas = page.getByTestId('canvas');
  if ((await canvas.count()) === 0) return;
  await expect(canvas).toHaveAttribute('data-photo', 'shown');
  await expect(canvas).toHaveAttribute('data-overlay', 'crisp');
}

/** Writes `docs/images/<name>-<width>-<theme>.png` for each shot; a large one with 256 colours. */
export async function takePictures(
  page: Page,
  name: string,
  options: { shots?: readonly Shot[]; arrange?: () => Promise<void> } = {},
): Promise<void> {
  for (const { width, theme } of options.shots ?? ALL_SHOTS) {
    await page.setViewportSize(SIZES[width]);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await waitForPictures(page);
    await options.arrange?.();
    await waitForCanvas(page);
    await waitForPictures(page);
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    await writeFile(join(IMAGES, `${name}-${width}-${theme}.png`), await packed(png));
  }
}

async function packed(png: Buffer): Promise<Buffer> {
  const lossless = await sharp(png).png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer();
  if (lossless.length <= MAX_BYTES) return lossless;
  return sharp(png).png({ palette: true, colours: 256, dither: 0.4, effort: 10, compressionLevel: 9 }).toBuffer();
}
