import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evenly } from '#shared/geometry/fixtures/evenly';
import type { Point, Ring } from '#shared/geometry/types';
import { regionMask } from './region-mask';

/** Crossings of a ray to the left of a point are odd in number: the definition, edge by edge. */
function isInside(rings: readonly Ring[], { x, y }: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    ring.forEach((b, i) => {
      const a = ring.at(i - 1)!;
      if (a.y > y !== b.y > y && a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x) < x) inside = !inside;
    });
  }
  return inside;
}
const place = { width: 14, height: 11, originX: 3, originY: -2, stepX: 2, stepY: 1.5 };
const ring = fc.array(fc.record({ x: evenly(-9, 40), y: fc.integer({ min: -12, max: 30 }) }), { minLength: 0, maxLength: 9 }); // prettier-ignore

it('holds the pixels whose centres lie in a polygon, whatever lies outside the block', () => {
  fc.assert(
    fc.property(ring, ring, (exterior, hole) => {
      const mask = regionMask([{ exterior, holes: [hole] }], place);
      for (let row = 0; row < place.height; row++) {
        for (let column = 0; column < place.width; column++) {
          const centre = {
            x: place.originX + (column + 0.5) * place.stepX,
            y: place.originY + (row + 0.5) * place.stepY,
          };
          const [left, right] = [-1e-9, 1e-9].map((dx) =>
            isInside([exterior, hole], { x: centre.x + dx, y: centre.y }),
          );
          if (left !== right) continue; // on an edge: rounding decides
          expect(mask[row * place.width + column] === 1).toBe(left);
        }
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

it('takes an outline of 300,000 vertices', () => {
  const exterior = Array.from({ length: 300_000 }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / 300_000;
    return { x: 17 + 8 * Math.cos(angle), y: 6 + 8 * Math.sin(angle) };
  });
  const filled = regionMask([{ exterior, holes: [] }], place).reduce((sum, bit) => sum + bit, 0);
  expect(filled * place.stepX * place.stepY).toBeCloseTo(64 * Math.PI, -1.5);
});
