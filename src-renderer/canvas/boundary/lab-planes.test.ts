import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smooth } from './lab-planes';

/** The Gaussian as it is defined, pixel by pixel: all columns of a row, then all rows of a column. */
function smoothed(plane: Float32Array, width: number, height: number, sigmaPx: number): Float32Array {
  const reach = Math.ceil(3 * sigmaPx);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigmaPx ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));
  const mean = (valueAt: (offset: number) => number): number =>
    weights.reduce((sum, weight, i) => sum + Math.fround(weight / total) * valueAt(i - reach), 0);
  const rows = plane.map((_, i) => mean((k) => plane[i - (i % width) + within((i % width) + k, width)]!));
  return rows.map((_, i) => mean((k) => rows[within(Math.floor(i / width) + k, height) * width + (i % width)]!));
}

it('smooths by a Gaussian to the last bit, on blocks smaller than its reach, too', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) });
  const sigma = fc.constantFrom(0.4, 1.3, 2);
  const values = fc.array(fc.float({ min: 0, max: 100, noNaN: true }), { minLength: 196, maxLength: 196 });
  fc.assert(
    fc.property(size, sigma, values, ({ width, height }, sigmaPx, all) => {
      const plane = Float32Array.from(all.slice(0, width * height));
      const wanted = smoothed(plane, width, height, sigmaPx);
      smooth(plane, { width, height }, sigmaPx);
      expect([...plane]).toEqual([...wanted]);
    }),
    { numRuns: 60 },
  );
});
