import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compose,
  IDENTITY,
  rotation,
  scaling,
  transformedBounds,
  transformPoint,
  transformPolygon,
  translation,
} from './affine';
import { polygonBounds } from './bounds';
import { signedRingArea } from './ring';
import type { Polygon } from './types';

const pivot = { x: 10, y: 20 };

describe('affine maps', () => {
  it('move, scale about a point and turn clockwise on screen', () => {
    expect(transformPoint(translation(3, -4), { x: 1, y: 2 })).toEqual({ x: 4, y: -2 });
    expect(transformPoint(scaling(2, 0.5, pivot), { x: 13, y: 24 })).toEqual({ x: 16, y: 22 });
    // y points down: a quarter turn clockwise takes what is right of the pivot below it.
    const turned = transformPoint(rotation(Math.PI / 2, pivot), { x: 15, y: 20 });
    expect(turned.x).toBeCloseTo(10, 12);
    expect(turned.y).toBeCloseTo(25, 12);
    expect(transformPoint(IDENTITY, pivot)).toEqual(pivot);
  });

  it('apply the inner one first', () => {
    const both = compose(translation(100, 0), scaling(2, 2, { x: 0, y: 0 }));
    expect(transformPoint(both, { x: 3, y: 5 })).toEqual({ x: 106, y: 10 });
  });

  it('take holes along, and tell the bounds without making the polygon', () => {
    const frame: Polygon = {
      exterior: [
        { x: 0, y: 0 },
        { x: 8, y: 0 },
        { x: 8, y: 8 },
        { x: 0, y: 8 },
      ],
      holes: [
        [
          { x: 2, y: 2 },
          { x: 2, y: 6 },
          { x: 6, y: 6 },
        ],
      ],
    };
    const map = compose(rotation(0.3, pivot), scaling(1.5, 0.7, pivot));
    const moved = transformPolygon(map, frame);
    expect(moved.holes[0]?.[1]).toEqual(transformPoint(map, { x: 2, y: 6 }));
    expect(transformedBounds(map, [frame])).toEqual(polygonBounds(moved));
  });

  it('multiply every signed area by the two factors, whatever the turn and the move', () => {
    const number = fc.double({ min: -500, max: 500, noNaN: true });
    const point = fc.record({ x: number, y: number });
    const factor = fc.double({ min: 0.1, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 3, maxLength: 9 }),
        point,
        fc.tuple(factor, factor, number),
        (ring, at, [x, y, turn]) => {
          const map = compose(translation(at.y, at.x), compose(rotation(turn, at), scaling(x, y, at)));
          const { exterior } = transformPolygon(map, { exterior: ring, holes: [] });
          expect(Math.abs(signedRingArea(exterior) - x * y * signedRingArea(ring))).toBeLessThan(1e-6);
        },
      ),
      { seed: 20_261_129, numRuns: 500 },
    );
  });
});
