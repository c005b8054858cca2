import type { Mesh } from './mesh';

/** The face surface looked up by face chart position. */
export interface FaceAtlas {
  /** Point, normal and light at a chart position; null off the face. */
  at(x: number, y: number): AtlasPoint | null;
}

export interface AtlasPoint {
  x: number;
  y: number;
  z: number;
  normalX: number;
  normalY: number;
  normalZ: number;
  red: number;
  green: number;
  blue: number;
}

const reachX = 84;
const reachY = 124;
const cell = 0.7;
const width = Math.round((2 * reachX) / cell);
const height = Math.round((2 * reachY) / cell);
const stride = 9;

/** Spreads the head's front over a chart grid of 0.7 millimetres. */
export function createFaceAtlas(head: Mesh): FaceAtlas {
  const sum = new Float32Array(width * height * stride);
  const mass = new Float32Array(width * height);
  for (let vertex = 0; vertex < head.columns * head.rows; vertex += 1) {
    const x = head.chart[vertex * 2] ?? 0;
    const y = head.chart[vertex * 2 + 1] ?? 0;
    if ((head.position[vertex * 3 + 2] ?? 0) < 8 || Math.abs(x) >= reachX - 1 || Math.abs(y) >= reachY - 1) continue;
    splat(sum, mass, { head, vertex, u: (x + reachX) / cell - 0.5, v: (y + reachY) / cell - 0.5 });
  }
  for (let i = 0; i < mass.length; i += 1) {
    const m = mass[i] ?? 0;
    for (let k = 0; k < stride && m > 0; k += 1) sum[i * stride + k] = (sum[i * stride + k] ?? 0) / m;
  }
  return { at: (x, y) => lookUp({ sum, mass }, (x + reachX) / cell - 0.5, (y + reachY) / cell - 0.5) };
}

function splat(
  sum: Float32Array,
  mass: Float32Array,
  source: { head: Mesh; vertex: number; u: number; v: number },
): void {
  const { head, vertex, u, v } = source;
  for (let row = Math.floor(v); row <= Math.floor(v) + 1; row += 1) {
    for (let column = Math.floor(u); column <= Math.floor(u) + 1; column += 1) {
      const weight = 0.001 + (1 - Math.abs(column - u)) * (1 - Math.abs(row - v));
      const i = row * width + column;
      mass[i] = (mass[i] ?? 0) + weight;
      for (let k = 0; k < 3; k += 1) {
        sum[i * stride + k] = (sum[i * stride + k] ?? 0) + weight * (head.position[vertex * 3 + k] ?? 0);
        sum[i * stride + 3 + k] = (sum[i * stride + 3 + k] ?? 0) + weight * (head.normal[vertex * 3 + k] ?? 0);
        sum[i * stride + 6 + k] = (sum[i * stride + 6 + k] ?? 0) + weight * (head.light[vertex * 3 + k] ?? 0);
      }
    }
  }
}

function lookUp(
  { sum: values, mass }: { sum: Float32Array; mass: Float32Array },
  u: number,
  v: number,
): AtlasPoint | null {
  const column = Math.floor(u);
  const row = Math.floor(v);
  if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) return null;
  const i = row * width + column;
  if (!mass[i] || !mass[i + 1] || !mass[i + width] || !mass[i + width + 1]) return null;
  const [fx, fy] = [u - column, v - row];
  const read = (k: number): number => {
    const a = values[i * stride + k] ?? 0;
    const b = values[(i + 1) * stride + k] ?? 0;
    const c = values[(i + width) * stride + k] ?? 0;
    const d = values[(i + width + 1) * stride + k] ?? 0;
    return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
  };
  return {
    x: read(0),
    y: read(1),
    z: read(2),
    normalX: read(3),
    normalY: read(4),
    normalZ: read(5),
    red: read(6),
    green: read(7),
    blue: read(8),
  };
}
