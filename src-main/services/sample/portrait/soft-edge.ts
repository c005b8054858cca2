import { blurPlane } from './blur';
import { coverAt, surfaceChannels, type Surface } from './surface';

// Local names: see develop.ts.
const stride = surfaceChannels;
const coverOffset = coverAt;

/** Lets the surface's colours run two pixels past its border, then softens the cover, so that enlarging gives a smooth outline. */
export function softenEdge(surface: Surface): void {
  const { width, height, values } = surface;
  const cover = new Float32Array(width * height);
  for (let i = 0; i < cover.length; i += 1) cover[i] = values[i * stride + coverOffset] ?? 0;
  spill(surface);
  spill(surface);
  blurPlane(cover, { width, height, deviation: 0.9 });
  for (let i = 0; i < cover.length; i += 1) values[i * stride + coverOffset] = cover[i] ?? 0;
}

/** Gives each empty pixel beside a covered one the mean of its covered neighbours. */
function spill({ width, height, values }: Surface): void {
  const fresh: number[] = [];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const pixel = y * width + x;
      if ((values[pixel * stride + coverOffset] ?? 0) > 0) continue;
      if (fillFromNeighbours(values, pixel, width)) fresh.push(pixel);
    }
  }
  for (const pixel of fresh) values[pixel * stride + coverOffset] = 1;
}

function fillFromNeighbours(values: Float32Array, pixel: number, width: number): boolean {
  const at = pixel * stride;
  const [left, right] = [at - stride, at + stride];
  const [above, below] = [at - width * stride, at + width * stride];
  const weight = (place: number): number => values[place + coverOffset] ?? 0;
  const sum = weight(left) + weight(right) + weight(above) + weight(below);
  if (sum === 0) return false;
  for (let k = 0; k < coverOffset; k += 1) {
    const mean = (place: number): number => weight(place) * (values[place + k] ?? 0);
    values[at + k] = (mean(left) + mean(right) + mean(above) + mean(below)) / sum;
  }
  return true;
}
