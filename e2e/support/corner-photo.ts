import sharp, { type Sharp } from 'sharp';
import type { Page } from '@playwright/test';

export type Rgb = readonly [number, number, number];
/** The quarters of the upright photo; no turn or mirroring brings them onto each other. */
export const QUARTERS: readonly (readonly [Rgb, Rgb])[] = [
  [[200, 60, 60], [60, 160, 70]],
  [[70, 90, 190], [205, 180, 60]],
]; // prettier-ignore

/** Where a pixel of the stored picture lies in the upright one, by EXIF orientation; w, h of the stored picture. */
const PLACE: Readonly<Record<number, (x: number, y: number, w: number, h: number) => [number, number]>> = {
  1: (x, y) => [x, y],
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, _w, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _w, h) => [h - 1 - y, x],
  7: (x, y, w, h) => [h - 1 - y, w - 1 - x],
  8: (x, y, w) => [y, w - 1 - x],
};

/** A square photo of four quarters as a camera stores it under an EXIF orientation. */
export function cornerPhoto(side: number, orientation = 1): Sharp {
  const pixels = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [ux, uy] = PLACE[orientation]!(x, y, side, side);
      pixels.set(QUARTERS[uy < side / 2 ? 0 : 1]![ux < side / 2 ? 0 : 1], (y * side + x) * 3);
    }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).withMetadata({ orientation });
}

/** The colour on screen at a point of the page in CSS px: the mean of 3 x 3 px. */
export async function colourAt(page: Page, point: { x: number; y: number }): Promise<Rgb> {
  const clip = { x: Math.round(point.x) - 1, y: Math.round(point.y) - 1, width: 3, height: 3 };
  const { channels } = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .stats();
  return channels.map(({ mean }) => Math.round(mean)) as unknown as Rgb;
}
