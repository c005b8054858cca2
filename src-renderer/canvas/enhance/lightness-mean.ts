import { fastLightness } from './fast-lab';
import type { PixelBlock, ValueGrid } from './pixel-block';

/** The Gaussian's radius around a lesion: twice the median lesion radius, but no less than this, in photo px. */
const LEAST_SIGMA_PX = 12;
/** Cells per sigma: coarser ones would show between the cells. */
const SIGMA_CELLS = 4;

/** Sigma of local contrast in photo px. */
export function localContrastSigmaPx(medianLesionRadiusPx: number): number {
  return Math.max(LEAST_SIGMA_PX, 2 * medianLesionRadiusPx);
}

/**
 * The Gaussian mean of L* over a whole photo, as a coarse grid: a mean that is smooth over `sigmaPx` needs no more. The
 * cells average whole blocks of the overview, whose own variance is taken off the Gaussian's. At the border the weights
 * within the photo are scaled up.
 */
export function lightnessMean(overview: PixelBlock, sigmaPx: number): ValueGrid {
  const factor = Math.max(1, Math.round(sigmaPx / SIGMA_CELLS / Math.max(overview.stepX, overview.stepY)));
  const grid = averageLightness(overview, factor);
  // A box of n cells has a variance of (n² - 1) / 12 above the one of its cells; 1/6 comes from reading between cells.
  const sigmaCells = (cell: number): number => Math.sqrt(Math.max(0.25, (sigmaPx / cell) ** 2 - 1 / 12 - 1 / 6));
  const across = blurRows(grid.values, grid, gaussian(sigmaCells(grid.cellX)));
  const values = blurColumns(across, grid, gaussian(sigmaCells(grid.cellY)));
  return { ...grid, values };
}

/** Mean L* of cells of `factor` by `factor` pixels of a block that begins at the photo's corner. */
export function averageLightness(overview: PixelBlock, factor: number): ValueGrid {
  const width = Math.ceil(overview.width / factor);
  const height = Math.ceil(overview.height / factor);
  const values = new Float32Array(width * height);
  const counts = new Uint32Array(width * height);
  for (let y = 0; y < overview.height; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0, at = 4 * y * overview.width; x < overview.width; x++, at += 4) {
      const cell = row + Math.floor(x / factor);
      const { rgba } = overview;
      values[cell]! += fastLightness(rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number);
      counts[cell]! += 1;
    }
  }
  for (let cell = 0; cell < values.length; cell++) values[cell]! /= counts[cell] as number;
  return { values, width, height, cellX: factor * overview.stepX, cellY: factor * overview.stepY };
}

/** Half a Gaussian, the middle first, cut at four sigma. */
function gaussian(sigma: number): Float32Array {
  return Float32Array.from({ length: Math.ceil(4 * sigma) + 1 }, (_, i) => Math.exp((-i * i) / (2 * sigma * sigma)));
}

type Extent = { readonly width: number; readonly height: number };

function blurRows(values: Float32Array, { width, height }: Extent, half: Float32Array): Float32Array {
  const blurred = new Float32Array(values.length);
  for (let y = 0; y < height; y++) blurLine({ values, blurred, first: y * width, stride: 1, count: width }, half);
  return blurred;
}

function blurColumns(values: Float32Array, { width, height }: Extent, half: Float32Array): Float32Array {
  const blurred = new Float32Array(values.length);
  for (let x = 0; x < width; x++) blurLine({ values, blurred, first: x, stride: width, count: height }, half);
  return blurred;
}

type Line = {
  readonly values: Float32Array;
  readonly blurred: Float32Array;
  readonly first: number;
  readonly stride: number;
  readonly count: number;
};

function blurLine({ values, blurred, first, stride, count }: Line, half: Float32Array): void {
  const reach = half.length - 1;
  for (let i = 0; i < count; i++) {
    let total = 0;
    let weights = 0;
    for (let j = Math.max(0, i - reach); j <= Math.min(count - 1, i + reach); j++) {
      const weight = half[Math.abs(j - i)] as number;
      total += weight * (values[first + j * stride] as number);
      weights += weight;
    }
    blurred[first + i * stride] = total / weights;
  }
}
