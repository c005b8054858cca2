import { bump, smoothStep } from './curve';
import { eyeX } from './face-lines';

/** How much of each quality a place of the face has, whoever it is. */
export interface SkinPlace {
  red: number;
  brown: number;
  gloss: number;
  grain: number;
}

const reachX = 160;
const reachY = 126;
const columns = reachX + 1;
const rows = 2 * reachY + 1;

/** The places on a grid of one millimetre, as all of them are soft; the answer is one object that is reused. */
export function createPlaceGrid(): (x: number, y: number) => SkinPlace {
  const grid = new Float32Array(columns * rows * 4);
  for (let row = 0; row < rows; row += 1) {
    for (let x = 0; x < columns; x += 1) {
      const y = row - reachY;
      grid.set([redPlaces(x, y), brownPlaces(x, y), glossPlaces(x, y), grainPlaces(x, y)], (row * columns + x) * 4);
    }
  }
  const place: SkinPlace = { red: 0, brown: 0, gloss: 0, grain: 0 };
  return (x, y) => {
    const u = Math.min(x, reachX - 0.01);
    const v = Math.min(Math.max(y + reachY, 0), rows - 1.01);
    const column = Math.floor(u);
    const row = Math.floor(v);
    const at = (row * columns + column) * 4;
    const [across, down] = [u - column, v - row];
    const read = (k: number): number => {
      const upper = (grid[at + k] ?? 0) * (1 - across) + (grid[at + 4 + k] ?? 0) * across;
      const lower = (grid[at + columns * 4 + k] ?? 0) * (1 - across) + (grid[at + columns * 4 + 4 + k] ?? 0) * across;
      return upper + (lower - upper) * down;
    };
    place.red = read(0);
    place.brown = read(1);
    place.gloss = read(2);
    place.grain = read(3);
    return place;
  };
}

function redPlaces(x: number, y: number): number {
  return (
    0.2 * bump(x - 38, y - 33, 16, 13) +
    0.17 * bump(x, y - 39, 10, 8) +
    0.16 * bump(x - 13, y - 43, 5, 6) +
    0.07 * bump(x, y - 99, 13, 9) +
    0.11 * bump(x - eyeX, y - 2, 14, 8) +
    0.12 * bump(x - 18, y - 5, 5, 6) +
    0.05 * bump(x, y + 12, 9, 8) -
    0.03 * bump(x, y + 48, 34, 16) +
    0.06 * bump(x - 24, y - 72, 6, 8)
  );
}

function brownPlaces(x: number, y: number): number {
  const underEye = bump(x - 27, y - 14, 12, 4.5) + 0.7 * bump(x - 19, y - 9, 6, 5);
  return (
    0.12 * underEye +
    0.09 * bump(x - eyeX, y + 5, 15, 5) +
    0.05 * bump(x, y - 72, 24, 12) +
    0.06 * smoothStep(44, 66, x) +
    0.05 * smoothStep(-40, -64, y)
  );
}

function glossPlaces(x: number, y: number): number {
  return (
    0.5 +
    0.55 * bump(x, y + 46, 30, 18) +
    0.8 * bump(x, y - 30, 7, 20) +
    0.35 * bump(x - 42, y - 20, 13, 9) +
    0.3 * bump(x, y - 98, 10, 8) +
    0.35 * bump(x - eyeX, y - 1, 10, 5)
  );
}

function grainPlaces(x: number, y: number): number {
  const pores =
    0.55 * bump(x, y - 36, 17, 14) +
    0.45 * bump(x - 24, y - 30, 13, 13) +
    0.3 * bump(x, y + 45, 40, 20) +
    0.3 * bump(x, y - 98, 16, 10);
  const smooth = 0.55 * bump(x - eyeX, y - 3, 18, 9);
  return 0.6 + pores - smooth;
}
