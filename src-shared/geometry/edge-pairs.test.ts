import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsIntersect, ringBounds } from './bounds';
import { ringEdges, visitEdgePairs } from './edge-pairs';
import { ringOf, starRing } from './fixtures/shapes';

describe('ringEdges', () => {
  it('runs through all rings and closes them', () => {
    const [first, second] = [ringOf('0,0 9,0 9,9'), ringOf('3,3 4,4')];
    expect(ringEdges([first, second]).map(({ ring, index, a, b }) => [ring, index, a.x, b.x])).toEqual([
      [0, 0, 0, 9],
      [0, 1, 9, 9],
      [0, 2, 9, 0],
      [1, 0, 3, 4],
      [1, 1, 4, 3],
    ]);
    expect(ringEdges([])).toEqual([]);
  });
});

describe('visitEdgePairs', () => {
  it('visits each pair whose bounds meet once, with few edges and with many', () => {
    const radii = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(radii, radii, (inner, outer) => {
        const edges = ringEdges([starRing(inner), starRing(outer)]);
        const visited: string[] = [];
        visitEdgePairs(edges, (first, second) => {
          visited.push(`${edges.indexOf(first)}-${edges.indexOf(second)}`);
          return false;
        });
        const bounds = edges.map(({ a, b }) => ringBounds([a, b]));
        const expected = bounds.flatMap((a, i) =>
          bounds.flatMap((b, j) => (i < j && boundsIntersect(a, b) ? [`${i}-${j}`] : [])),
        );
        expect(visited.sort()).toEqual(expected.sort());
      }),
    );
  });

  it.each([20, 200])('stops when told, with %d edges', (count) => {
    let visits = 0;
    visitEdgePairs(ringEdges([starRing(Array.from({ length: count }, () => 5))]), () => ++visits === 3);
    expect(visits).toBe(3);
  });
});
