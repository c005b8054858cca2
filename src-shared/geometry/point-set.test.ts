import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PointSet } from './point-set';

describe('PointSet', () => {
  it('holds the points of all rings, and no other', () => {
    const set = new PointSet([
      [
        { x: 1, y: 2 },
        { x: 2, y: 1 },
      ],
      [{ x: 0.5, y: -3 }],
    ]);
    expect([set.has({ x: 1, y: 2 }), set.has({ x: 2, y: 1 }), set.has({ x: 0.5, y: -3 })]).toEqual([true, true, true]);
    expect([set.has({ x: 1, y: 1 }), set.has({ x: 2, y: 2 }), set.has({ x: 0, y: 0 })]).toEqual([false, false, false]);
  });
  it('takes −0 for 0, and is empty without points', () => {
    expect(new PointSet([[{ x: -0, y: 0 }]]).has({ x: 0, y: -0 })).toBe(true);
    expect(new PointSet([]).has({ x: 0, y: 0 })).toBe(false);
  });
  it('says what a set of texts says', () => {
    const point = fc.record({ x: fc.integer({ min: -9, max: 9 }), y: fc.integer({ min: -9, max: 9 }) });
    fc.assert(
      fc.property(fc.array(fc.array(point)), fc.array(point), (rings, asked) => {
        const texts = new Set(rings.flat().map(({ x, y }) => `${x},${y}`));
        const set = new PointSet(rings);
        for (const { x, y } of asked) expect(set.has({ x, y })).toBe(texts.has(`${x},${y}`));
      }),
      { seed: 20_261_129, numRuns: 200 },
    );
  });
  it('takes no time that grows with the square of the points on a grid', () => {
    const ring = Array.from({ length: 200_000 }, (_, i) => ({ x: (i % 500) / 1024, y: Math.trunc(i / 500) }));
    const set = new PointSet([ring]);
    expect(ring.every((point) => set.has(point))).toBe(true);
    expect(set.has({ x: 600 / 1024, y: 3 })).toBe(false);
  });
});
