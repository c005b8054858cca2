import { createRandom } from './random';

/** Smooth noise over the plane, about -1 to 1, feature size about 1 unit. */
export type Noise = (x: number, y: number) => number;

const size = 256;
const wrap = size - 1;

/** Value noise with a quintic-like fade on a 256 x 256 lattice that repeats. */
export function createNoise(seed: number): Noise {
  const random = createRandom(seed);
  const lattice = new Float32Array(size * size);
  for (let i = 0; i < lattice.length; i += 1) lattice[i] = random() * 2 - 1;
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = fade(x - column);
    const v = fade(y - row);
    const left = column & wrap;
    const right = (column + 1) & wrap;
    const top = (row & wrap) * size;
    const bottom = ((row + 1) & wrap) * size;
    const a = lattice[top + left] ?? 0;
    const b = lattice[top + right] ?? 0;
    const c = lattice[bottom + left] ?? 0;
    const d = lattice[bottom + right] ?? 0;
    return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v;
  };
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Sum of `octaves` noises, each twice as fine and `gain` as strong as the one before. */
export function createFractal(noise: Noise, octaves: number, gain = 0.5): Noise {
  return (x, y) => {
    let sum = 0;
    let strength = 1;
    let scale = 1;
    for (let octave = 0; octave < octaves; octave += 1) {
      sum += strength * noise(x * scale + octave * 17.3, y * scale - octave * 9.1);
      strength *= gain;
      scale *= 2.03;
    }
    return sum;
  };
}
