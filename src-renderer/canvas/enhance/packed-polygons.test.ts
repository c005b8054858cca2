import { expect, it } from 'vitest';
import type { Polygon } from '#shared/geometry/types';
import { toFlatRings } from '../layers/lesion-shapes';
import { buffersOf, packFlatRings, packPolygons, unpackPolygons } from './packed-polygons';

const box = (x: number, y: number, side: number): Polygon['exterior'] => [
  { x, y },
  { x: x + side, y },
  { x: x + side, y: y + side },
  { x, y: y + side },
];
const polygons: Polygon[] = [
  { exterior: box(0, 0, 40), holes: [box(4, 4, 8), box(20, 20, 10).slice(0, 3)] },
  { exterior: [], holes: [] },
  { exterior: box(100.5, -60, 2), holes: [] },
];

it('gives polygons back as they were, divided', () => {
  expect(unpackPolygons(packPolygons(polygons, 1))).toEqual(polygons);
  expect(packFlatRings(polygons.map(toFlatRings), 1)).toEqual(packPolygons(polygons, 1));
  const [first, , third] = unpackPolygons(packPolygons(polygons, 4));
  expect(first?.holes[1]).toEqual([
    { x: 5, y: 5 },
    { x: 7.5, y: 5 },
    { x: 7.5, y: 7.5 },
  ]);
  expect(third?.exterior[0]).toEqual({ x: 25.125, y: -15 });
  expect(unpackPolygons(packPolygons([], 1))).toEqual([]);
});

it('can be given away to a worker', () => {
  const packed = packPolygons(polygons, 1);
  const there = structuredClone(packed, { transfer: buffersOf(packed) });
  expect(unpackPolygons(there)).toEqual(polygons);
  expect(packed.coordinates.length).toBe(0);
});
