import { isNeutralTone, type ImageView, type Tone } from '#shared/domain/image-view';
import { BROWN_OF_BYTE, LOG_OF_BYTE } from './byte-tables';
import { CLAHE_STEPS, claheStep, type ClaheCurves } from './clahe';
import { GREY_BYTES, MAP_BYTES, MAP_STEPS } from './colour-map';
import { fastFx, fastFy, fastFz, fastLightness, writeFromF } from './fast-lab';
import { cellPlaces, type PixelBlock, type ValueGrid } from './pixel-block';
import { toneTable } from './tone';
import type { ViewBasis } from './view-basis';

/** How much a difference of L* is enlarged in local contrast. */
export const LOCAL_CONTRAST_GAIN = 2;
/** The erythema index at the two ends of the map. */
export const REDNESS_RANGE = [0, 60] as const;
/** Melanin less shade at the two ends of the map, from the middle of the photo's skin. */
export const BROWN_RANGE = [-1.5, 1.5] as const;
/** a* and b* at black and at white. */
export const CHANNEL_RANGES = { 'a-star': [-20, 60], 'b-star': [-20, 60] } as const;

/** Turns the pixels of a block into those of a view, in place. Alpha stays. */
export function paintView(block: PixelBlock, { view, tone }: { view: ImageView; tone: Tone }, basis: ViewBasis): void {
  paint(block, view, basis);
  if (isNeutralTone(tone)) return;
  const table = toneTable(tone);
  const { rgba } = block;
  for (let at = 0; at < rgba.length; at += 4) {
    for (let channel = at; channel < at + 3; channel++) rgba[channel] = table[rgba[channel] as number] as number;
  }
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
      return paintShares(
        block,
        MAP_BYTES,
        REDNESS_RANGE,
        (r, g) => (LOG_OF_BYTE[r] as number) - (LOG_OF_BYTE[g] as number),
      );
    case 'brown': {
      const range = BROWN_RANGE.map((end) => end + basis.skin.brown) as [number, number];
      const { r: ofR, g: ofG, b: ofB } = BROWN_OF_BYTE;
      return paintShares(
        block,
        MAP_BYTES,
        range,
        (r, g, b) => (ofR[r] as number) + (ofG[g] as number) + (ofB[b] as number),
      );
    }
    case 'red':
      return paintGrey(block, 0);
    case 'green':
      return paintGrey(block, 1);
    case 'blue':
      return paintGrey(block, 2);
    case 'lightness':
      return paintShares(block, GREY_BYTES, [0, 100], fastLightness);
    case 'a-star':
      return paintShares(
        block,
        GREY_BYTES,
        CHANNEL_RANGES[view],
        (r, g, b) => 500 * (fastFx(r, g, b) - fastFy(r, g, b)),
      );
    case 'b-star':
      return paintShares(
        block,
        GREY_BYTES,
        CHANNEL_RANGES[view],
        (r, g, b) => 200 * (fastFy(r, g, b) - fastFz(r, g, b)),
      );
  }
}

function paintGrey({ rgba }: PixelBlock, channel: 0 | 1 | 2): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const value = rgba[at + channel] as number;
    rgba[at] = rgba[at + 1] = rgba[at + 2] = value;
  }
}

/** The value of each pixel as a place between the ends of a range, shown by a table of `MAP_STEPS`. */
function paintShares(
  { rgba }: PixelBlock,
  bytes: Uint8ClampedArray,
  [first, last]: readonly [number, number],
  valueOf: (r: number, g: number, b: number) => number,
): void {
  const factor = MAP_STEPS / (last - first);
  for (let at = 0; at < rgba.length; at += 4) {
    const value = valueOf(rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number);
    writeStep(rgba, at, bytes, (value - first) * factor);
  }
}

function writeStep(rgba: Uint8ClampedArray, at: number, bytes: Uint8ClampedArray, step: number): void {
  const from = 3 * Math.round(Math.min(MAP_STEPS, Math.max(0, step)));
  rgba[at] = bytes[from] as number;
  rgba[at + 1] = bytes[from + 1] as number;
  rgba[at + 2] = bytes[from + 2] as number;
}

function paintLocalContrast(block: PixelBlock, mean: ValueGrid): void {
  const { rgba, width, height } = block;
  const across = cellPlaces(
    { count: width, origin: block.originX, step: block.stepX },
    { count: mean.width, size: mean.cellX },
  );
  const down = cellPlaces(
    { count: height, origin: block.originY, step: block.stepY },
    { count: mean.height, size: mean.cellY },
  );
  const factor = (LOCAL_CONTRAST_GAIN * MAP_STEPS) / 100;
  const row = new Float32Array(mean.width);
  for (let y = 0, at = 0; y < height; y++) {
    const low = (down.low[y] as number) * mean.width;
    const high = (down.high[y] as number) * mean.width;
    const part = down.share[y] as number;
    for (let cell = 0; cell < mean.width; cell++) {
      row[cell] = (1 - part) * (mean.values[low + cell] as number) + part * (mean.values[high + cell] as number);
    }
    for (let x = 0; x < width; x++, at += 4) {
      const share = across.share[x] as number;
      const around =
        (1 - share) * (row[across.low[x] as number] as number) + share * (row[across.high[x] as number] as number);
      const lightness = fastLightness(rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number);
      writeStep(rgba, at, GREY_BYTES, MAP_STEPS / 2 + factor * (lightness - around));
    }
  }
}

/** a* and b* stay: with them, f of X and of Z move by as much as f of Y does. */
function paintClahe(block: PixelBlock, clahe: ClaheCurves): void {
  const { rgba, width, height } = block;
  const { curves, columns, rows } = clahe;
  const across = cellPlaces(
    { count: width, origin: block.originX, step: block.stepX },
    { count: columns, size: clahe.tileWidth },
  );
  const down = cellPlaces(
    { count: height, origin: block.originY, step: block.stepY },
    { count: rows, size: clahe.tileHeight },
  );
  const perTile = CLAHE_STEPS + 1;
  const read = (tile: number, step: number, part: number): number =>
    (1 - part) * (curves[tile * perTile + step] as number) + part * (curves[tile * perTile + step + 1] as number);
  for (let y = 0, at = 0; y < height; y++) {
    const low = (down.low[y] as number) * columns;
    const high = (down.high[y] as number) * columns;
    const partDown = down.share[y] as number;
    for (let x = 0; x < width; x++, at += 4) {
      const [r, g, b] = [rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number];
      const fy = fastFy(r, g, b);
      const exact = claheStep(116 * fy - 16);
      const step = Math.min(CLAHE_STEPS - 1, Math.floor(exact));
      const part = exact - step;
      const left = across.low[x] as number;
      const right = across.high[x] as number;
      const partAcross = across.share[x] as number;
      const above = (1 - partAcross) * read(low + left, step, part) + partAcross * read(low + right, step, part);
      const below = (1 - partAcross) * read(high + left, step, part) + partAcross * read(high + right, step, part);
      const moved = ((1 - partDown) * above + partDown * below + 16) / 116 - fy;
      writeFromF(rgba, at, fastFx(r, g, b) + moved, fy + moved, fastFz(r, g, b) + moved);
    }
  }
}
