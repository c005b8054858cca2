import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED_POLYGONS } from './fixtures/seed-polygons';
import { polygonOf, ringOf, SHAPES, starRing } from './fixtures/shapes';
import { pointInPolygon } from './hit-test';
import { coordinatesToPolygon, interiorPoint, orientPolygon, polygonCentroid, polygonToCoordinates } from './polygon';
import { signedRingArea } from './ring';

const SQUARE = '0,0 10,0 10,10 0,10';

describe('polygonCentroid', () => {
  it('leaves holes out, in either direction', () => {
    const hole = '0,0 5,0 5,10 0,10';
    expect(polygonCentroid(polygonOf(SQUARE))).toEqual({ x: 5, y: 5 });
    expect(polygonCentroid(polygonOf(SQUARE, hole))).toEqual({ x: 7.5, y: 5 });
    expect(polygonCentroid(polygonOf(SQUARE, '0,10 5,10 5,0 0,0'))).toEqual({ x: 7.5, y: 5 });
  });
});

describe('interiorPoint', () => {
  it.each(SHAPES)('$name', ({ polygon, areaPx2 }) => {
    const point = interiorPoint(polygon);
    if (areaPx2 === 0) expect(point).toBeNull();
    else expect(point && pointInPolygon(polygon, point)).toBe(true);
  });

  it('is inside any star, where the centroid may not be', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 40 }), (radii) => {
        const polygon = { exterior: starRing(radii), holes: [] };
        const point = interiorPoint(polygon);
        expect(point && pointInPolygon(polygon, point)).toBe(true);
      }),
    );
  });
});

describe('orientPolygon', () => {
  it('turns the exterior positive and the holes negative', () => {
    const hole = '2,2 4,2 4,4 2,4';
    const { exterior, holes } = orientPolygon(polygonOf('0,10 10,10 10,0 0,0', hole));
    expect([exterior, ...holes].map(signedRingArea)).toEqual([100, -4]);
  });
});

describe('polygonToCoordinates', () => {
  it('closes the rings, exterior positive, holes negative, first vertex first', () => {
    const polygon = polygonOf('0,0 0,10 10,10 10,0', '2,2 4,2 4,4 2,4');
    expect(polygonToCoordinates(polygon)).toEqual([
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 0],
      ],
      [
        [2, 2],
        [2, 4],
        [4, 4],
        [4, 2],
        [2, 2],
      ],
    ]);
  });

  it('comes back as the oriented polygon', () => {
    for (const polygon of SEED_POLYGONS) {
      expect(coordinatesToPolygon(polygonToCoordinates(polygon))).toEqual({
        ok: true,
        polygon: orientPolygon(polygon),
      });
    }
  });

  it('keeps empty rings and single points readable', () => {
    expect(polygonToCoordinates(polygonOf(''))).toEqual([[]]);
    expect(polygonToCoordinates(polygonOf('1,2'))).toEqual([
      [
        [1, 2],
        [1, 2],
      ],
    ]);
  });
});

describe('coordinatesToPolygon', () => {
  it('takes open and closed rings in any direction as they are, and ignores a third number', () => {
    const expected = {
      ok: true,
      polygon: {
        exterior: ringOf('0,0 0,9 9,9'),
        holes: [],
      },
    };
    expect(
      coordinatesToPolygon([
        [
          [0, 0],
          [0, 9],
          [9, 9],
        ],
      ]),
    ).toEqual(expected);
    expect(
      coordinatesToPolygon([
        [
          [0, 0, 7],
          [0, 9, 7],
          [9, 9, 7],
          [0, 0, 7],
        ],
      ]),
    ).toEqual(expected);
  });

  it.each([
    [null, '', 'not_an_array'],
    [{}, '', 'not_an_array'],
    [[], '', 'no_rings'],
    [[null], '[0]', 'not_an_array'],
    [[[[0, 0], 5]], '[0][1]', 'not_an_array'],
    [[[[0, 0], [5]]], '[0][1]', 'position_too_short'],
    [
      [
        [[0, 0]],
        [
          [1, 1],
          ['2', 2],
        ],
      ],
      '[1][1][0]',
      'not_a_number',
    ],
    [[[[0, null]]], '[0][0][1]', 'not_a_number'],
    [[[[0, NaN]]], '[0][0][1]', 'not_finite'],
    [[[[Infinity, 0]]], '[0][0][0]', 'not_finite'],
    [[[[0, -1e300]]], '[0][0][1]', 'out_of_range'],
  ])('refuses %j', (coordinates, path, problem) => {
    expect(coordinatesToPolygon(coordinates)).toEqual({ ok: false, path, problem });
  });
});
