import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonOf, ringOf, starRing } from './fixtures/shapes';
import { distanceToRing, distanceToSegment, nearestEdge, nearestVertex, pointInPolygon, pointInRing } from './hit-test';

const SQUARE = '0,0 10,0 10,10 0,10';
const HOLED = polygonOf(SQUARE, '4,4 6,4 6,6 4,6');

describe('pointInRing', () => {
  it('holds the left and top sides, not the right and bottom ones', () => {
    const inside = ringOf('0,0 5,0 0,5 9.999,9.999');
    const outside = ringOf('10,0 0,10 10,10 10,5 5,10 -0.001,5');
    expect(inside.map((point) => pointInRing(ringOf(SQUARE), point))).toEqual([true, true, true, true]);
    expect(outside.map((point) => pointInRing(ringOf(SQUARE), point))).toEqual(outside.map(() => false));
  });

  it('gives each point of a divided square to exactly one part', () => {
    const coordinate = fc.integer({ min: 1, max: 15 }).map((n) => n / 2);
    const point = fc.record({ x: coordinate, y: coordinate });
    fc.assert(
      fc.property(point, point, ({ x, y }, tested) => {
        const corners = ringOf('0,0 8,0 8,8 0,8');
        const parts = corners.map((a, i) => [a, corners[(i + 1) % 4] ?? a, { x, y }]);
        expect(parts.filter((part) => pointInRing(part, tested))).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same reversed and from any start, and false for nothing', () => {
    const ring = ringOf('0,0 9,3 4,5 8,9 1,7');
    for (let x = -1; x < 11; x += 0.5) {
      for (let y = -1; y < 11; y += 0.5) {
        const isInside = pointInRing(ring, { x, y });
        expect(pointInRing(ring.toReversed(), { x, y })).toBe(isInside);
        expect(pointInRing([...ring.slice(2), ...ring.slice(0, 2)], { x, y })).toBe(isInside);
      }
    }
    expect(pointInRing([], { x: 0, y: 0 })).toBe(false);
  });
});

describe('pointInPolygon', () => {
  it('leaves holes and the doubly covered part of a pentagram out', () => {
    expect(pointInPolygon(HOLED, { x: 5, y: 5 })).toBe(false);
    expect(pointInPolygon(HOLED, { x: 2, y: 5 })).toBe(true);
    const corners = starRing([1, 1, 1, 1, 1]);
    const pentagram = { exterior: [0, 2, 4, 1, 3].flatMap((i) => corners[i] ?? []), holes: [] };
    expect(pointInPolygon(pentagram, { x: 0, y: 0 })).toBe(false);
    expect(pointInPolygon(pentagram, { x: 0.7, y: 0 })).toBe(true);
  });
});

describe('distances', () => {
  it('have their closed forms', () => {
    const [a, b] = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ];
    expect(distanceToSegment({ x: 5, y: 3 }, a, b)).toBe(3);
    expect(distanceToSegment({ x: 13, y: 4 }, a, b)).toBe(5);
    expect(distanceToSegment({ x: 3, y: 4 }, a, a)).toBe(5);
    expect(distanceToRing(ringOf(SQUARE), { x: 2, y: 5 })).toBe(2);
    expect(distanceToRing([], { x: 2, y: 5 })).toBe(Infinity);
  });
});

describe('nearestVertex and nearestEdge', () => {
  it('look through all rings', () => {
    expect(nearestVertex(HOLED, { x: 6.375, y: 6.5 }, 1)).toEqual({
      ring: 1,
      vertex: 2,
      at: { x: 6, y: 6 },
      distance: 0.625,
    });
    expect(nearestEdge(HOLED, { x: 5, y: 3.5 }, 1)).toEqual({ ring: 1, edge: 0, at: { x: 5, y: 4 }, distance: 0.5 });
    expect(nearestEdge(HOLED, { x: -1, y: 3 }, 1)).toEqual({ ring: 0, edge: 3, at: { x: 0, y: 3 }, distance: 1 });
  });

  it('answer null outside the tolerance and take the first of equals', () => {
    expect(nearestVertex(HOLED, { x: 2, y: 2 }, 2)).toBeNull();
    expect(nearestEdge(HOLED, { x: -3, y: 5 }, 2.9)).toBeNull();
    expect(nearestVertex(HOLED, { x: 5, y: -5 }, 8)).toMatchObject({ ring: 0, vertex: 0 });
    expect(nearestVertex(polygonOf(''), { x: 0, y: 0 }, 9)).toBeNull();
  });
});
