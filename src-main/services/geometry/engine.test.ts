import { beforeAll, describe, expect, it } from 'vitest';
import { SHAPES } from '#shared/geometry/fixtures/shapes';
import { SEED_POLYGONS } from '#shared/geometry/fixtures/seed-polygons';
import type { Polygon } from '#shared/geometry/types';
import { loadClipper, type BooleanName } from './clipper';
import { createGeometryEngine, type GeometryEngine } from './engine';
import { ADVERSARIAL, LONG_RING, MANY_PARTS, PARTNER, polygonsOf } from './fixtures/adversarial';
import { areaTolerancePx2, referenceAreas } from './fixtures/reference-area';
import { invalidity, shoelaceSum } from './fixtures/reference-validity';

const WASM = 'node_modules/clipper2-wasm/dist/es/clipper2z.wasm';
const OPERATIONS: readonly BooleanName[] = ['union', 'intersect', 'subtract', 'xor'];
let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper(WASM));
});

/** Within 2 per mille, and what a grid of 1/1024 px costs the outlines that it was made of. */
function expectArea(found: number, expected: number, outlines: readonly Polygon[]): void {
  expect(Math.abs(found - expected), `${found} px² instead of ${expected} px²`).toBeLessThanOrEqual(
    areaTolerancePx2(expected, outlines),
  );
}

describe.each(ADVERSARIAL)('$name', (given) => {
  const subject = polygonsOf(given);

  it('becomes valid polygons of the same even-odd area', () => {
    const region = engine.union(subject);
    expect(invalidity(region)).toBeNull();
    expectArea(shoelaceSum(region), referenceAreas(subject).subject, subject);
  });
  it('with a lesion: all operations, both ways', () => {
    const clip = [PARTNER];
    const expected = referenceAreas(subject, clip);
    for (const name of OPERATIONS) {
      for (const region of [engine[name](subject, clip), engine[name](clip, subject)].slice(
        0,
        name === 'subtract' ? 1 : 2,
      )) {
        expect(invalidity(region), name).toBeNull();
        expectArea(shoelaceSum(region), expected[name], [...subject, ...clip]);
      }
    }
    const rest = engine.subtract(clip, subject);
    expect(invalidity(rest)).toBeNull();
    expectArea(shoelaceSum(rest), expected.clip - expected.intersect, [...subject, ...clip]);
  });
  it('offset: valid, and one holds the other', () => {
    const united = engine.union(subject);
    for (const distancePx of [-3, -0.25, 0.5, 4]) {
      const region = engine.offset(subject, distancePx);
      expect(invalidity(region), String(distancePx)).toBeNull();
      const [inner, outer] = distancePx > 0 ? [united, region] : [region, united];
      const { subtract, intersect } = referenceAreas(inner, outer);
      expect(subtract).toBeLessThanOrEqual(areaTolerancePx2(subtract + intersect, subject));
    }
  });
});

describe('areas known by hand', () => {
  it.each(SHAPES)('$name', ({ polygon, areaPx2 }) => {
    const region = engine.union([polygon]);
    expect(invalidity(region)).toBeNull();
    expectArea(shoelaceSum(region), areaPx2, [polygon]);
  });
  it('a square grown by 5 px and shrunk by 5 px', () => {
    const square = polygonsOf({ name: '', parts: [[[[10, 10], [50, 10], [50, 50], [10, 50]]]] }); // prettier-ignore
    expectArea(shoelaceSum(engine.offset(square, 5)), 1600 + 4 * 40 * 5 + Math.PI * 25, square);
    expectArea(shoelaceSum(engine.offset(square, -5)), 900, square);
    expect(engine.offset(square, -20.01)).toEqual([]);
  });
  it('leaves valid lesions as they were delivered', () => {
    for (const lesion of SEED_POLYGONS) {
      const [only, ...others] = engine.union([lesion]);
      expect(others).toEqual([]);
      expect([...(only?.exterior ?? [])].sort(byPlace)).toEqual([...lesion.exterior].sort(byPlace));
    }
  });
});

const byPlace = (a: { x: number; y: number }, b: { x: number; y: number }): number => a.x - b.x || a.y - b.y;

describe('large', () => {
  it.each([MANY_PARTS, LONG_RING])('$name', { timeout: 120_000 }, (given) => {
    const subject = polygonsOf(given);
    const clip = [{ exterior: [{ x: 300, y: 250 }, { x: 2100, y: 400 }, { x: 1500, y: 2200 }], holes: [] }]; // prettier-ignore
    const expected = referenceAreas(subject, clip, 4096);
    const united = engine.union(subject);
    expect(invalidity(united)).toBeNull();
    expectArea(shoelaceSum(united), expected.subject, subject);
    for (const name of ['intersect', 'subtract'] as const) {
      const region = engine[name](subject, clip);
      expect(invalidity(region)).toBeNull();
      expectArea(shoelaceSum(region), expected[name], [...subject, ...clip]);
    }
  });
});

describe('what is no outline', () => {
  it.each([NaN, Infinity, -Infinity, 1e300])('the coordinate %d is refused in words', (x) => {
    const bad = { exterior: [{ x: 0, y: 0 }, { x, y: 5 }, { x: 5, y: 5 }], holes: [] }; // prettier-ignore
    for (const run of [
      () => engine.union([bad]),
      () => engine.subtract([PARTNER], [bad]),
      () => engine.offset([bad], 1),
    ])
      expect(run).toThrow(
        expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('vertex') }),
      );
  });
  it('nothing with nothing is nothing', () => {
    for (const name of OPERATIONS) expect(engine[name]([], [])).toEqual([]);
    expect(engine.offset([], 3)).toEqual([]);
    expect(engine.subtract([PARTNER], [PARTNER])).toEqual([]);
  });
});

// Found by random edits: an edge that passes a vertex of the other side within a grid step is bent to it.
it('answers for two regions that are the same but for the grid', () => {
  const ring = (...places: [number, number][]) => places.map(([x, y]) => ({ x, y }));
  const a: Polygon = {
    exterior: ring([54.90478515625, 12.77587890625], [19.50537109375, 14.54150390625], [0, 0]),
    holes: [],
  };
  const b: Polygon = {
    exterior: ring([53.97802734375, 37.78662109375], [0, 0], [55.08544921875, 6.89306640625]),
    holes: [],
  };
  const again = engine.union([...engine.subtract([a], [b]), ...engine.intersect([a], [b])]);
  const perimeterPx = 36 + 24 + 57;
  expect(shoelaceSum(engine.xor(again, [a]))).toBeLessThan(perimeterPx / 1024);
});
