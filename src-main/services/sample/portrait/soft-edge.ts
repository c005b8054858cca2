import { blurPlane } from './blur';
import { coverAt, surfaceChannels, type Surface } from './surface';

/** Lets the surface's colours run two pixels past its border, then softens the cover, so that enlarging gives a smooth outline. */
export function softenEdge(surface: Surface): void {
  const { width, height, values } = surface;
  const cover = new Float32Array(width * height);
  for (let i = 0; i < cover.length; i += 1) cover[i] = values[i * surfaceChannels + coverAt] ?? 0;
  spill(surface);
  spill(surface);
  blurPlane(cover, { width, height, deviation: 0.9 });
  for (let i = 0; i < cover.length; i += 1) values[i * surfaceChannels + coverAt] = cover[i] ?? 0;
}

/** Gives each empty pixel beside a covered one the mean of its covered neighbours. */
function spill({ width, height, values }: Surface): void {
  const fresh: number[] = [];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const pixel = y * width + x;
      if ((values[pixel * surfaceChannels + coverAt] ?? 0) > 0) continue;
      if (fillFromNeighbours(values, pixel, width)) fresh.push(pixel);
    }
  }
  for (const pixel of fresh) values[pixel * surfaceChannels + coverAt] = 1;
}

function fillFromNeighbours(values: Float32Array, pixel: number, width: number): boolean {
  const at = pixel * surfaceChannels;
  const [left, right] = [at - surfaceChannels, at + surfaceChannels];
  const [above, below] = [at - width * surfaceChannels, at + width * surfaceChannels];
  const share = (place: number): number => values[place + coverAt] ?? 0;
  const sum = share(left) + share(right) + share(above) + share(below);
  if (sum === 0) return false;
  for (let k = 0; k < coverAt; k += 1) {
    const mean = (place: number): number => share(place) * (values[place + k] ?? 0);
    values[at + k] = (mean(left) + mean(right) + mean(above) + mean(below)) / sum;
  }
  return true;
}
