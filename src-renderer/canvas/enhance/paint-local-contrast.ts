import { GREY_PIXELS, MAP_STEPS } from './colour-map';
import { F_TABLE, STEP_BITS, Y_STEPS } from './fast-lab';
import { ALPHA, packedPixels } from './packed-map';
import { cellPlaces, type CellPlace, type PixelBlock, type ValueGrid } from './pixel-block';

/** How much a difference of L* is enlarged in local contrast. */
export const LOCAL_CONTRAST_GAIN = 2;

/** Steps of the grey map per L*. */
const FACTOR = (LOCAL_CONTRAST_GAIN * MAP_STEPS) / 100;
/** L* as steps from middle grey, with the half that rounds, by step of Y. */
const LIGHT_OF_STEP = F_TABLE.map((f) => FACTOR * (116 * f - 16) + MAP_STEPS / 2 + 0.5);

/** L* less the mean around it, enlarged, about middle grey. */
export function paintLocalContrast(block: PixelBlock, mean: ValueGrid): void {
  const { rgba, width, height } = block;
  const pixels = packedPixels(rgba);
  const across = cellPlaces(
    { count: width, origin: block.originX, step: block.stepX },
    { count: mean.width, size: mean.cellX },
  );
  const down = cellPlaces(
    { count: height, origin: block.originY, step: block.stepY },
    { count: mean.height, size: mean.cellY },
  );
  const means = new Float32Array(mean.width);
  for (let y = 0; y < height; y++) {
    const place = { low: down.low[y] as number, high: down.high[y] as number, share: down.share[y] as number };
    writeMeanRow(means, mean, place);
    paintRow(pixels.subarray(y * width, (y + 1) * width), means, across);
  }
}

/** A function per row is compiled to fast code within the first rows; one loop over all of them is not. */
function paintRow(pixels: Uint32Array, means: Float32Array, { low, high, share }: CellPlace): void {
  const { r, g, b } = Y_STEPS;
  for (let x = 0; x < pixels.length; x++) {
    const left = means[low[x] as number] as number;
    const around = left + (share[x] as number) * ((means[high[x] as number] as number) - left);
    const pixel = pixels[x] as number;
    const sum = (r[pixel & 255] as number) + (g[(pixel >> 8) & 255] as number) + (b[(pixel >> 16) & 255] as number);
    let step = ((LIGHT_OF_STEP[sum >> STEP_BITS] as number) - around) | 0;
    if (step < 0) step = 0;
    else if (step > MAP_STEPS) step = MAP_STEPS;
    pixels[x] = (GREY_PIXELS[step] as number) | (pixel & ALPHA);
  }
}

/** The mean along one row of pixels, a value per cell, in steps of the map. */
function writeMeanRow(
  means: Float32Array,
  { values, width }: ValueGrid,
  { low, high, share }: { low: number; high: number; share: number },
): void {
  for (let cell = 0; cell < width; cell++) {
    const [above, below] = [values[low * width + cell] as number, values[high * width + cell] as number];
    means[cell] = FACTOR * (above + share * (below - above));
  }
}
