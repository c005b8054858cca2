import { describe, expect, it } from 'vitest';
import { boundsIntersect, boundsUnion, EMPTY_BOUNDS, expandBounds, polygonBounds, ringBounds } from './bounds';
import { polygonOf, ringOf } from './fixtures/shapes';

describe('bounds', () => {
  const bounds = { minX: -1, minY: 2, maxX: 5, maxY: 9 };

  it('hold every vertex of every ring', () => {
    expect(ringBounds(ringOf('3,2 -1,4 5,9'))).toEqual(bounds);
    expect(polygonBounds(polygonOf('3,2 -1,4 5,9', '0,0 7,3 1,1'))).toEqual({ ...bounds, minY: 0, maxX: 7 });
  });

  it('of nothing are neutral and meet nothing', () => {
    expect(ringBounds([])).toEqual(EMPTY_BOUNDS);
    expect(boundsUnion(EMPTY_BOUNDS, bounds)).toEqual(bounds);
    expect(boundsIntersect(EMPTY_BOUNDS, bounds)).toBe(false);
  });

  it('meet when they touch', () => {
    expect(boundsIntersect(bounds, { minX: 5, minY: 9, maxX: 6, maxY: 10 })).toBe(true);
    expect(boundsIntersect(bounds, { minX: 5.5, minY: 9, maxX: 6, maxY: 10 })).toBe(false);
  });

  it('grow on every side', () => {
    expect(expandBounds(bounds, 2)).toEqual({ minX: -3, minY: 0, maxX: 7, maxY: 11 });
  });
});
