import { fastFx, fastFy, fastFz } from '../enhance/fast-lab';
import type { PixelBlock } from '../enhance/pixel-block';

/** L*, a* and b* of a block of sRGB pixels, and what else tells spots apart; each row by row. */
export type LabPlanes = {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly Float32Array[];
};

/** The colours of a block, smoothed by a Gaussian against the noise of sensor and JPEG; `sigmaPx` 0 leaves them. */
export function labPlanes({ rgba, width, height }: PixelBlock, sigmaPx: number): LabPlanes {
  const [l, a, b] = [0, 1, 2].map(() => new Float32Array(width * height)) as [Float32Array, Float32Array, Float32Array];
  for (let i = 0, at = 0; i < l.length; i++, at += 4) {
    const red = rgba[at] as number;
    const green = rgba[at + 1] as number;
    const blue = rgba[at + 2] as number;
    const fy = fastFy(red, green, blue);
    l[i] = 116 * fy - 16;
    a[i] = 500 * (fastFx(red, green, blue) - fy);
    b[i] = 200 * (fy - fastFz(red, green, blue));
  }
  const planes = [l, a, b] as const;
  if (sigmaPx > 0) for (const plane of planes) smooth(plane, { width, height }, sigmaPx);
  return { width, height, planes };
}

/** Gaussian in place, cut at three sigma; the border pixel stands for what is beyond it. */
export function smooth(plane: Float32Array, size: Size, sigmaPx: number): void {
  const reach = Math.ceil(3 * sigmaPx);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigmaPx * sigmaPx)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const kernel = Float32Array.from(weights, (weight) => weight / total);
  smoothRows(plane, size, kernel);
  smoothColumns(plane, size, kernel);
}

type Size = { readonly width: number; readonly height: number };

/** Each row by itself, its ends repeated on either side, so that the inner loop asks nothing. */
function smoothRows(plane: Float32Array, { width, height }: Size, kernel: Float32Array): void {
  const reach = kernel.length >> 1;
  const line = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    const first = y * width;
    line.set(plane.subarray(first, first + width), reach);
    line.fill(plane[first] as number, 0, reach);
    line.fill(plane[first + width - 1] as number, width + reach);
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += (kernel[k] as number) * (line[x + k] as number);
      plane[first + x] = sum;
    }
  }
}

/** Row after row as they lie in memory: a column by itself would fetch a line of the cache for each of its pixels. */
function smoothColumns(plane: Float32Array, { width, height }: Size, kernel: Float32Array): void {
  const reach = kernel.length >> 1;
  const given = plane.slice();
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let k = 0; k < kernel.length; k++) {
      const weight = kernel[k] as number;
      const from = Math.min(height - 1, Math.max(0, y + k - reach)) * width;
      for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + weight * (given[from + x] as number);
    }
    plane.set(sums, y * width);
  }
}

/** Bilinear value at a point in block px, where pixel centres lie at halves; the border goes on outside. */
export function valueAt(
  plane: Float32Array,
  { width, height }: { width: number; height: number },
  x: number,
  y: number,
): number {
  const column = Math.min(width - 1, Math.max(0, x - 0.5));
  const row = Math.min(height - 1, Math.max(0, y - 0.5));
  const left = Math.min(Math.max(0, width - 2), Math.floor(column));
  const top = Math.min(Math.max(0, height - 2), Math.floor(row));
  const right = Math.min(width - 1, left + 1);
  const low = Math.min(height - 1, top + 1) * width;
  const high = top * width;
  const across = column - left;
  const down = row - top;
  const above = (1 - across) * (plane[high + left] as number) + across * (plane[high + right] as number);
  const below = (1 - across) * (plane[low + left] as number) + across * (plane[low + right] as number);
  return (1 - down) * above + down * below;
}
