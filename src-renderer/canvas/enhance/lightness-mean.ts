import { fastLightness } from './fast-lab';
import { packedPixels } from './packed-map';
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
  const pixels = packedPixels(overview.rgba);
  const cells = Uint32Array.from({ length: overview.width }, (_, x) => Math.floor(x / factor));
  for (let y = 0; y < overview.height; y++) {
    const row = Math.floor(y / factor) * width;
    addLightness(
      values.subarray(row, row + width),
      pixels.subarray(y * overview.width, (y + 1) * overview.width),
      cells,
    );
  }
  const sizeOf = (cell: number, count: number): number => Math.min(factor, count - cell * factor);
  for (let y = 0, cell = 0; y < height; y++) {
    for (let x = 0; x < width; x++, cell++) values[cell]! /= sizeOf(x, overview.width) * sizeOf(y, overview.height);
  }
  return { values, width, height, cellX: factor * overview.stepX, cellY: factor * overview.stepY };
}

/** Adds L* of a row of pixels to the cells that they lie in. */
function addLightness(values: Float32Array, pixels: Uint32Array, cells: Uint32Array): void {
  for (let x = 0; x < pixels.length; x++) {
    const pixel = pixels[x] as number;
    values[cells[x] as number]! += fastLightness(pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255);
  }
}

/** Half a Gaussian, the middle first, cut at four sigma. */
function gaussian(sigma: number): Float32Array {
  return Float32Array.from({ length: Math.ceil(4 * sigma) + 1 }, (_, i) => Math.exp((-i * i) / (2 * sigma * sigma)));
}

type Extent = { readonly width: number; readonly height: number };

/** One over the sum of the weights that lie within a line, for each place on it. */
function sharesWithin(count: number, half: Float32Array): Float32Array {
  const reach = half.length - 1;
  return Float32Array.from({ length: count }, (_, i) => {
    let weights = 0;
    for (let j = Math.max(0, i - reach); j <= Math.min(count - 1, i + reach); j++)
      weights += half[Math.abs(j - i)] as number;
    return 1 / weights;
  });
}

function blurRows(values: Float32Array, { width, height }: Extent, half: Float32Array): Float32Array {
  const blurred = new Float32Array(values.length);
  const shares = sharesWithin(width, half);
  const reach = half.length - 1;
  const line = new Float32Array(width + 2 * reach); // zeros on both sides, so that no place is a special one
  for (let y = 0; y < height; y++) {
    line.set(values.subarray(y * width, (y + 1) * width), reach);
    blurLine(blurred.subarray(y * width, (y + 1) * width), line, { half, shares });
  }
  return blurred;
}

type Weights = { readonly half: Float32Array; readonly shares: Float32Array };

function blurLine(blurred: Float32Array, line: Float32Array, { half, shares }: Weights): void {
  const reach = half.length - 1;
  for (let x = 0; x < blurred.length; x++) {
    let total = (half[0] as number) * (line[x + reach] as number);
    for (let far = 1; far <= reach; far++)
      total += (half[far] as number) * ((line[x + reach - far] as number) + (line[x + reach + far] as number));
    blurred[x] = total * (shares[x] as number);
  }
}

/** Whole rows are added up, which memory likes better than columns. */
function blurColumns(values: Float32Array, { width, height }: Extent, half: Float32Array): Float32Array {
  const blurred = new Float32Array(values.length);
  const shares = sharesWithin(height, half);
  const reach = half.length - 1;
  for (let y = 0; y < height; y++) {
    const line = blurred.subarray(y * width, (y + 1) * width);
    for (let from = Math.max(0, y - reach); from <= Math.min(height - 1, y + reach); from++) {
      const weight = (half[Math.abs(from - y)] as number) * (shares[y] as number);
      addLine(line, values.subarray(from * width, (from + 1) * width), weight);
    }
  }
  return blurred;
}

function addLine(line: Float32Array, added: Float32Array, weight: number): void {
  for (let x = 0; x < line.length; x++) line[x]! += weight * (added[x] as number);
}
