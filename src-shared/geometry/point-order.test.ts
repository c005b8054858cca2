import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointOrder } from './point-order';

const order = (points: readonly (readonly [number, number])[]): number[] => [
  ...pointOrder(Float64Array.from(points.map(([x]) => x)), Float64Array.from(points.map(([, y]) => y))),
];

describe('pointOrder', () => {
  it('goes by x, then y, then number', () => {
    const points = [
      [2, 1],
      [1, 5],
      [1, 2],
      [2, 1],
      [-1, 9],
    ] as const;
    expect(order(points)).toEqual([4, 2, 1, 0, 3]);
    expect(order([])).toEqual([]);
    expect(order([[7, 7]])).toEqual([0]);
  });
  it('is what the language sorts, for any number of points', () => {
    const point = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.double({ min: -2, max: 2, noNaN: true }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 200 }), (points) => {
        const expected = [...points.keys()].sort(
          (a, b) => points[a]![0] - points[b]![0] || points[a]![1] - points[b]![1] || a - b,
        );
        expect(order(points)).toEqual(expected);
      }),
      { seed: 20_261_129, numRuns: 200 },
    );
  });
});
