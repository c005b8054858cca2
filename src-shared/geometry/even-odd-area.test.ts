import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenOddArea } from './even-odd-area';
import { evenly } from './fixtures/evenly';
import { SEED_AREAS_PX2, SEED_POLYGONS } from './fixtures/seed-polygons';
import { SHAPES, starRing } from './fixtures/shapes';
import { polygonArea, polygonRings } from './polygon';
import type { Point, Ring } from './types';

describe('evenOddArea', () => {
  it.each(SHAPES)('$name: $areaPx2 px²', ({ polygon, areaPx2 }) => {
    const rings = polygonRings(polygon);
    expect(evenOddArea(rings)).toBeCloseTo(areaPx2, 8);
    expect(polygonArea(polygon)).toBeCloseTo(areaPx2, 9);
    if (areaPx2 === 0) expect(evenOddArea(rings)).toBe(0);
  });

  it.each(SHAPES)('$name: the same at four rotations and reversed', ({ polygon, areaPx2 }) => {
    let rings = polygonRings(polygon);
    for (let quarter = 0; quarter < 4; quarter++) {
      rings = rings.map((ring) => ring.map(({ x, y }) => ({ x: y, y: -x })));
      expect(evenOddArea(rings)).toBeCloseTo(areaPx2, 8);
      expect(evenOddArea(rings.map((ring) => ring.toReversed()))).toBeCloseTo(areaPx2, 8);
    }
  });

  it('agrees with an exact rational sweep', () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 7 }), y: fc.integer({ min: 0, max: 7 }) });
    const rings = fc.array(fc.array(point, { minLength: 3, maxLength: 8 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(rings, (drawn) => {
        expect(evenOddArea(drawn)).toBeCloseTo(rationalArea(drawn), 9);
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with counting cells on a fine grid', () => {
    const coordinate = evenly(0, 8);
    const ring = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 7 });
    fc.assert(
      fc.property(ring, (drawn) => {
        expect(Math.abs(evenOddArea([drawn]) - countedArea(drawn, 32))).toBeLessThan(1);
      }),
      { numRuns: 50 },
    );
  });

  it('sees through a drawn-over pile of 20,000 random vertices in bounded time', { timeout: 30_000 }, () => {
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const ring = Array.from({ length: 20_000 }, () => ({ x: random() * 1000, y: random() * 1000 }));
    const share = evenOddArea([ring]) / 1e6;
    expect(share).toBeGreaterThan(0.45); // so many layers that a place is covered as by a coin
    expect(share).toBeLessThan(0.55);
  });

  it('is not a number for what is not finite', () => {
    expect(
      evenOddArea([
        [
          { x: 0, y: 0 },
          { x: Infinity, y: 1 },
          { x: 3, y: 9 },
        ],
      ]),
    ).toBeNaN();
  });
});

describe('polygonArea', () => {
  it('is exactly the shoelace value for the seed lesions', () => {
    expect(SEED_POLYGONS.map(polygonArea)).toEqual(SEED_AREAS_PX2);
    expect(SEED_POLYGONS.map((polygon) => evenOddArea(polygonRings(polygon)))).toEqual(
      SEED_AREAS_PX2.map((area) => expect.closeTo(area, 9) as number),
    );
  });

  it('agrees with the sweep for long simple rings', () => {
    const exterior = starRing(Array.from({ length: 3000 }, (_, i) => 500 + 200 * Math.sin(i * i)));
    const area = polygonArea({ exterior, holes: [] });
    expect(evenOddArea([exterior]) / area).toBeCloseTo(1, 11);
  });
});

type Fraction = readonly [numerator: bigint, denominator: bigint]; // denominator positive

/** The area by fractions that lose nothing: on integers, straight from the definition. */
function rationalArea(rings: readonly Ring[]): number {
  const edges = rings.flatMap((ring) => ring.map((a, i): [Point, Point] => [a, ring[(i + 1) % ring.length] as Point]));
  const ends: Fraction[] = edges.map(([a]) => [BigInt(a.x), 1n]);
  for (const [a, b] of edges) {
    for (const [c, d] of edges) {
      const denominator = BigInt((b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x));
      if (denominator === 0n) continue;
      const along = BigInt((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x));
      ends.push(fraction(BigInt(a.x) * denominator + along * BigInt(b.x - a.x), denominator));
    }
  }
  ends.sort(compare);
  let area = 0;
  for (let i = 1; i < ends.length; i++) {
    const [from, to] = [ends[i - 1] as Fraction, ends[i] as Fraction];
    if (compare(from, to) === 0) continue;
    const middle = fraction(from[0] * to[1] + to[0] * from[1], 2n * from[1] * to[1]);
    area += covered(edges, middle) * (Number(to[0]) / Number(to[1]) - Number(from[0]) / Number(from[1]));
  }
  return area;
}

function covered(edges: readonly (readonly [Point, Point])[], x: Fraction): number {
  const heights: Fraction[] = [];
  for (const [a, b] of edges) {
    const [left, right] = a.x < b.x ? [a, b] : [b, a];
    if (compare([BigInt(left.x), 1n], x) >= 0 || compare(x, [BigInt(right.x), 1n]) >= 0) continue;
    const run = BigInt(right.x - left.x);
    const rise = BigInt(right.y - left.y);
    heights.push(fraction(BigInt(left.y) * run * x[1] + rise * (x[0] - BigInt(left.x) * x[1]), run * x[1]));
  }
  heights.sort(compare);
  return heights.reduce((sum, [n, d], i) => sum + ((i % 2 === 0 ? -1 : 1) * Number(n)) / Number(d), 0);
}

function fraction(numerator: bigint, denominator: bigint): Fraction {
  return denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
}

function compare(a: Fraction, b: Fraction): number {
  const difference = a[0] * b[1] - b[0] * a[1];
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function countedArea(ring: Ring, perPx: number): number {
  let count = 0;
  for (let row = 0; row < 8 * perPx; row++) {
    const y = (row + 0.5) / perPx;
    for (let column = 0; column < 8 * perPx; column++) {
      const x = (column + 0.5) / perPx;
      let isInside = false;
      for (const [i, a] of ring.entries()) {
        const b = ring[(i + 1) % ring.length] as Point;
        if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside;
      }
      if (isInside) count++;
    }
  }
  return count / perPx ** 2;
}
