import { describe, expect, it } from 'vitest';
import { NEUTRAL_TONE } from '#shared/domain/image-view';
import { CLAHE_STEPS, claheCurves, claheTilePx } from './clahe';
import { paintView } from './paint-view';
import type { PixelBlock } from './pixel-block';
import { bytesFromLab, labFromPrimaries } from './test-support/reference-colours';

/** Skin whose lightness wanders, by a fixed formula. */
const WIDTH = 256;
const HEIGHT = 192;
const colours = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
  const shift = Math.round(30 * Math.sin(x / 37) + 18 * Math.cos(y / 23) + ((x * 7 + y * 13) % 9));
  return [170 + shift, 130 + shift, 105 + shift];
});
const block = (): PixelBlock => ({
  rgba: Uint8ClampedArray.from(colours.flatMap((rgb) => [...rgb, 255])),
  ...{ width: WIDTH, height: HEIGHT, originX: 0, originY: 0, stepX: 1, stepY: 1 },
});

/** The same, written out: histogram of the tile, cut at twice its mean, the rest spread, summed up. */
function curveOf(tileX: number, tileY: number, tileWidth: number, tileHeight: number): number[] {
  const bins = Array<number>(CLAHE_STEPS).fill(0);
  for (let y = tileY * tileHeight; y < (tileY + 1) * tileHeight; y++) {
    for (let x = tileX * tileWidth; x < (tileX + 1) * tileWidth; x++) {
      const [lightness] = labFromPrimaries(colours[y * WIDTH + x]!);
      bins[Math.min(CLAHE_STEPS - 1, Math.floor(lightness * 2.56))]! += 1;
    }
  }
  const mean = (tileWidth * tileHeight) / CLAHE_STEPS;
  const cut = bins.map((count) => Math.min(count, 2 * mean));
  const rest = tileWidth * tileHeight - cut.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return [0, ...cut.map((count) => ((sum += count + rest / CLAHE_STEPS) * 100) / (tileWidth * tileHeight))];
}

describe('CLAHE', () => {
  const clahe = claheCurves(block(), 64);

  it('has tiles of at least four lesion diameters', () => {
    expect(claheTilePx(10)).toBe(128);
    expect(claheTilePx(40)).toBe(320);
    expect([clahe.columns, clahe.rows, clahe.tileWidth, clahe.tileHeight]).toEqual([4, 3, 64, 64]);
    const small = claheCurves(block(), 400);
    expect([small.columns, small.rows]).toEqual([1, 1]);
  });
  it('equalises each tile with a cut histogram', () => {
    for (const [x, y] of [
      [0, 0],
      [3, 2],
      [2, 1],
    ] as const) {
      const from = (y * 4 + x) * (CLAHE_STEPS + 1);
      const expected = curveOf(x, y, 64, 64);
      // A pixel that a table puts on the other side of a step moves one curve value by its own share.
      expected.forEach((value, step) => expect(Math.abs(clahe.curves[from + step]! - value)).toBeLessThan(0.8));
      expect(clahe.curves[from + CLAHE_STEPS]).toBeCloseTo(100, 3);
    }
  });
  it('never grows steeper than its limit', () => {
    for (let i = 0; i < clahe.columns * clahe.rows; i++) {
      for (let step = 0; step < CLAHE_STEPS; step++) {
        const at = i * (CLAHE_STEPS + 1) + step;
        const slope = ((clahe.curves[at + 1]! - clahe.curves[at]!) * CLAHE_STEPS) / 100;
        expect(slope).toBeGreaterThanOrEqual(0);
        expect(slope).toBeLessThanOrEqual(3); // the limit of two, and what was cut and spread
      }
    }
  });
  it('changes L* by the curve of the tile, and keeps a* and b*', () => {
    const picture = block();
    paintView(
      picture,
      { view: 'clahe', tone: NEUTRAL_TONE },
      { mean: null, clahe, skin: { brown: 0, typologyAngleDeg: 0 } },
    );
    // The pixels about a tile's centre read that tile's curve alone, nearly.
    for (const [x, y] of [
      [96, 96],
      [160, 32],
      [32, 160],
    ] as const) {
      const at = y * WIDTH + x;
      const before = labFromPrimaries(colours[at]!);
      const after = labFromPrimaries([...picture.rgba.slice(4 * at, 4 * at + 3)]);
      const curve = curveOf(Math.floor(x / 64), Math.floor(y / 64), 64, 64);
      const step = before[0] * 2.56;
      const low = Math.floor(step);
      const expected = curve[low]! + (step - low) * (curve[low + 1]! - curve[low]!);
      expect(Math.abs(after[0] - expected)).toBeLessThan(1.2);
      expect(Math.abs(after[1] - before[1])).toBeLessThan(1);
      expect(Math.abs(after[2] - before[2])).toBeLessThan(1);
    }
  });
  it('of 40 colours anywhere: the curves of the four tiles about a pixel, by nearness to their centres', () => {
    const picture = block();
    paintView(
      picture,
      { view: 'clahe', tone: NEUTRAL_TONE },
      { mean: null, clahe, skin: { brown: 0, typologyAngleDeg: 0 } },
    );
    const known = new Map<string, number[]>();
    const curve = (column: number, row: number): number[] => {
      const [x, y] = [Math.min(3, Math.max(0, column)), Math.min(2, Math.max(0, row))];
      const found = known.get(`${x},${y}`) ?? curveOf(x, y, 64, 64);
      known.set(`${x},${y}`, found);
      return found;
    };
    const places = Array.from({ length: 40 }, (_, i) => [(i * 97 + 3) % WIDTH, (i * 61 + 1) % HEIGHT] as const);
    expect(new Set(places.map(([x, y]) => colours[y * WIDTH + x]!.join())).size).toBeGreaterThanOrEqual(20);
    for (const [x, y] of places) {
      const at = y * WIDTH + x;
      const [l, a, b] = labFromPrimaries(colours[at]!);
      const [across, down] = [(x + 0.5) / 64 - 0.5, (y + 0.5) / 64 - 0.5];
      const [left, top] = [Math.floor(across), Math.floor(down)];
      const low = Math.floor(l * 2.56);
      let expected = 0;
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        // prettier-ignore
        const own = curve(left + dx, top + dy);
        const value = own[low]! + (l * 2.56 - low) * (own[low + 1]! - own[low]!);
        expected += value * Math.abs(1 - dx - (across - left)) * Math.abs(1 - dy - (down - top));
      }
      const rgb = bytesFromLab([expected, a, b]);
      const found = [...picture.rgba.slice(4 * at, 4 * at + 3)];
      found.forEach((value, k) =>
        expect(Math.abs(value - rgb[k]!), `${x}, ${y}: ${found.join()} instead of ${rgb.join()}`).toBeLessThanOrEqual(
          3,
        ),
      );
    }
  });
});
