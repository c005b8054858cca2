import { bump, smoothStep } from './curve';
import { between, spread, type Random } from './random';

const cell = 0.25;
const reach = 80;
const size = (2 * reach) / cell;

/** Amount of pigment at a face chart point from small round brown dots on nose, cheeks and brow. */
export function createFreckles(random: Random, strength: number): (x: number, y: number) => number {
  const grid = new Float32Array(size * size);
  for (let i = 0; i < 2400 && strength > 0; i += 1) {
    const x = 30 * spread(random);
    const y = 24 + 30 * spread(random);
    const keep = bump(Math.abs(x) - 22, y - 24, 24, 15) + 0.2;
    if (Math.abs(x) > 74 || Math.abs(y) > 74 || random() > keep) continue;
    stampFreckle(grid, { x, y, radius: between(random, 0.3, 0.85), strength: strength * between(random, 0.1, 0.4) });
  }
  return (x, y) => {
    const column = Math.floor((x + reach) / cell);
    const row = Math.floor((y + reach) / cell);
    if (column < 0 || row < 0 || column >= size || row >= size) return 0;
    return grid[row * size + column] ?? 0;
  };
}

interface Freckle {
  x: number;
  y: number;
  radius: number;
  strength: number;
}

function stampFreckle(grid: Float32Array, { x, y, radius, strength }: Freckle): void {
  const around = Math.ceil((radius * 2) / cell);
  const u = (x + reach) / cell;
  const v = (y + reach) / cell;
  for (let row = Math.floor(v) - around; row <= Math.floor(v) + around; row += 1) {
    for (let column = Math.floor(u) - around; column <= Math.floor(u) + around; column += 1) {
      const distance = (Math.hypot(column + 0.5 - u, row + 0.5 - v) * cell) / radius;
      const at = row * size + column;
      grid[at] = (grid[at] ?? 0) + strength * smoothStep(1.5, 0.5, distance);
    }
  }
}
