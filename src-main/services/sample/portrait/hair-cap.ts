import type { Mesh, Point3 } from './mesh';

/** Middle from which the scalp is seen as a ball, head space millimetres. */
export const capCentre = { x: 0, y: -28, z: 2 };

/** The scalp with its hair volume by direction: distance from `capCentre` and baked light. */
export interface HairCap {
  radius(direction: Point3): number;
  /** Share of hair at a direction, 0 bare skin to 1. */
  cover(direction: Point3): number;
  /** Baked light at a direction, channel 0 to 2. */
  light(direction: Point3, channel: number): number;
}

const turns = 192;
const rises = 96;

/** Averages the head mesh over a grid of directions. */
export function createHairCap(head: Mesh): HairCap {
  const sums = Array.from({ length: 5 }, () => new Float32Array(turns * rises));
  const mass = new Float32Array(turns * rises);
  for (let p = 0; p < head.position.length; p += 3) {
    const x = (head.position[p] ?? 0) - capCentre.x;
    const y = (head.position[p + 1] ?? 0) - capCentre.y;
    const z = (head.position[p + 2] ?? 0) - capCentre.z;
    const i = Math.floor(rowFor(x, y, z)) * turns + (Math.floor(columnFor(x, z)) % turns);
    mass[i] = (mass[i] ?? 0) + 1;
    const sources = [
      Math.hypot(x, y, z),
      head.light[p] ?? 0,
      head.light[p + 1] ?? 0,
      head.light[p + 2] ?? 0,
      head.blend[p / 3] ?? 0,
    ];
    for (const [k, sum] of sums.entries()) sum[i] = (sum[i] ?? 0) + (sources[k] ?? 0);
  }
  for (const sum of sums) fillGaps(sum, mass);
  const read = (sum: Float32Array | undefined, { x, y, z }: Point3): number =>
    sum ? lookUp(sum, columnFor(x, z), rowFor(x, y, z)) : 0;
  return {
    radius: (direction) => read(sums[0], direction),
    cover: (direction) => read(sums[4], direction),
    light: (direction, channel) => read(sums[channel + 1], direction),
  };
}

function columnFor(x: number, z: number): number {
  return ((Math.atan2(x, z) + Math.PI) / (2 * Math.PI)) * turns;
}

function rowFor(x: number, y: number, z: number): number {
  return Math.min(((Math.atan2(y, Math.hypot(x, z)) + Math.PI / 2) / Math.PI) * rises, rises - 1);
}

function fillGaps(sum: Float32Array, mass: Float32Array): void {
  let last = 90;
  for (let i = 0; i < sum.length; i += 1) {
    const m = mass[i] ?? 0;
    if (m > 0) last = (sum[i] ?? 0) / m;
    sum[i] = last;
  }
}

function lookUp(grid: Float32Array, u: number, v: number): number {
  const column = Math.floor(u - 0.5);
  const row = Math.min(Math.max(Math.floor(v - 0.5), 0), rises - 2);
  const fx = u - 0.5 - column;
  const fy = Math.min(Math.max(v - 0.5 - row, 0), 1);
  const left = (column + turns) % turns;
  const right = (column + 1) % turns;
  const a = grid[row * turns + left] ?? 0;
  const b = grid[row * turns + right] ?? 0;
  const c = grid[(row + 1) * turns + left] ?? 0;
  const d = grid[(row + 1) * turns + right] ?? 0;
  return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
}
