import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orientation } from './orientation';
import type { Point } from './types';

describe('orientation', () => {
  it('is positive for a clockwise turn on screen', () => {
    expect(orientation({ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 })).toBe(1);
    expect(orientation({ x: 0, y: 0 }, { x: 0, y: 10 }, { x: 10, y: 10 })).toBe(-1);
    expect(orientation({ x: 0, y: 0 }, { x: 3, y: 7 }, { x: 30, y: 70 })).toBe(0);
  });

  it('has the exact sign one unit in the last place off the line', () => {
    const near = fc.integer({ min: -8, max: 8 });
    fc.assert(
      fc.property(near, near, (i, j) => {
        const a = { x: 0.5 + i * 2 ** -53, y: 0.5 + j * 2 ** -53 };
        expect(orientation(a, { x: 12, y: 12 }, { x: 24, y: 24 })).toBe(
          exactSign(a, { x: 12, y: 12 }, { x: 24, y: 24 }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with whole-number arithmetic on any points nearly in line', () => {
    // All 53 bits of them are used, so that the third point is off the line by what rounding takes.
    const fraction = fc.integer({ min: -(2 ** 52), max: 2 ** 52 }).map((steps) => steps / 2 ** 52);
    const coordinate = fraction.map((part) => 1e4 * part);
    const point = fc.record({ x: coordinate, y: coordinate });
    const seen = new Map<number, number>();
    fc.assert(
      fc.property(point, point, fraction, (a, b, part) => {
        const along = Math.abs(part);
        const c = { x: a.x + along * (b.x - a.x), y: a.y + along * (b.y - a.y) };
        const sign = exactSign(a, b, c);
        seen.set(sign, (seen.get(sign) ?? 0) + 1);
        expect(orientation(a, b, c)).toBe(sign);
        expect(orientation(b, a, c)).toBe(0 - sign);
      }),
      { seed: 20_261_129, numRuns: 2000 },
    );
    expect(Math.min(seen.get(1)!, seen.get(-1)!), 'points beside the line, on both sides').toBeGreaterThan(500);
  });
});

/** In steps of 2^-400 px every double that the tests draw is whole. */
function whole(value: number): bigint {
  return BigInt(value * 2 ** 400);
}

function exactSign(a: Point, b: Point, c: Point): number {
  const cross =
    (whole(b.x) - whole(a.x)) * (whole(c.y) - whole(a.y)) - (whole(b.y) - whole(a.y)) * (whole(c.x) - whole(a.x));
  return cross > 0n ? 1 : cross < 0n ? -1 : 0;
}
