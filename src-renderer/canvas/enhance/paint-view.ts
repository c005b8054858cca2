import { isNeutralTone, type ImageView, type Tone } from '#shared/domain/image-view';
import { BROWN_OF_BYTE, LOG_OF_BYTE } from './byte-tables';
import { GREY_PIXELS, MAP_PIXELS, MAP_STEPS } from './colour-map';
import { byteSteps, F_TABLE, X_STEPS, Y_STEPS, Z_STEPS } from './fast-lab';
import { ALPHA, packedPixels, packRgb } from './packed-map';
import { paintClahe } from './paint-clahe';
import { paintLocalContrast } from './paint-local-contrast';
import { paintDifferences, paintSums } from './paint-shares';
import type { PixelBlock } from './pixel-block';
import { toneTable } from './tone';
import type { ViewBasis } from './view-basis';

/** The erythema index at the two ends of the map. */
export const REDNESS_RANGE = [0, 60] as const;
/** Melanin less shade at the two ends of the map, from the middle of the photo's skin. */
export const BROWN_RANGE = [-1.5, 1.5] as const;
/** a* and b* at black and at white. */
export const CHANNEL_RANGES = { 'a-star': [-20, 60], 'b-star': [-20, 60] } as const;

const at = (table: ArrayLike<number>, byte: number): number => table[byte] as number;

const REDNESS_FACTOR = MAP_STEPS / (REDNESS_RANGE[1] - REDNESS_RANGE[0]);
const REDNESS_STEPS = byteSteps({
  r: (byte) => (at(LOG_OF_BYTE, byte) - REDNESS_RANGE[0]) * REDNESS_FACTOR,
  g: (byte) => -at(LOG_OF_BYTE, byte) * REDNESS_FACTOR,
  b: () => 0,
});
/** The grey of L* by step of Y. */
const GREY_OF_Y = Uint32Array.from(F_TABLE, (f) => at(GREY_PIXELS, lightnessStep(116 * f - 16)));

function lightnessStep(lightness: number): number {
  return Math.round((Math.min(100, Math.max(0, lightness)) * MAP_STEPS) / 100);
}

/** Turns the pixels of a block into those of a view, in place. Alpha stays. */
export function paintView(block: PixelBlock, { view, tone }: { view: ImageView; tone: Tone }, basis: ViewBasis): void {
  paint(block, view, basis);
  if (!isNeutralTone(tone)) paintTone(block, toneTable(tone));
}

function paint(block: PixelBlock, view: ImageView, basis: ViewBasis): void {
  switch (view) {
    case 'plain':
      return;
    case 'local-contrast':
      return basis.mean ? paintLocalContrast(block, basis.mean) : undefined;
    case 'clahe':
      return basis.clahe ? paintClahe(block, basis.clahe) : undefined;
    case 'redness':
      return paintSums(block, REDNESS_STEPS, MAP_PIXELS);
    case 'brown':
      return paintBrown(block, basis.skin.brown);
    case 'red':
      return paintChannel(block, 0);
    case 'green':
      return paintChannel(block, 8);
    case 'blue':
      return paintChannel(block, 16);
    case 'lightness':
      return paintSums(block, Y_STEPS, GREY_OF_Y);
    case 'a-star':
      return paintDifferences(
        block,
        { first: X_STEPS, second: Y_STEPS, factor: 500, range: CHANNEL_RANGES[view] },
        GREY_PIXELS,
      );
    case 'b-star':
      return paintDifferences(
        block,
        { first: Y_STEPS, second: Z_STEPS, factor: 200, range: CHANNEL_RANGES[view] },
        GREY_PIXELS,
      );
  }
}

/** Melanin less shade, from that of the photo's skin. */
function paintBrown(block: PixelBlock, skinBrown: number): void {
  const [low, high] = BROWN_RANGE;
  const factor = MAP_STEPS / (high - low);
  const { r, g, b } = BROWN_OF_BYTE;
  const steps = byteSteps({
    r: (byte) => (at(r, byte) - skinBrown - low) * factor,
    g: (byte) => at(g, byte) * factor,
    b: (byte) => at(b, byte) * factor,
  });
  paintSums(block, steps, MAP_PIXELS);
}

/** The channel that begins at a bit of the packed pixel, as grey. */
function paintChannel({ rgba }: PixelBlock, bit: 0 | 8 | 16): void {
  const pixels = packedPixels(rgba);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] as number;
    pixels[i] = (((pixel >> bit) & 255) * 0x01_01_01) | (pixel & ALPHA);
  }
}

function paintTone({ rgba }: PixelBlock, table: Uint8ClampedArray): void {
  const pixels = packedPixels(rgba);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] as number;
    const [red, green, blue] = [at(table, pixel & 255), at(table, (pixel >> 8) & 255), at(table, (pixel >> 16) & 255)];
    pixels[i] = packRgb(red, green, blue) | (pixel & ALPHA);
  }
}
