import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ringOf, starRing } from './fixtures/shapes';
import { distanceToRing, distanceToSegment } from './hit-test';
import { dropRepeatedPoints } from './ring';
import { simplifyLine, simplifyRing } from './simplify';
import type { Point } from './types';

const coordinate = fc.integer({ min: 0, max: 200 }).map((n) => n / 4);
const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 40 });
const tolerance = fc.constantFrom(0, 0.5, 1, 5, 100);

describe('simplifyLine', () => {
  it('drops what is within the tolerance', () => {
    expect(simplifyLine(ringOf('0,0 1,0.1 2,0 3,5 4,0'), 0.5)).toEqual(ringOf('0,0 2,0 3,5 4,0'));
    expect(simplifyLine(ringOf('0,0 5,0'), 9)).toEqual(ringOf('0,0 5,0'));
    expect(simplifyLine([], 1)).toEqual([]);
  });

  it('keeps the ends, and every point within the tolerance of the result', () => {
    fc.assert(
      fc.property(points, tolerance, (line, allowed) => {
        const kept = simplifyLine(line, allowed);
        expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)]);
        for (const point of line) {
          const distances = kept.slice(1).map((b, i) => distanceToSegment(point, kept[i] as Point, b));
          expect(Math.min(...distances)).toBeLessThanOrEqual(allowed);
        }
      }),
    );
  });
});

describe('simplifyRing', () => {
  it('drops collinear and near points, the start included', () => {
    const ring = ringOf('5,0 10,0 10,10 5,10.2 0,10 0,0');
    expect(simplifyRing(ring, 0.5)).toEqual(ringOf('10,0 10,10 0,10 0,0'));
  });

  it('never goes below 3 points', () => {
    expect(simplifyRing(starRing(Array.from({ length: 100 }, () => 5)), 1000)).toHaveLength(3);
    expect(simplifyRing(ringOf('0,0 9,0 4,1'), 1000)).toHaveLength(3);
  });

  it('keeps an ordered part of the ring, and every point within the tolerance', () => {
    fc.assert(
      fc.property(points, tolerance, (ring, allowed) => {
        const vertices = dropRepeatedPoints(ring);
        const kept = simplifyRing(ring, allowed);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(3, vertices.length));
        let at = 0;
        for (const vertex of vertices) if (vertex === kept[at]) at++;
        expect(at).toBe(kept.length);
        for (const point of ring) expect(distanceToRing(kept, point)).toBeLessThanOrEqual(allowed);
      }),
    );
  });

  it('does not depend on the start or the direction', () => {
    const radii = fc.array(fc.integer({ min: 10, max: 30 }), { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(radii, fc.nat(), tolerance, (lengths, start, allowed) => {
        const ring = starRing(lengths);
        const expected = new Set(simplifyRing(ring, allowed));
        const turned = [...ring.slice(start % ring.length), ...ring.slice(0, start % ring.length)];
        expect(new Set(simplifyRing(turned, allowed))).toEqual(expected);
      }),
    );
  });

  it('copes with 20,000 vertices', () => {
    const ring = starRing(Array.from({ length: 20_000 }, (_, i) => 500 + Math.sin(i)));
    expect(simplifyRing(ring, 3).length).toBeLessThan(100);
  });
});
