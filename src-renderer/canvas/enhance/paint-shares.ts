import { MAP_STEPS } from './colour-map';
import { F_TABLE, STEP_BITS, type ByteSteps } from './fast-lab';
import { ALPHA, packedPixels } from './packed-map';
import type { PixelBlock } from './pixel-block';

// Plain loops over tables: a function per pixel would take four times as long.

/** Shows the sum of what the channels add as an entry of a map; sums beyond its ends show the ends. */
export function paintSums({ rgba }: PixelBlock, { r, g, b }: ByteSteps, map: Uint32Array): void {
  const pixels = packedPixels(rgba);
  const last = map.length - 1;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] as number;
    const sum = (r[pixel & 255] as number) + (g[(pixel >> 8) & 255] as number) + (b[(pixel >> 16) & 255] as number);
    let step = sum >> STEP_BITS;
    if (step < 0) step = 0;
    else if (step > last) step = last;
    pixels[i] = (map[step] as number) | (pixel & ALPHA);
  }
}

export type FDifference = {
  readonly first: ByteSteps;
  readonly second: ByteSteps;
  /** What the difference of the two f is multiplied by, and the values at both ends of the map. */
  readonly factor: number;
  readonly range: readonly [number, number];
};

/** Shows the difference of two f of `F_TABLE` as an entry of a map with `MAP_STEPS`. */
export function paintDifferences(
  { rgba }: PixelBlock,
  { first, second, factor, range: [low, high] }: FDifference,
  map: Uint32Array,
): void {
  const pixels = packedPixels(rgba);
  const perF = (factor * MAP_STEPS) / (high - low);
  const from = (-low * MAP_STEPS) / (high - low) + 0.5;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] as number;
    const [red, green, blue] = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
    const one = ((first.r[red] as number) + (first.g[green] as number) + (first.b[blue] as number)) >> STEP_BITS;
    const other = ((second.r[red] as number) + (second.g[green] as number) + (second.b[blue] as number)) >> STEP_BITS;
    let step = (perF * ((F_TABLE[one] as number) - (F_TABLE[other] as number)) + from) | 0;
    if (step < 0) step = 0;
    else if (step > MAP_STEPS) step = MAP_STEPS;
    pixels[i] = (map[step] as number) | (pixel & ALPHA);
  }
}
