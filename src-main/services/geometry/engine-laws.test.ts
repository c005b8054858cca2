import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Point, Polygon } from '#shared/geometry/types';
import { loadClipper } from './clipper';
import { createGeometryEngine, type GeometryEngine } from './engine';
import { evenly } from '#shared/geometry/fixtures/evenly';
import { referenceAreas } from './fixtures/reference-area';
import { invalidity, shoelace } from './fixtures/reference-validity';

const RUNS = { numRuns: 150, seed: 20_261_128 };
let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'));
});

/** Frame of all of them, in px. */
const FRAME = { width: 64, height: 48 };
const coarse = fc.record({ x: fc.integer({ min: 0, max: 8 }), y: fc.integer({ min: 0, max: 8 }) });
const fine = fc.record({
  x: evenly(0, FRAME.width),
  y: evenly(0, FRAME.height),
});
/** On a grid of 9 × 9 everything touches, runs along and doubles back; anywhere, edges cross at odd places. */
const ring = fc.oneof(
  fc.array(coarse, { minLength: 0, maxLength: 12 }),
  fc.array(fine, { minLength: 3, maxLength: 14 }),
);
const polygon = fc
  .tuple(ring, fc.array(ring, { maxLength: 2 }))
  .map(([exterior, holes]): Polygon => ({ exterior, holes }));
const region = fc.array(polygon, { minLength: 0, maxLength: 3 });

const areaOf = (polygons: readonly Polygon[]): number =>
  polygons.reduce(
    (sum, { exterior, holes }) => sum + shoelace(exterior) - holes.reduce((all, hole) => all + shoelace(hole), 0),
    0,
  );
/** Crossings of a few dozen edges of up to 80 px, each up to a grid step off. */
const TOLERANCE_PX2 = 0.5;
const near = (found: number, expected: number, allowedPx2 = 0): void =>
  expect(Math.abs(found - expected), `${found} instead of ${expected}`).toBeLessThanOrEqual(TOLERANCE_PX2 + allowedPx2);
/** What lies between edges that each moved by up to a grid step, in px²: they do not cancel out as in an area. */
const edgeRounding = (polygons: readonly Polygon[]): number =>
  polygons
    .flatMap(({ exterior, holes }) => [exterior, ...holes])
    .flatMap((points) => points.map((a, i) => [a, points[(i + 1) % points.length]!] as const))
    .reduce((sum, [a, b]) => sum + Math.hypot(b.x - a.x, b.y - a.y), 0) / 1024;
const isInFrame = ({ x, y }: Point): boolean => x >= 0 && y >= 0 && x <= FRAME.width && y <= FRAME.height;

describe('laws that hold for any two regions', () => {
  it('every ring is simple, nested and inside the frame', () => {
    fc.assert(
      fc.property(region, region, (a, b) => {
        for (const name of ['union', 'intersect', 'subtract', 'xor'] as const) {
          const made = engine[name](a, b);
          expect(invalidity(made), name).toBeNull();
          expect(made.flatMap(({ exterior, holes }) => [exterior, ...holes].flat()).every(isInFrame)).toBe(true);
        }
      }),
      RUNS,
    );
  });
  it('|A ∪ B| + |A ∩ B| = |A| + |B|, |A ⊕ B| = |A ∪ B| − |A ∩ B|', () => {
    fc.assert(
      fc.property(region, region, (a, b) => {
        const [both, common] = [areaOf(engine.union(a, b)), areaOf(engine.intersect(a, b))];
        near(both + common, areaOf(engine.union(a)) + areaOf(engine.union(b)));
        near(areaOf(engine.xor(a, b)), both - common);
      }),
      RUNS,
    );
  });
  it('A − B and A ∩ B make A again', () => {
    fc.assert(
      fc.property(region, region, (a, b) => {
        const again = engine.union([...engine.subtract(a, b), ...engine.intersect(a, b)]);
        near(referenceAreas(again, a).xor, 0, edgeRounding([...a, ...b]));
      }),
      RUNS,
    );
  });
  it('what was resolved stays as it is', () => {
    fc.assert(
      fc.property(region, (a) => {
        const once = engine.union(a);
        near(referenceAreas(engine.union(once), once).xor, 0, edgeRounding(a));
        expect(areaOf(engine.subtract(once, once))).toBe(0);
      }),
      RUNS,
    );
  });
  it('grown and shrunk back, a region still holds all of itself; shrunk and grown, no more than itself', () => {
    const distance = evenly(0.25, 6);
    fc.assert(
      fc.property(region, distance, (a, distancePx) => {
        const closed = engine.offset(engine.offset(a, distancePx), -distancePx);
        const opened = engine.offset(engine.offset(a, -distancePx), distancePx);
        expect([invalidity(closed), invalidity(opened)]).toEqual([null, null]);
        // Round corners are chords, up to 0.02 px inside the circle.
        const allowed = TOLERANCE_PX2 + 0.05 * areaOf(engine.union(a)) ** 0.5 + 0.02 * 400;
        expect(areaOf(engine.subtract(a, closed))).toBeLessThanOrEqual(allowed);
        expect(areaOf(engine.subtract(opened, a))).toBeLessThanOrEqual(allowed);
      }),
      RUNS,
    );
  });
});
