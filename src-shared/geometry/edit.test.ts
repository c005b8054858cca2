import { describe, expect, it } from 'vitest';
import { deleteVertex, insertVertex, moveVertex, translatePolygon } from './edit';
import { polygonOf } from './fixtures/shapes';

const POLYGON = polygonOf('0,0 10,0 10,10 0,10', '2,2 2,4 4,4');
const BEFORE = JSON.stringify(POLYGON);

describe('vertex edits', () => {
  it('move one vertex', () => {
    expect(moveVertex(POLYGON, { ring: 0, vertex: 2 }, { x: 12, y: 13 })).toEqual(
      polygonOf('0,0 10,0 12,13 0,10', '2,2 2,4 4,4'),
    );
    expect(moveVertex(POLYGON, { ring: 1, vertex: 0 }, { x: 3, y: 3 }).holes[0]?.[0]).toEqual({ x: 3, y: 3 });
  });

  it('insert behind the start of the edge, on the closing edge too', () => {
    expect(insertVertex(POLYGON, { ring: 0, edge: 0 }, { x: 5, y: -1 }).exterior).toEqual(
      polygonOf('0,0 5,-1 10,0 10,10 0,10').exterior,
    );
    expect(insertVertex(POLYGON, { ring: 0, edge: 3 }, { x: -1, y: 5 }).exterior.at(-1)).toEqual({ x: -1, y: 5 });
  });

  it('delete: a hole under 3 vertices goes, an exterior under 3 is no polygon', () => {
    const triangle = deleteVertex(POLYGON, { ring: 0, vertex: 0 });
    expect(triangle).toEqual(polygonOf('10,0 10,10 0,10', '2,2 2,4 4,4'));
    expect(deleteVertex(POLYGON, { ring: 1, vertex: 1 })).toEqual(polygonOf('0,0 10,0 10,10 0,10'));
    expect(triangle && deleteVertex(triangle, { ring: 0, vertex: 0 })).toBeNull();
  });

  it('move the whole polygon', () => {
    expect(translatePolygon(polygonOf('0,0 1,0 1,1', '2,2'), { x: 3, y: -1 })).toEqual(
      polygonOf('3,-1 4,-1 4,0', '5,1'),
    );
  });

  it('refuse a vertex that is not there and change nothing in place', () => {
    expect(() => moveVertex(POLYGON, { ring: 0, vertex: 4 }, { x: 0, y: 0 })).toThrow('No vertex 4 in ring 0');
    expect(() => deleteVertex(POLYGON, { ring: 2, vertex: 0 })).toThrow(RangeError);
    expect(() => insertVertex(POLYGON, { ring: 0, edge: -1 }, { x: 0, y: 0 })).toThrow(RangeError);
    expect(JSON.stringify(POLYGON)).toBe(BEFORE);
  });
});
