import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { regionArea, type Region } from '#shared/geometry/assembly/assemble-region';
import { countPieces } from '#shared/geometry/count-pieces';
import { starRing } from '#shared/geometry/fixtures/shapes';
import { distanceToRing, distanceToSegment } from '#shared/geometry/hit-test';
import { polygonRings } from '#shared/geometry/polygon';
import { snapPolygon } from '#shared/geometry/snap';
import type { Point, Polygon } from '#shared/geometry/types';
import { loadClipper } from './clipper';
import { split } from './drawn-operations';
import { createGeometryEngine, type GeometryEngine } from './engine';
import { invalidity } from './fixtures/reference-validity';

let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'));
});

const RUNS = Number(process.env['MACULE_SPLIT_RUNS'] ?? 150);
const GRID_PX = 1 / 1024;
const p = (x: number, y: number): Point => ({ x, y });
const path = (...places: [number, number][]): Point[] => places.map(([x, y]) => p(x, y));
const box = (x: number, y: number, size: number): Point[] =>
  path([x, y], [x + size, y], [x + size, y + size], [x, y + size]);
const square: Polygon = { exterior: box(0, 0, 100), holes: [] };
const holed: Polygon = { exterior: box(0, 0, 100), holes: [box(40, 40, 20).reverse()] };
/** A hole that touches the exterior in a point: a cut from its other side is enough to part the lesion. */
const pinched: Polygon = { exterior: box(0, 0, 100), holes: [path([0, 50], [40, 70], [40, 30])] };

/** Every edge of a piece runs along the outline or along the line, within rounding. */
function strayEdge(pieces: Region, polygons: readonly Polygon[], line: readonly Point[]): unknown {
  for (const ring of pieces.flatMap(polygonRings))
    for (const [i, b] of ring.entries()) {
      const a = ring.at(i - 1)!;
      for (const share of [0.25, 0.5, 0.75]) {
        const at = p(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y));
        const toOutline = Math.min(...polygons.flatMap(polygonRings).map((one) => distanceToRing(one, at)));
        const toLine = Math.min(...line.slice(1).map((end, k) => distanceToSegment(at, line[k]!, end)));
        if (Math.min(toOutline, toLine) > 2 * GRID_PX) return { a, b, toOutline, toLine };
      }
    }
  return null;
}

function expectParted(polygons: readonly Polygon[], line: readonly Point[], count = countPieces(line, polygons)): void {
  const pieces = split(engine, polygons, line);
  expect([countPieces(line, polygons), pieces.length]).toEqual([count, count]);
  expect(pieces.map((piece) => invalidity([piece])).filter((problem) => problem !== null)).toEqual([]);
  expect(strayEdge(pieces, polygons, line)).toBeNull();
  const whole = regionArea(polygons);
  expect(Math.abs(regionArea(pieces) - whole)).toBeLessThan(0.02 + 1e-4 * whole);
  // Pieces that overlapped would cover less together.
  expect(Math.abs(regionArea(engine.union(pieces)) - whole)).toBeLessThan(0.02 + 1e-4 * whole);
}

describe('by hand', () => {
  it.each<[string, Polygon, number, Point[]]>([
    ['a curl that its own straight continuation crosses', square, 1, path([-10, 50], [60, 50], [60, 20], [30, 20], [30, 40])], // prettier-ignore
    ['the same curl, closed', square, 2, path([-10, 50], [60, 50], [60, 20], [30, 20], [30, 60])],
    ['a curl that starts inside', square, 1, path([50, 50], [50, 60], [80, 60], [80, 20], [30, 20], [30, 110])],
    ['a loop that starts inside', square, 3, path([50, 50], [50, 60], [80, 60], [80, 20], [30, 20], [30, 55], [60, 55], [60, 50], [50, 50])], // prettier-ignore
    ['there and back', square, 2, path([50, -10], [50, 110], [50, -10])],
    ['half-way back, then off to the side', square, 3, path([50, -10], [50, 110], [50, 50], [110, 50])],
    ['in and back out', square, 1, path([50, -10], [50, 50], [50, -10])],
    ['along an edge, then across', square, 2, path([0, -10], [0, 50], [110, 50])],
    ['along all edges', square, 1, [...box(0, 0, 100), p(0, 0)]],
    ['through two corners', square, 2, path([-10, -10], [110, 110])],
    ['ends exactly on the outline', square, 2, path([0, 50], [100, 50])],
    ['starts on the outline, ends on itself', square, 2, path([0, 50], [60, 50], [60, 80], [30, 80], [30, 50])],
    ['a figure of eight inside', square, 3, path([20, 20], [80, 80], [80, 20], [20, 80], [20, 20])],
    ['across a hole', holed, 2, path([-10, 50], [110, 50])],
    ['to a hole', holed, 1, path([-10, 50], [50, 50])],
    ['around a hole', holed, 2, path([30, 20], [30, 70], [70, 70], [70, 30], [20, 30])],
    ['around a hole, with a tail to the outline', holed, 2, path([-10, 30], [70, 30], [70, 70], [30, 70], [30, 20])],
    ['from the far side of a hole that touches the outline', pinched, 2, path([40, 50], [110, 50])],
    ['into that hole from the other side of the touch', pinched, 1, path([20, 45], [20, 50])],
  ])('%s', (_, polygon, count, line) => {
    for (const drawn of [line, line.toReversed()]) expectParted([polygon], drawn, count);
  });
  it('leaves the vertices as they were where nothing is parted, and no trace of loose ends', () => {
    expect(split(engine, [square], path([-10, 30.3], [50, 31.7]))).toEqual([square]);
    const pieces = split(engine, [square], path([50, -10], [50, 110], [120, 110], [80, 33.3], [60, 37.1]));
    expect(pieces.flatMap(({ exterior }) => exterior).filter(({ y }) => y !== 0 && y !== 100)).toEqual([]);
  });
});

const star = fc
  .array(fc.double({ min: 30, max: 100, noNaN: true }), { minLength: 5, maxLength: 24 })
  .map((radii): Polygon => snapPolygon({ exterior: starRing(radii), holes: [] }));
const withHole = star.map(({ exterior }) =>
  snapPolygon({ exterior, holes: [exterior.map(({ x, y }) => p(0.3 * x, 0.3 * y)).reverse()] }),
);
const bystander: Polygon = snapPolygon({
  exterior: starRing([20, 30, 25, 30]).map(({ x, y }) => p(x + 400, y)),
  holes: [],
});
// Unbiased: fast-check's favourite numbers lie within rounding of each other.
const place = fc.noBias(fc.integer({ min: -120 * 1024, max: 120 * 1024 })).map((value) => value / 1024);
const point = fc.record({ x: place, y: place });
/** Ends anywhere: inside, outside, far away. */
const anyLine = fc
  .tuple(fc.array(point, { minLength: 2, maxLength: 9 }), fc.boolean(), fc.boolean())
  .map(([points, isFromFar, isToFar]) => [
    ...(isFromFar ? [p(-500, points[0]!.y)] : []),
    ...points,
    ...(isToFar ? [p(900, points.at(-1)!.y)] : []),
  ]);
/** Back along itself, some of the way, and perhaps on from there. */
const retraced = fc
  .tuple(anyLine, fc.nat({ max: 8 }), fc.array(point, { maxLength: 4 }))
  .map(([points, back, on]) => [...points, ...points.toReversed().slice(1, 1 + back), ...on]);
/** A curl of growing or shrinking radius, as a hand draws it. */
const curl = fc
  .record({
    x: place,
    y: place,
    from: fc.integer({ min: 5, max: 90 }),
    to: fc.integer({ min: 5, max: 90 }),
    turns: fc.double({ min: 0.5, max: 3, noNaN: true }),
  }) // prettier-ignore
  .map(({ x, y, from, to, turns }) =>
    Array.from({ length: 40 }, (_, i) => {
      const [radius, angle] = [from + ((to - from) * i) / 39, (turns * 2 * Math.PI * i) / 39];
      return snapped(x / 2 + radius * Math.cos(angle), y / 2 + radius * Math.sin(angle));
    }),
  );
const snapped = (x: number, y: number): Point => p(Math.round(x * 1024) / 1024, Math.round(y * 1024) / 1024);

/**
 * A line that meets the outline or itself by less than rounding tells apart: another count where its places move by two
 * grid steps, each its own way, the same place always the same.
 */
function isGrazing(line: readonly Point[], polygons: readonly Polygon[]): boolean {
  const count = countPieces(line, polygons);
  return [1, 3, 7, 11].some((seed) => {
    const moved = ({ x, y }: Point): Point => {
      const turn = Math.abs(Math.round(1024 * (x * seed + 31 * y))) % 9;
      return p(x + 2 * GRID_PX * ((turn % 3) - 1), y + 2 * GRID_PX * (Math.floor(turn / 3) - 1));
    };
    return countPieces(line.map(moved), polygons) !== count;
  });
}

describe('what is shown before a split is what comes of it', () => {
  it.each([
    ['any line', anyLine],
    ['lines that go back along themselves', retraced],
    ['curls', curl],
  ])('%s', (_, lines) => {
    fc.assert(
      fc.property(fc.oneof(star, withHole), lines, (polygon, line) => {
        fc.pre(!isGrazing(line, [polygon, bystander]));
        expectParted([polygon, bystander], line);
      }),
      { seed: 20261129, numRuns: RUNS, endOnFailure: true },
    );
  });
  it('lines along edges, through vertices and over themselves, none left out', () => {
    const coarse = fc.integer({ min: -1, max: 11 }).map((value) => 10 * value);
    const places = fc.array(fc.record({ x: coarse, y: coarse }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(square, holed, pinched), places, (polygon, line) => expectParted([polygon], line)),
      { seed: 20261129, numRuns: RUNS, endOnFailure: true },
    );
  });
});
