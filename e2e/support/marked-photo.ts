import sharp from 'sharp';
import type { Grey } from './pixels';

/** Grey levels of the photo: outlines are brighter and their halo is darker than its ground. */
const GROUND = 128;
const MARK = 0;
const MARK_PX = 6;
const PITCH_PX = 32;
const MOST_JITTER_PX = 5;

/** The centre of a mark in photo px. Jittered, so that no shift of the photo brings all marks onto others. */
function markCentre(column: number, row: number): { x: number; y: number } {
  const hash = Math.imul(column * 73_856_093 + row * 19_349_663, 0x9e3779b1) >>> 0;
  const jitter = (bits: number): number => ((hash >>> bits) % (2 * MOST_JITTER_PX + 1)) - MOST_JITTER_PX;
  return { x: column * PITCH_PX + PITCH_PX / 2 + jitter(8), y: row * PITCH_PX + PITCH_PX / 2 + jitter(20) };
}

function marksOf(size: number): { x: number; y: number }[] {
  const count = Math.floor(size / PITCH_PX);
  return Array.from({ length: count * count }, (_, i) => markCentre(i % count, Math.trunc(i / count)));
}

/** A square photo full of small dark marks at known places: it tells from a screenshot where the photo lies. */
export async function markedPhoto(size: number): Promise<Buffer> {
  const values = Buffer.alloc(size * size, GROUND);
  for (const { x, y } of marksOf(size))
    for (let row = y - MARK_PX / 2; row < y + MARK_PX / 2; row++)
      values.fill(MARK, row * size + x - MARK_PX / 2, row * size + x + MARK_PX / 2);
  return sharp(values, { raw: { width: size, height: size, channels: 1 } })
    .png()
    .toBuffer();
}

/** Device px per photo px, and the device px of the photo's origin, per axis. */
export type Placement = {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
};
/** `residual`: how far the marks are from that placement, root of the mean square, in device px. */
export type Measured = { readonly placement: Placement; readonly marks: number; readonly residual: number };

/** Where a marked photo lies on a screenshot: a line through its marks, found near where they are guessed to be. */
export function placementOf(picture: Grey, size: number, guess: { scale: number; x: number; y: number }): Measured {
  const reach = ((MARK_PX / 2 + 3) * guess.scale) | 0;
  const radius = Math.max(3, reach);
  const found = marksOf(size).flatMap((mark) => {
    const [x, y] = [mark.x * guess.scale + guess.x, mark.y * guess.scale + guess.y];
    const isInside =
      x > radius + 1 && y > radius + 1 && x < picture.width - radius - 1 && y < picture.height - radius - 1;
    const seen = isInside ? darkCentre(picture, { x, y }, radius) : null;
    return seen ? [{ mark, seen }] : [];
  });
  const [scaleX, offsetX] = lineThrough(found.map(({ mark, seen }) => [mark.x, seen.x]));
  const [scaleY, offsetY] = lineThrough(found.map(({ mark, seen }) => [mark.y, seen.y]));
  const squares = found.map(
    ({ mark, seen }) => (seen.x - mark.x * scaleX - offsetX) ** 2 + (seen.y - mark.y * scaleY - offsetY) ** 2,
  );
  return {
    placement: { scaleX, scaleY, offsetX, offsetY },
    marks: found.length,
    residual: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / found.length),
  };
}

/** The centre of darkness around a place, in device px; null where nothing is dark, or what covers the photo is. */
function darkCentre(picture: Grey, at: { x: number; y: number }, radius: number): { x: number; y: number } | null {
  let [sum, x, y] = [0, 0, 0];
  const isWithin = (value: number, centre: number): boolean => Math.abs(value + 0.5 - centre) <= radius;
  for (let row = Math.floor(at.y - radius); isWithin(row, at.y) || row < at.y; row++) {
    for (let column = Math.floor(at.x - radius); isWithin(column, at.x) || column < at.x; column++) {
      const value = picture.values[row * picture.width + column]!;
      if (value > GROUND + 8) return null;
      const darkness = Math.max(0, GROUND - value);
      sum += darkness;
      x += darkness * (column + 0.5);
      y += darkness * (row + 0.5);
    }
  }
  return sum < GROUND ? null : { x: x / sum, y: y / sum };
}

/** Slope and intercept by least squares. */
function lineThrough(points: readonly (readonly [number, number])[]): [number, number] {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const slope =
    points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) /
    points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return [slope, meanY - slope * meanX];
}
