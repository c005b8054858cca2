/**
 * Pixels of a part of a photo, RGBA sRGB bytes, row by row. The outer corner of its first pixel lies at `originX`,
 * `originY` of the photo; each of its pixels is `stepX` by `stepY` photo px large (1 at full resolution).
 */
export type PixelBlock = {
  readonly rgba: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly originX: number;
  readonly originY: number;
  readonly stepX: number;
  readonly stepY: number;
};

/** A value per cell of a grid over the photo; cell centres lie at (column + 0.5) `cellX`, (row + 0.5) `cellY` photo px. */
export type ValueGrid = {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly cellX: number;
  readonly cellY: number;
};

/** For one coordinate of a block: the two neighbouring cells and the share of the second; constant beyond the outer centres. */
export type CellPlace = { readonly low: Int32Array; readonly high: Int32Array; readonly share: Float32Array };

/** Where the pixels of one axis of a block lie between the cells of a grid. */
export function cellPlaces(
  pixels: { readonly count: number; readonly origin: number; readonly step: number },
  cells: { readonly count: number; readonly size: number },
): CellPlace {
  const low = new Int32Array(pixels.count);
  const high = new Int32Array(pixels.count);
  const share = new Float32Array(pixels.count);
  const last = cells.count - 1;
  for (let i = 0; i < pixels.count; i++) {
    const at = (pixels.origin + (i + 0.5) * pixels.step) / cells.size - 0.5;
    const inside = Math.min(last, Math.max(0, at));
    const cell = Math.min(Math.max(0, last - 1), Math.floor(inside));
    low[i] = cell;
    high[i] = Math.min(last, cell + 1);
    share[i] = inside - cell;
  }
  return { low, high, share };
}
