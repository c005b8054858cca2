import { createNoise } from './noise';
import { createRandom, type Random } from './random';

/** Fine relief of skin that repeats, as the change of light that it makes. */
export interface SkinTexture {
  size: number;
  /** Light factor minus 1, about -1 to 1. */
  relief: Float32Array;
  /** Shine factor minus 1. */
  sparkle: Float32Array;
}

const size = 1024;
/** Texture cells per millimetre. */
export const textureScale = 10;

/** Draws pores and the fine net of skin lines once; all pictures share it. */
export function createSkinTexture(seed: number): SkinTexture {
  const height = new Float32Array(size * size);
  addNet(height, seed);
  addPores(height, createRandom(seed + 1));
  const relief = new Float32Array(size * size);
  const sparkle = new Float32Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = y * size + x;
      const here = height[at] ?? 0;
      const right = height[y * size + ((x + 1) % size)] ?? 0;
      const below = height[((y + 1) % size) * size + x] ?? 0;
      const slope = 0.6 * (right - here) + 0.9 * (below - here);
      relief[at] = -0.5 * slope + 0.16 * here;
      sparkle[at] = -1.6 * slope + 0.5 * here;
    }
  }
  return { size, relief, sparkle };
}

/** Cells of 0.5 to 1 mm with soft furrows between them. */
function addNet(height: Float32Array, seed: number): void {
  const coarse = createNoise(seed + 5);
  const fine = createNoise(seed + 6);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const a = 1 - Math.abs(coarse(x / 8, y / 8));
      const b = 1 - Math.abs(fine(x / 4, y / 4));
      const c = fine(x / 2 + 31, y / 2);
      const d = coarse(x / 16 + 9, y / 16);
      height[y * size + x] = -0.5 * a * a - 0.35 * b * b + 0.22 * c + 0.3 * d + 0.42;
    }
  }
}

function addPores(height: Float32Array, random: Random): void {
  const pitch = 9;
  for (let y = 0; y < size; y += pitch) {
    for (let x = 0; x < size; x += pitch) {
      const strength = 0.35 + 0.9 * random() * random();
      const radius = 1.1 + 1 * random();
      digPore(height, { x: x + random() * pitch, y: y + random() * pitch, radius, strength });
    }
  }
}

interface Pore {
  x: number;
  y: number;
  radius: number;
  strength: number;
}

function digPore(height: Float32Array, { x, y, radius, strength }: Pore): void {
  const reach = Math.ceil(radius * 2.5);
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const column = (Math.floor(x) + dx + size) % size;
      const row = (Math.floor(y) + dy + size) % size;
      const distance = Math.hypot(Math.floor(x) + dx + 0.5 - x, Math.floor(y) + dy + 0.5 - y) / radius;
      const at = row * size + column;
      height[at] = (height[at] ?? 0) - strength * Math.exp(-distance * distance);
    }
  }
}
