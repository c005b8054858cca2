import sharp from 'sharp';

/** sRGB, 0 to 255. */
export type Colour = { readonly r: number; readonly g: number; readonly b: number };
type Raster = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

async function rasterOf(png: Buffer): Promise<Raster> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: new Uint8Array(data) };
}

export const isNear = (a: Colour, b: Colour, within: number): boolean =>
  Math.abs(a.r - b.r) <= within && Math.abs(a.g - b.g) <= within && Math.abs(a.b - b.b) <= within;

/** How many pixels are so. */
export async function countOf(png: Buffer, isSo: (pixel: Colour) => boolean): Promise<number> {
  const { rgb } = await rasterOf(png);
  let count = 0;
  for (let i = 0; i < rgb.length; i += 3) if (isSo({ r: rgb[i]!, g: rgb[i + 1]!, b: rgb[i + 2]! })) count++;
  return count;
}

/** How many pixels differ, and the largest difference of a channel. */
export async function differenceOf(one: Buffer, other: Buffer): Promise<{ pixels: number; most: number }> {
  const [a, b] = [await rasterOf(one), await rasterOf(other)];
  if (a.width !== b.width || a.height !== b.height) throw new Error('the two pictures differ in size');
  let pixels = 0;
  let most = 0;
  for (let i = 0; i < a.rgb.length; i += 3) {
    const by = Math.max(...[0, 1, 2].map((channel) => Math.abs(a.rgb[i + channel]! - b.rgb[i + channel]!)));
    if (by > 0) pixels++;
    most = Math.max(most, by);
  }
  return { pixels, most };
}
