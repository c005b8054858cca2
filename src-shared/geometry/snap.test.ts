import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evenly } from './fixtures/evenly';
import { polygonOf, ringOf } from './fixtures/shapes';
import { GRID_PER_PX, snapPoint, snapPolygon, snapRing } from './snap';

const STEP = 1 / GRID_PER_PX;

it('goes to the nearest grid point, half-way to the larger one', () => {
  expect(snapPoint({ x: 0.4 * STEP, y: 0.6 * STEP })).toEqual({ x: 0, y: STEP });
  expect(snapPoint({ x: 1.5 * STEP, y: -1.5 * STEP })).toEqual({ x: 2 * STEP, y: -STEP });
  expect(snapPoint({ x: -0.2 * STEP, y: -0 })).toEqual({ x: 0, y: 0 });
});

it('leaves grid points alone and moves no other by more than half a step', () => {
  const coordinate = evenly(-65536, 65536);
  fc.assert(
    fc.property(coordinate, coordinate, (x, y) => {
      const snapped = snapPoint({ x, y });
      expect(snapPoint(snapped)).toEqual(snapped);
      expect(Number.isInteger(snapped.x * GRID_PER_PX)).toBe(true);
      expect(Math.abs(snapped.x - x)).toBeLessThanOrEqual(STEP / 2);
      expect(Math.abs(snapped.y - y)).toBeLessThanOrEqual(STEP / 2);
    }),
  );
});

it('drops the duplicates that it makes, the wrap included', () => {
  const ring = ringOf('0,0 0.0001,0 5,0 5,5 0,0.0001');
  expect(snapRing(ring)).toEqual(ringOf('0,0 5,0 5,5'));
  expect(snapPolygon({ exterior: ring, holes: [ring] })).toEqual(polygonOf('0,0 5,0 5,5', '0,0 5,0 5,5'));
});
