import type { Point } from '#shared/geometry/types';
import { valueAt, type LabPlanes } from './lab-planes';
import { fitSkin } from './skin-plane';

/** Steps of colour difference (CIE 1976) per unit. */
export const STEPS_PER_UNIT = 8;
const MOST_STEPS = 1024;

/**
 * How far each pixel is from a seed: the least tolerance, in steps, at which a region that grows from the seed over
 * neighbouring pixels (edge to edge) reaches it; `MOST_STEPS` beyond the limiting circle.
 */
export type SpreadField = {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint16Array;
  /** The tolerance at which the region's boundary is sharpest, in steps. */
  readonly sharpestStep: number;
};

/** Pixels about the seed whose mean is its colour, each way. */
const SEED_REACH = 1;
const SKIN_PLACES = 400;
/** A region of fewer pixels is noise. */
const LEAST_PIXELS = 12;

/** Spreads over a picture from a seed, at most `limitPx` far; all in px of the block. */
export function spreadFrom(image: LabPlanes, seed: Point, limitPx: number): SpreadField {
  const { width, height } = image;
  const distances = differences(image, seed, limitPx);
  const levels = flood(distances, { width, height }, seedPixel(seed, { width, height }));
  return { width, height, levels, sharpestStep: sharpestStep(levels, distances, { width, height }) };
}

type Extent = { readonly width: number; readonly height: number };

function seedPixel({ x, y }: Point, { width, height }: Extent): number {
  const column = Math.min(width - 1, Math.max(0, Math.floor(x)));
  return Math.min(height - 1, Math.max(0, Math.floor(y))) * width + column;
}

/** Places all over the block: their plane is how the light falls, which no spot should be told by. */
function skinPlaces({ width, height }: Extent): Point[] {
  const step = Math.max(2, Math.sqrt((width * height) / SKIN_PLACES));
  const places: Point[] = [];
  for (let y = step / 2; y < height; y += step) for (let x = step / 2; x < width; x += step) places.push({ x, y });
  return places;
}

/** Difference of colour to the seed in steps, after the fall of light is taken off. */
function differences(image: LabPlanes, seed: Point, limitPx: number): Float32Array {
  const { width, height } = image;
  const colour = image.planes.map(() => 0);
  let count = 0;
  for (let dy = -SEED_REACH; dy <= SEED_REACH; dy++) {
    for (let dx = -SEED_REACH; dx <= SEED_REACH; dx++, count++) {
      image.planes.forEach((plane, k) => (colour[k]! += valueAt(plane, image, seed.x + dx, seed.y + dy)));
    }
  }
  const squares = new Float32Array(width * height);
  const places = skinPlaces(image);
  image.planes.forEach((plane, k) => {
    const { slopeX, slopeY } = fitSkin(plane, image, places);
    const mean = (colour[k] as number) / count;
    for (let y = 0, i = 0; y < height; y++) {
      const row = mean + slopeY * (y + 0.5 - seed.y);
      for (let x = 0; x < width; x++, i++)
        squares[i]! += ((plane[i] as number) - row - slopeX * (x + 0.5 - seed.x)) ** 2;
    }
  });
  const distances = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const isBeyond = Math.hypot(x + 0.5 - seed.x, y + 0.5 - seed.y) > limitPx;
      distances[i] = isBeyond ? Infinity : STEPS_PER_UNIT * Math.sqrt(squares[i] as number);
    }
  }
  return distances;
}

/** The least largest difference on any way from the seed: Dijkstra's algorithm with one bucket per step. */
function flood(distances: Float32Array, { width, height }: Extent, seed: number): Uint16Array {
  const levels = new Uint16Array(width * height).fill(MOST_STEPS);
  const buckets: number[][] = Array.from({ length: MOST_STEPS }, () => []);
  levels[seed] = 0;
  buckets[0]!.push(seed);
  for (let step = 0; step < MOST_STEPS; step++) {
    const bucket = buckets[step] as number[];
    for (let at = bucket.pop(); at !== undefined; at = bucket.pop()) {
      if ((levels[at] as number) < step) continue;
      const column = at % width;
      for (const [isThere, next] of [
        [column > 0, at - 1],
        [column < width - 1, at + 1],
        [at >= width, at - width],
        [at < width * (height - 1), at + width],
      ] as const) {
        if (!isThere) continue;
        const level = Math.max(step, Math.ceil(distances[next] as number));
        if (level >= MOST_STEPS || level >= (levels[next] as number)) continue;
        levels[next] = level;
        buckets[level]!.push(next);
      }
    }
  }
  return levels;
}

/**
 * The tolerance whose boundary has the largest mean difference across it, of those at which the region has some size
 * and does not reach the limiting circle. Sums per tolerance come from each pair of neighbours: they are boundary from
 * the level of the one to that of the other.
 */
function sharpestStep(levels: Uint16Array, distances: Float32Array, { width, height }: Extent): number {
  const sums = new Float64Array(MOST_STEPS + 1);
  const counts = new Float64Array(MOST_STEPS + 1);
  const pixels = new Float64Array(MOST_STEPS + 1);
  let limitStep = MOST_STEPS;
  const pair = (a: number, b: number): void => {
    const low = Math.min(levels[a] as number, levels[b] as number);
    const high = Math.max(levels[a] as number, levels[b] as number);
    const isLimit = !Number.isFinite(distances[a]) || !Number.isFinite(distances[b]);
    if (isLimit) limitStep = Math.min(limitStep, low);
    if (low === high || isLimit) return;
    const difference = Math.abs((distances[a] as number) - (distances[b] as number));
    sums[low]! += difference;
    sums[high]! -= difference;
    counts[low]! += 1;
    counts[high]! -= 1;
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      pixels[levels[i] as number]! += 1;
      if (x + 1 < width) pair(i, i + 1);
      else limitStep = Math.min(limitStep, levels[i] as number);
      if (y + 1 < height) pair(i, i + width);
      else limitStep = Math.min(limitStep, levels[i] as number);
      if (x === 0 || y === 0) limitStep = Math.min(limitStep, levels[i] as number);
    }
  }
  let best = 0;
  let bestMean = -1;
  let sum = 0;
  let count = 0;
  let size = 0;
  for (let step = 0; step < limitStep; step++) {
    sum += sums[step] as number;
    count += counts[step] as number;
    size += pixels[step] as number;
    const mean = count > 0 ? sum / count : 0;
    if (size >= LEAST_PIXELS && mean > bestMean) [best, bestMean] = [step, mean];
  }
  return best;
}

/** The region at a tolerance, 1 inside. */
export function regionAt({ levels }: SpreadField, step: number): Uint8Array {
  return Uint8Array.from(levels, (level) => (level <= step ? 1 : 0));
}
