import { beforeAll, describe, expect, it } from 'vitest';
import type { StrokeSample } from '#shared/geometry/stroke';
import type { Point, Polygon } from '#shared/geometry/types';
import { loadClipper } from './clipper';
import { brush, fillHoles, simplify, smooth, split } from './drawn-operations';
import { createGeometryEngine, type GeometryEngine } from './engine';
import { invalidity, shoelace } from './fixtures/reference-validity';

let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'));
});

const box = (x: number, y: number, width: number, height: number): Polygon => ({
  exterior: [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ],
  holes: [],
});
const areaOf = (polygons: readonly Polygon[]): number =>
  polygons.reduce(
    (sum, { exterior, holes }) => sum + shoelace(exterior) - holes.reduce((all, hole) => all + shoelace(hole), 0),
    0,
  );
const line = (points: [number, number][], radius: number): StrokeSample[] => points.map(([x, y]) => ({ x, y, radius }));
const path = (points: [number, number][]): Point[] => points.map(([x, y]) => ({ x, y }));
const add = (subject: Polygon[], stroke: StrokeSample[]) =>
  brush(engine, subject, { mode: 'add', stroke, tolerancePx: 0.5 });
const erase = (subject: Polygon[], stroke: StrokeSample[]) =>
  brush(engine, subject, { mode: 'erase', stroke, tolerancePx: 0.5 });

describe('brush', () => {
  it('draws a disc and a stadium by itself, within half a per cent', () => {
    expect(areaOf(add([], line([[50, 50]], 20))) / (Math.PI * 400)).toBeCloseTo(1, 1.9);
    const stadium = 100 * 20 + Math.PI * 100;
    expect(
      Math.abs(
        areaOf(
          add(
            [],
            line(
              [
                [50, 50],
                [100, 50],
                [150, 50],
              ],
              10,
            ),
          ),
        ) /
          stadium -
          1,
      ),
    ).toBeLessThan(0.006);
  });
  it('adds to an outline and leaves the vertices that it does not touch', () => {
    const made = add([box(0, 0, 100, 100)], line([[100, 50]], 10));
    expect(invalidity(made)).toBeNull();
    expect(Math.abs(areaOf(made) - (10_000 + (Math.PI * 100) / 2))).toBeLessThan(2);
    for (const corner of box(0, 0, 100, 100).exterior) expect(made[0]!.exterior).toContainEqual(corner);
  });
  it('closes a ring round a hole, and an island in the hole is a part of its own', () => {
    const round = Array.from({ length: 41 }, (_, i): [number, number] => [
      200 + 60 * Math.cos((i * Math.PI) / 20),
      200 + 60 * Math.sin((i * Math.PI) / 20),
    ]);
    const ring = add([], line(round, 8));
    expect(ring).toHaveLength(1);
    expect(ring[0]!.holes).toHaveLength(1);
    const island = add([...ring], line([[200, 200]], 10));
    expect(invalidity(island)).toBeNull();
    expect(island).toHaveLength(2);
    expect(areaOf(island)).toBeGreaterThan(areaOf(ring) + 300);
  });
  it('erases a hole, and through', () => {
    const holed = erase([box(0, 0, 100, 100)], line([[50, 50]], 10));
    expect(holed).toHaveLength(1);
    expect(holed[0]!.holes).toHaveLength(1);
    expect(Math.abs(areaOf(holed) - (10_000 - Math.PI * 100))).toBeLessThan(3);
    const parted = erase(
      [box(0, 0, 100, 100)],
      line(
        [
          [50, -20],
          [50, 120],
        ],
        5,
      ),
    );
    expect(parted).toHaveLength(2);
    expect(Math.abs(areaOf(parted) - 9000)).toBeLessThan(1);
    expect(erase([box(0, 0, 10, 10)], line([[5, 5]], 30))).toEqual([]);
  });
  it('leaves no crumbs, but what was small before', () => {
    // Half a pixel in the corner would be left of the box by itself.
    expect(erase([box(0, 0, 14.6, 14.6)], line([[7.3, 7.3]], 10))).toEqual([]);
    const withSpeck = erase([box(0, 0, 50, 50), box(200, 200, 0.5, 0.5)], line([[0, 25]], 5));
    expect(withSpeck).toHaveLength(2);
  });
  it('follows the pressure of a pen', () => {
    const stroke = [10, 14, 6, 12].map((radius, i) => ({ x: 50 + 40 * i, y: 50, radius }));
    const made = add([], stroke);
    expect(invalidity(made)).toBeNull();
    const [minY, maxY] = [14, -14].map((dy) => 50 - dy);
    const ys = made[0]!.exterior.map(({ y }) => y);
    expect(Math.min(...ys)).toBeGreaterThan(minY! - 0.1);
    expect(Math.min(...ys)).toBeLessThan(minY! + 0.6);
    expect(Math.max(...ys)).toBeLessThan(maxY! + 0.1);
  });
  it('takes a long scribble that crosses itself everywhere', () => {
    const scribble = Array.from({ length: 3000 }, (_, i): [number, number] => [
      500 + 200 * Math.cos(i / 17),
      500 + 200 * Math.sin(i / 23),
    ]);
    const made = add([box(300, 300, 100, 100)], line(scribble, 6));
    expect(invalidity(made)).toBeNull();
    expect(areaOf(made)).toBeGreaterThan(50_000);
  });
});

describe('split', () => {
  const sum = (pieces: readonly Polygon[]): number => Math.round(areaOf(pieces) * 1000) / 1000;
  it('parts a box in two that share the cut', () => {
    const pieces = split(
      engine,
      [box(0, 0, 100, 60)],
      path([
        [30, -10],
        [30, 70],
      ]),
    );
    expect(pieces.map((piece) => areaOf([piece])).sort((a, b) => a - b)).toEqual([1800, 4200]);
  });
  it('makes three of a curved cut that comes back', () => {
    const pieces = split(
      engine,
      [box(0, 0, 100, 60)],
      path([
        [20, -10],
        [20, 30],
        [60, 30],
        [60, -10],
      ]),
    );
    expect(pieces).toHaveLength(2);
    expect(sum(pieces)).toBe(6000);
    expect(pieces.map((piece) => areaOf([piece])).sort((a, b) => a - b)).toEqual([1200, 4800]);
  });
  it('parts nothing where the line only goes in, nor beyond its ends', () => {
    expect(
      split(
        engine,
        [box(0, 0, 100, 60)],
        path([
          [30, -10],
          [30, 50],
        ]),
      ),
    ).toHaveLength(1);
    // A horseshoe: only the arm that the line crosses is cut, though its continuation meets the other one.
    const horseshoe: Polygon = {
      exterior: path([
        [0, 0],
        [20, 0],
        [20, 80],
        [80, 80],
        [80, 0],
        [100, 0],
        [100, 100],
        [0, 100],
      ]),
      holes: [],
    };
    const pieces = split(
      engine,
      [horseshoe],
      path([
        [-10, 40],
        [30, 40],
      ]),
    );
    expect(pieces.map((piece) => areaOf([piece])).sort((a, b) => a - b)).toEqual([800, areaOf([horseshoe]) - 800]);
  });
  it('leaves parts alone that it does not meet, and cuts through holes', () => {
    const ring: Polygon = { exterior: box(0, 0, 90, 90).exterior, holes: [box(30, 30, 30, 30).exterior.toReversed()] };
    const pieces = split(
      engine,
      [ring, box(200, 0, 10, 10)],
      path([
        [-5, 45],
        [95, 45],
      ]),
    );
    expect(pieces).toHaveLength(3);
    expect(sum(pieces)).toBe(8100 - 900 + 100);
    for (const piece of pieces) expect(invalidity([piece])).toBeNull();
  });
  it('leaves parts apart that share a cut: brushing one leaves the other as it is', () => {
    const pieces = split(
      engine,
      [box(0, 0, 100, 60)],
      path([
        [30, -10],
        [30, 70],
      ]),
    );
    const brushed = add([...pieces], line([[100, 30]], 10));
    expect(brushed).toHaveLength(2);
    expect(brushed).toContainEqual(pieces.find((piece) => areaOf([piece]) === 1800));
    expect(erase([...pieces], line([[100, 30]], 10))).toHaveLength(2);
  });
  it('answers the outline for a line without length', () => {
    expect(
      split(
        engine,
        [box(0, 0, 10, 10)],
        path([
          [5, 5],
          [5, 5],
        ]),
      ),
    ).toHaveLength(1);
  });
});

it('fills holes, islands with them', () => {
  const ring: Polygon = { exterior: box(0, 0, 90, 90).exterior, holes: [box(30, 30, 30, 30).exterior.toReversed()] };
  expect(fillHoles(engine, [ring, box(40, 40, 10, 10)])).toEqual([{ exterior: ring.exterior, holes: [] }]);
});

it('simplifies and smooths regions of several parts, areas within five per cent', () => {
  const wobbly = (x: number): Polygon => ({
    exterior: Array.from({ length: 120 }, (_, i) => ({
      x: x + (30 + 0.4 * (i % 2)) * Math.cos((i * Math.PI) / 60),
      y: 50 + (30 + 0.4 * (i % 2)) * Math.sin((i * Math.PI) / 60),
    })),
    holes: [],
  });
  const region = [wobbly(50), wobbly(150)];
  const simple = simplify(engine, region, 1);
  expect(simple).toHaveLength(2);
  expect(simple[0]!.exterior.length).toBeLessThan(40);
  expect(Math.abs(areaOf(simple) / areaOf(region) - 1)).toBeLessThan(0.05);
  const round = smooth(engine, region, 2);
  expect(Math.abs(areaOf(round) / areaOf(region) - 1)).toBeLessThan(0.002);
  expect([invalidity(simple), invalidity(round)]).toEqual([null, null]);
});
