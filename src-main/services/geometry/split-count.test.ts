import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { countPieces } from '#shared/geometry/count-pieces';
import { starRing } from '#shared/geometry/fixtures/shapes';
import { snapPolygon } from '#shared/geometry/snap';
import type { Polygon } from '#shared/geometry/types';
import { loadClipper } from './clipper';
import { split } from './drawn-operations';
import { createGeometryEngine, type GeometryEngine } from './engine';

let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'));
});

const star = fc
  .array(fc.double({ min: 30, max: 100, noNaN: true }), { minLength: 5, maxLength: 24 })
  .map((radii): Polygon => ({ exterior: starRing(radii), holes: [] }));
const withHole = star.map(({ exterior }): Polygon => ({
  exterior,
  holes: [exterior.map(({ x, y }) => ({ x: 0.3 * x, y: 0.3 * y })).reverse()],
}));
const place = fc.integer({ min: -120 * 64, max: 120 * 64 }).map((value) => value / 64 + 1 / 1024);
const point = fc.record({ x: place, y: place });
/** From outside to outside, or straight: a line that its own straight continuation crosses parts what that encloses. */
const line = fc.oneof(
  fc.array(point, { minLength: 2, maxLength: 2 }),
  fc
    .tuple(place, fc.array(point, { maxLength: 6 }), place)
    .map(([from, between, to]) => [{ x: -500, y: from }, ...between, { x: 900, y: to }]),
);

it('what is shown before a split is what comes of it: the engine makes as many pieces as were counted', () => {
  fc.assert(
    fc.property(fc.oneof(star, withHole), line, (drawn, points) => {
      const polygon = snapPolygon(drawn);
      const bystander: Polygon = snapPolygon({
        exterior: starRing([20, 30, 25, 30]).map(({ x, y }) => ({ x: x + 400, y })),
        holes: [],
      });
      // A line that only grazes leaves slivers, which the engine passes over.
      const isGrazing = [-0.2, 0.2].some((by) =>
        [points.map(({ x, y }) => ({ x: x + by, y })), points.map(({ x, y }) => ({ x, y: y + by }))].some(
          (moved) => countPieces(moved, [polygon, bystander]) !== countPieces(points, [polygon, bystander]),
        ),
      );
      fc.pre(!isGrazing);
      expect(split(engine, [polygon, bystander], points)).toHaveLength(countPieces(points, [polygon, bystander]));
    }),
    { seed: 20261129, numRuns: 200, endOnFailure: true },
  );
});
