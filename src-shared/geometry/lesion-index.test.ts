import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonBounds } from './bounds';
import { polygonOf } from './fixtures/shapes';
import { distanceToRing, pointInPolygon } from './hit-test';
import { createLesionIndex, type IndexedLesion } from './lesion-index';
import { polygonArea } from './polygon';
import type { Polygon } from './types';

function lesion(id: string, polygon: Polygon): IndexedLesion {
  return { id, polygon, bounds: polygonBounds(polygon), areaPx2: polygonArea(polygon) };
}

function box(x: number, y: number, size: number): Polygon {
  const [right, bottom] = [x + size, y + size];
  return polygonOf(`${x},${y} ${right},${y} ${right},${bottom} ${x},${bottom}`);
}

const ITEMS = [lesion('large', box(0, 0, 100)), lesion('small', box(10, 10, 10)), lesion('apart', box(120, 0, 20))];

describe('createLesionIndex', () => {
  const index = createLesionIndex(ITEMS);

  it('hits the smallest first, then near edges by distance', () => {
    expect(index.hit({ x: 15, y: 15 }, 3)).toEqual(['small', 'large']);
    expect(index.hit({ x: 22, y: 15 }, 3)).toEqual(['large', 'small']);
    expect(index.hit({ x: 109, y: 5 }, 12)).toEqual(['large', 'apart']);
    expect(index.hit({ x: 112, y: 5 }, 12)).toEqual(['apart', 'large']);
    expect(index.hit({ x: 110, y: 5 }, 1)).toEqual([]);
  });

  it('searches by bounds in the order of the items', () => {
    expect(index.search({ minX: 5, minY: 5, maxX: 130, maxY: 12 })).toEqual(['large', 'small', 'apart']);
    expect(index.search({ minX: 101, minY: 0, maxX: 119, maxY: 9 })).toEqual([]);
  });

  it('works with nothing', () => {
    const empty = createLesionIndex([]);
    expect(empty.hit({ x: 0, y: 0 }, 5)).toEqual([]);
    expect(empty.search({ minX: 0, minY: 0, maxX: 9, maxY: 9 })).toEqual([]);
    expect(empty.withOverride('new', box(0, 0, 10)).hit({ x: 5, y: 5 }, 0)).toEqual(['new']);
  });

  it('sees edited, added and removed lesions beside the static ones, and stays itself', () => {
    const edited = index.withOverride('small', box(50, 50, 5)).withOverride('added', box(50, 50, 2));
    expect(edited.hit({ x: 15, y: 15 }, 0)).toEqual(['large']);
    expect(edited.hit({ x: 51, y: 51 }, 0)).toEqual(['added', 'small', 'large']);
    expect(edited.withOverride('large', null).hit({ x: 51, y: 51 }, 0)).toEqual(['added', 'small']);
    expect(index.hit({ x: 15, y: 15 }, 0)).toEqual(['small', 'large']);
  });

  it('agrees with looking at every lesion', () => {
    const at = fc.integer({ min: 0, max: 60 });
    const boxes = fc.array(fc.tuple(at, at, fc.integer({ min: 1, max: 30 })), { maxLength: 40 });
    fc.assert(
      fc.property(boxes, at, at, fc.integer({ min: 0, max: 8 }), (drawn, x, y, tolerance) => {
        const items = drawn.map(([left, top, size], i) => lesion(`lesion-${i}`, box(left, top, size)));
        const expected = items.filter(
          ({ polygon }) => pointInPolygon(polygon, { x, y }) || distanceToRing(polygon.exterior, { x, y }) <= tolerance,
        );
        const found = createLesionIndex(items).hit({ x, y }, tolerance);
        expect(found.toSorted()).toEqual(expected.map((item) => item.id).toSorted());
      }),
    );
  });
});
