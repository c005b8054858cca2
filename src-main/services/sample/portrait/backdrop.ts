import type { Picture } from './picture';
import type { Noise } from './noise';

/** A paper wall with a lit patch behind the head; colours are linear. */
export interface Backdrop {
  colour: readonly [number, number, number];
  /** Middle of the lit patch, share of the picture. */
  glowX: number;
  glowY: number;
}

/** Pixels between two computed values; the wall has no detail. */
const pitch = 16;

/** Fills the picture with the wall. */
export function paintBackdrop(picture: Picture, backdrop: Backdrop, noise: Noise): void {
  const { width, height, linear } = picture;
  const [red, green, blue] = backdrop.colour;
  const columns = Math.ceil(width / pitch) + 1;
  const coarse = coarseLight(picture, backdrop, noise);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / pitch) * columns;
    const down = (y % pitch) / pitch;
    const lightAt = (cell: number): number => (coarse[cell] ?? 0) * (1 - down) + (coarse[cell + columns] ?? 0) * down;
    for (let start = 0; start < width; start += pitch) {
      let light = lightAt(row + start / pitch);
      const step = (lightAt(row + start / pitch + 1) - light) / pitch;
      const end = Math.min(start + pitch, width);
      for (let at = (y * width + start) * 3; at < (y * width + end) * 3; at += 3) {
        linear[at] = red * light;
        linear[at + 1] = green * light;
        linear[at + 2] = blue * light;
        light += step;
      }
    }
  }
}

function coarseLight({ width, height }: Picture, backdrop: Backdrop, noise: Noise): Float32Array {
  const columns = Math.ceil(width / pitch) + 1;
  const rows = Math.ceil(height / pitch) + 1;
  const reach = Math.hypot(width, height) * 0.55;
  return Float32Array.from({ length: columns * rows }, (_, i) => {
    const x = (i % columns) * pitch;
    const y = Math.floor(i / columns) * pitch;
    const distance = Math.hypot(x - backdrop.glowX * width, y - backdrop.glowY * height) / reach;
    return (0.36 + 0.74 * Math.exp(-1.5 * distance * distance)) * (1 + 0.025 * noise((x / width) * 3, (y / width) * 3));
  });
}
