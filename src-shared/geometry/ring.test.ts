import { describe, expect, it } from 'vitest';
import { SEED_AREAS_PX2, SEED_POLYGONS } from './fixtures/seed-polygons';
import { ringOf } from './fixtures/shapes';
import {
  distinctPointCount,
  dropRepeatedPoints,
  openRing,
  orientRing,
  ringCentroid,
  ringPerimeter,
  signedRingArea,
} from './ring';

const SQUARE = ringOf('0,0 10,0 10,10 0,10');

describe('signedRingArea', () => {
  it('is positive clockwise on screen and negative the other way', () => {
    expect(signedRingArea(SQUARE)).toBe(100);
    expect(signedRingArea(SQUARE.toReversed())).toBe(-100);
  });

  it('gives the seed lesions exactly, from every start', () => {
    SEED_POLYGONS.forEach(({ exterior }, i) => {
      exterior.forEach((_, start) => {
        const area = signedRingArea([...exterior.slice(start), ...exterior.slice(0, start)]);
        expect(-area).toBe(SEED_AREAS_PX2[i]);
      });
    });
  });

  it('keeps its digits far from the origin', () => {
    const far = ringOf('1e9,1e9 1000000000.5,1e9 1000000000.5,1000000000.5 1e9,1000000000.5');
    expect(signedRingArea(far)).toBe(0.25);
  });

  it('is zero for a point, a line and nothing', () => {
    expect([[], ringOf('3,3'), ringOf('3,3 9,4')].map(signedRingArea)).toEqual([0, 0, 0]);
  });
});

describe('openRing', () => {
  it('drops exactly one equal closing vertex', () => {
    expect(openRing(ringOf('0,0 1,0 1,1 0,0'))).toEqual(ringOf('0,0 1,0 1,1'));
    expect(openRing(ringOf('0,0 1,0 0,0 0,0'))).toEqual(ringOf('0,0 1,0 0,0'));
  });

  it('leaves an open ring and a single point', () => {
    expect(openRing(SQUARE)).toBe(SQUARE);
    expect(openRing(ringOf('1,1'))).toEqual(ringOf('1,1'));
  });
});

describe('repeated points', () => {
  it('drops runs, the wrap included, and keeps the first vertex', () => {
    expect(dropRepeatedPoints(ringOf('0,0 0,0 1,0 1,1 1,1 0,0 0,0'))).toEqual(ringOf('0,0 1,0 1,1'));
    expect(dropRepeatedPoints(ringOf('2,2 2,2'))).toEqual(ringOf('2,2'));
    expect(dropRepeatedPoints(SQUARE)).toBe(SQUARE);
  });

  it('counts distinct points anywhere, -0 being 0', () => {
    expect(
      distinctPointCount([
        { x: 0, y: 0 },
        { x: 1, y: 1 },
        { x: -0, y: 0 },
        { x: 1, y: 1 },
      ]),
    ).toBe(2);
  });
});

describe('orientRing', () => {
  it('turns a ring round and keeps its first vertex first', () => {
    expect(orientRing(SQUARE, 'positive')).toBe(SQUARE);
    expect(orientRing(SQUARE, 'negative')).toEqual(ringOf('0,0 0,10 10,10 10,0'));
  });
});

describe('ringPerimeter and ringCentroid', () => {
  it('have their closed forms', () => {
    expect(ringPerimeter(SQUARE)).toBe(40);
    expect(ringPerimeter(ringOf('0,0 3,4'))).toBe(10);
    expect(ringCentroid(SQUARE)).toEqual({ x: 5, y: 5 });
    expect(ringCentroid(ringOf('0,0 9,0 0,3'))).toEqual({ x: 3, y: 1 });
  });

  it('fall back to the mean of the vertices without area', () => {
    expect(ringCentroid(ringOf('0,0 10,10 10,0 0,10'))).toEqual({ x: 5, y: 5 });
    expect(() => ringCentroid([])).toThrow(RangeError);
  });
});
