import { fastLightness } from './fast-lab';
import { packedPixels } from './packed-map';
import type { PixelBlock } from './pixel-block';

/** Steps of L* in a tile's curve. */
export const CLAHE_STEPS = 256;
/** No curve is steeper than about this: more would invent contrast out of noise. */
const CLIP_LIMIT = 2;
/** A tile is at least four lesion diameters wide, so that a lesion cannot be evened out by its own tile. */
const TILE_DIAMETERS = 4;
const LEAST_TILE_PX = 128;

/** Contrast-limited adaptive histogram equalisation of L* (Zuiderveld 1994): a curve per tile, blended between centres. */
export type ClaheCurves = {
  /** L* by tile and step; tiles row by row, `CLAHE_STEPS` + 1 values each. */
  readonly curves: Float32Array;
  readonly columns: number;
  readonly rows: number;
  /** Photo px. */
  readonly tileWidth: number;
  readonly tileHeight: number;
};

/** The least side of a tile in photo px. */
export function claheTilePx(medianLesionRadiusPx: number): number {
  return Math.max(LEAST_TILE_PX, TILE_DIAMETERS * 2 * medianLesionRadiusPx);
}

/** The curves of a whole photo, from an overview of it. */
export function claheCurves(overview: PixelBlock, tilePx: number): ClaheCurves {
  const photoWidth = overview.width * overview.stepX;
  const photoHeight = overview.height * overview.stepY;
  const columns = Math.max(1, Math.floor(photoWidth / tilePx));
  const rows = Math.max(1, Math.floor(photoHeight / tilePx));
  const histograms = countLightness(overview, columns, rows);
  const curves = new Float32Array(columns * rows * (CLAHE_STEPS + 1));
  for (let tile = 0; tile < columns * rows; tile++) {
    const histogram = histograms.subarray(tile * CLAHE_STEPS, (tile + 1) * CLAHE_STEPS);
    writeCurve(clipHistogram(histogram), curves.subarray(tile * (CLAHE_STEPS + 1)));
  }
  return { curves, columns, rows, tileWidth: photoWidth / columns, tileHeight: photoHeight / rows };
}

/** L* of 0 to 100 as a step of 0 to `CLAHE_STEPS`, with fraction. */
export function claheStep(lightness: number): number {
  return Math.min(CLAHE_STEPS, Math.max(0, (lightness * CLAHE_STEPS) / 100));
}

function countLightness({ rgba, width, height }: PixelBlock, columns: number, rows: number): Float64Array {
  const histograms = new Float64Array(columns * rows * CLAHE_STEPS);
  const pixels = packedPixels(rgba);
  const tiles = Uint32Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width) * CLAHE_STEPS);
  const perRow = columns * CLAHE_STEPS;
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * perRow;
    countRow(histograms.subarray(row, row + perRow), pixels.subarray(y * width, (y + 1) * width), tiles);
  }
  return histograms;
}

/** Counts a row of pixels; `tiles` says where the histogram of each begins. */
function countRow(histograms: Float64Array, pixels: Uint32Array, tiles: Uint32Array): void {
  for (let x = 0; x < pixels.length; x++) {
    const pixel = pixels[x] as number;
    const exact = claheStep(fastLightness(pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255));
    histograms[(tiles[x] as number) + Math.min(CLAHE_STEPS - 1, exact | 0)]! += 1;
  }
}

/** Cuts what stands above the limit and spreads it evenly over all steps, as shares of the whole. */
function clipHistogram(histogram: Float64Array): Float64Array {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return new Float64Array(CLAHE_STEPS).fill(1 / CLAHE_STEPS);
  const most = (CLIP_LIMIT * total) / CLAHE_STEPS;
  let excess = 0;
  for (const count of histogram) excess += Math.max(0, count - most);
  return histogram.map((count) => (Math.min(most, count) + excess / CLAHE_STEPS) / total);
}

/** The running sum of the shares, as L*. */
function writeCurve(shares: Float64Array, curve: Float32Array): void {
  let sum = 0;
  curve[0] = 0;
  for (let step = 0; step < CLAHE_STEPS; step++) {
    sum += shares[step] as number;
    curve[step + 1] = 100 * sum;
  }
}
