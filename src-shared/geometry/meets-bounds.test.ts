import { expect, it } from 'vitest';
import { meetsBounds } from './meets-bounds';
import type { Polygon } from './types';

const ring = (x: number, y: number, side: number) => [
  { x, y },
  { x: x + side, y },
  { x: x + side, y: y + side },
  { x, y: y + side },
];
const frame: Polygon = { exterior: ring(0, 0, 100), holes: [ring(20, 20, 60)] };
const bounds = (minX: number, minY: number, maxX: number, maxY: number) => ({ minX, minY, maxX, maxY });

it.each([
  ['inside it', bounds(5, 40, 8, 50), true],
  ['all of it', bounds(-5, -5, 200, 200), true],
  ['an edge, between two vertices', bounds(-10, 40, 5, 50), true],
  ['in its hole', bounds(30, 30, 60, 60), false],
  ['beside it', bounds(101, 0, 120, 50), false],
  ['a corner that its bounds reach and its edges do not', bounds(120, 120, 130, 130), false],
])('%s', (_, at, expected) => {
  expect(meetsBounds(frame, at)).toBe(expected);
});
it('a slanted edge that passes a corner of the bounds is outside', () => {
  const triangle: Polygon = { exterior: [{ x: 0, y: 0 }, { x: 100, y: 100 }, { x: 0, y: 100 }], holes: [] }; // prettier-ignore
  expect([meetsBounds(triangle, bounds(60, 10, 90, 40)), meetsBounds(triangle, bounds(60, 10, 90, 70))]).toEqual([false, true]); // prettier-ignore
});
