import { beforeAll, describe, expect, it } from 'vitest';
import type { GeometryTask } from '#shared/contract/geometry';
import { polygonRings } from '#shared/geometry/polygon';
import type { Point, Polygon } from '#shared/geometry/types';
import { loadClipper } from './clipper';
import { partsOf } from './drawn-operations';
import { createGeometryEngine, type GeometryEngine } from './engine';
import { ADVERSARIAL, FRAME_PX, LONG_RING, MANY_PARTS, PARTNER, polygonsOf } from './fixtures/adversarial';
import { areaTolerancePx2, referenceAreas } from './fixtures/reference-area';
import { invalidity, shoelaceSum } from './fixtures/reference-validity';
import { runTask } from './run-task';

let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'));
});

const flat = (points: readonly Point[]): number[] => points.flatMap(({ x, y }) => [x, y]);
const toRings = (polygons: readonly Polygon[]): number[][][] => polygons.map((one) => polygonRings(one).map(flat));
const toPolygon = (rings: readonly (readonly number[])[]): Polygon => {
  const [exterior = [], ...holes] = rings.map((ring) =>
    Array.from({ length: ring.length / 2 }, (_, i) => ({ x: ring[2 * i]!, y: ring[2 * i + 1]! })),
  );
  return { exterior, holes };
};

/** A task's polygons: each valid by itself, none over another. Those of one outline may share an edge, as after a split. */
function made(task: GeometryTask, lines?: number): Polygon[] {
  const { polygons, areaPx2 } = runTask(engine, task);
  const found = polygons.map(({ rings }) => toPolygon(rings));
  expect(found.map((one) => invalidity([one])).filter((problem) => problem !== null)).toEqual([]);
  near(areaPx2, shoelaceSum(found), found);
  near(shoelaceSum(found), referenceAreas(found, [], lines).subject, found);
  return found;
}
/** Within 2 per mille, and what a grid of 1/1024 px costs the outlines that it was made of. */
function near(found: number, expected: number, outlines: readonly Polygon[], allowedPx2 = 0): void {
  expect(Math.abs(found - expected), `${found} px² instead of ${expected} px²`).toBeLessThanOrEqual(
    areaTolerancePx2(expected, outlines) + allowedPx2,
  );
}

/** Over most of the cases, there and back. */
const STROKE = [12, 12, 4, 30, 35, 4, 55, 20, 4, 20, 50, 4];
/** In from outside, along an edge of most of them, and out. */
const LINE = [-20, 10, 30, 10, 30, 45, 90, 52];
const CLIP: Polygon[] = [PARTNER];
const FRAME: Polygon = {
  exterior: [
    { x: 0, y: 0 },
    { x: FRAME_PX, y: 0 },
    { x: FRAME_PX, y: FRAME_PX },
    { x: 0, y: FRAME_PX },
  ],
  holes: [],
};
/** What of the frame lies about a subject: the same area in common, on lines that a small one is measured by, too. */
function frameAround(subject: readonly Polygon[]): Polygon {
  const ys = subject.flatMap((one) => polygonRings(one).flat()).map(({ y }) => y);
  const within = (y: number): number => Math.min(FRAME_PX, Math.max(0, y));
  const from = within(ys.reduce((least, y) => Math.min(least, y), Infinity) - 1);
  const to = within(ys.reduce((most, y) => Math.max(most, y), -Infinity) + 1);
  const corners: readonly (readonly [number, number])[] = [[0, from], [FRAME_PX, from], [FRAME_PX, to], [0, to]]; // prettier-ignore
  return { exterior: corners.map(([x, y]) => ({ x, y })), holes: [] };
}
/** A stroke drops the pieces and gaps below 1 px² that it makes, and none that were there before. */
const CRUMB_PX2 = 1;
const cornersOf = (ring: readonly Point[]): string => ring.map(({ x, y }) => `${x},${y}`).toSorted().join(' '); // prettier-ignore
/** What a stroke may leave away of what the same region without that rule leaves: pieces count as lost, gaps as won. */
function crumbsPx2(exact: readonly Polygon[], before: readonly Polygon[]): number {
  const stood = new Set(before.flatMap(polygonRings).map(cornersOf));
  const isCrumb = (ring: readonly Point[], px2: number): boolean => px2 < CRUMB_PX2 && !stood.has(cornersOf(ring));
  const areaOf = (ring: readonly Point[]): number => shoelaceSum([{ exterior: ring, holes: [] }]);
  return exact.reduce((lost, part) => {
    if (isCrumb(part.exterior, areaOf(part.exterior))) return lost + shoelaceSum([part]);
    return lost - part.holes.reduce((won, hole) => (isCrumb(hole, areaOf(hole)) ? won + areaOf(hole) : won), 0);
  }, 0);
}
/** Of a polygon's outline, by brute force. */
function distanceTo(rings: readonly (readonly Point[])[], { x, y }: Point): number {
  let least = Infinity;
  for (const ring of rings)
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length]!;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const share = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(x - a.x - share * dx, y - a.y - share * dy));
    }
  return least;
}

describe.each(ADVERSARIAL)('$name', (given) => {
  const subject = polygonsOf(given);
  const rings = toRings(subject);

  it.each(['add', 'erase'] as const)('brush, %s', (mode) => {
    const task = { operation: 'brush', mode, stroke: STROKE, tolerancePx: 0.5 } as const;
    const drawn = made({ ...task, mode: 'add', subject: [] });
    const found = made({ ...task, subject: rings });
    const { union, subtract } = referenceAreas(subject, drawn);
    const exact = made({ operation: mode === 'add' ? 'unite' : 'subtract', subject: rings, clip: toRings(drawn) });
    near(shoelaceSum(exact), mode === 'add' ? union : subtract, [...subject, ...drawn]);
    const before = partsOf(engine, subject);
    expect(shoelaceSum(found)).toBeCloseTo(shoelaceSum(exact) - crumbsPx2(exact, before), 6);
  });
  it.each(['add', 'erase'] as const)('brush elsewhere, %s: all of it stays, however small', (mode) => {
    const stroke = [-400, -400, 4, -380, -390, 4];
    const found = made({ operation: 'brush', mode, subject: rings, stroke, tolerancePx: 0.5 }).filter(({ exterior }) =>
      exterior.some(({ x }) => x > -300),
    );
    near(shoelaceSum(found), referenceAreas(subject).subject, subject);
    expect(shoelaceSum(found)).toBeCloseTo(shoelaceSum(partsOf(engine, subject)), 6);
  });
  it('split: the pieces are the whole', () => {
    near(
      shoelaceSum(made({ operation: 'split', subject: rings, line: LINE })),
      referenceAreas(subject).subject,
      subject,
    );
  });
  it('unite and subtract', () => {
    const { union, subtract } = referenceAreas(subject, CLIP);
    const clip = toRings(CLIP);
    // What a region does not meet stays apart.
    near(shoelaceSum(made({ operation: 'unite', subject: rings, clip })), union, [...subject, ...CLIP]);
    near(shoelaceSum(made({ operation: 'subtract', subject: rings, clip })), subtract, [...subject, ...CLIP]);
  });
  it('fill holes: what the exteriors cover', () => {
    const exteriors = subject.flatMap((one) => engine.union([one])).map(({ exterior }) => ({ exterior, holes: [] }));
    const found = made({ operation: 'fillHoles', subject: rings });
    expect(found.flatMap(({ holes }) => holes)).toEqual([]);
    near(shoelaceSum(found), referenceAreas(exteriors).subject, subject);
  });
  it('simplify: no vertex farther from the result than the tolerance, 5 % of the area at most', () => {
    const parts = engine.union(subject);
    const found = made({ operation: 'simplify', subject: rings, tolerancePx: 0.5 });
    const outline = found.flatMap(polygonRings);
    const far = parts.flatMap((one) => polygonRings(one).flat()).map((vertex) => distanceTo(outline, vertex));
    expect(Math.max(0, ...far)).toBeLessThanOrEqual(0.5 + 1 / 1024);
    const area = referenceAreas(subject).subject;
    near(shoelaceSum(found), area, subject, 0.05 * area);
  });
  it('smooth: the area stays', () => {
    near(
      shoelaceSum(made({ operation: 'smooth', subject: rings, rounds: 2 })),
      referenceAreas(subject).subject,
      subject,
    );
  });
  it('cut off at the frame: what lies inside', () => {
    const found = made({ operation: 'intersect', subject: rings, clip: toRings([FRAME]) });
    for (const { x, y } of found.flatMap((one) => polygonRings(one).flat()))
      expect(Math.min(x, y) >= 0 && Math.max(x, y) <= FRAME_PX, `${x}, ${y}`).toBe(true);
    near(shoelaceSum(found), referenceAreas(subject, [frameAround(subject)]).intersect, subject);
  });
});

describe('sub-pixel triangles', () => {
  const subject = polygonsOf(ADVERSARIAL.find(({ name }) => name === 'sub-pixel triangles')!);
  const rings = toRings(subject);
  const erase = (from: readonly number[][][], x: number): Polygon[] =>
    made({ operation: 'brush', mode: 'erase', subject: from.map((one) => [...one]), stroke: [x, 0, 1, x, 20, 1], tolerancePx: 0.5 }); // prettier-ignore

  it('have an area that is told from nothing', () => {
    const areaPx2 = shoelaceSum(partsOf(engine, subject));
    near(areaPx2, referenceAreas(subject).subject, subject);
    expect(areaPx2).toBeGreaterThan(0.13); // by hand: 0.045 and 0.105, less what they have in common
    expect(areaPx2).toBeLessThan(0.15);
  });
  it('stay beside a stroke that passes by, and are nothing, which is refused in words, where it goes through', () => {
    near(shoelaceSum(erase(rings, 13)), referenceAreas(subject).subject, subject);
    // 0.1 px of them would be left on the left.
    expect(shoelaceSum(made({ operation: 'subtract', subject: rings, clip: [[[10.2, 0, 12, 0, 12, 20, 10.2, 20]]] }))).toBeGreaterThan(0.02); // prettier-ignore
    expect(erase(rings, 11.2)).toEqual([]);
  });
  it('go alone where a stroke goes through them: the rest of the lesion stays to the pixel', () => {
    const box = [[100, 0, 120, 0, 120, 20, 100, 20]];
    const left = erase([...rings, box], 11.2)
      .flatMap(polygonRings)
      .map(cornersOf);
    expect(left).toEqual([cornersOf(toPolygon(box).exterior)]);
  });
});

describe('large', () => {
  const LINES = 4096;
  it.each([MANY_PARTS, LONG_RING])('$name', { timeout: 240_000 }, (given) => {
    const subject = engine.union(polygonsOf(given));
    const rings = toRings(subject);
    const drawn = made({ operation: 'brush', mode: 'add', subject: [], stroke: [300, 300, 20, 1200, 420, 20, 2100, 1900, 20], tolerancePx: 0.5 }); // prettier-ignore
    const clip = toRings(drawn);
    const { union, subtract, subject: area } = referenceAreas(subject, drawn, LINES);
    near(shoelaceSum(made({ operation: 'unite', subject: rings, clip }, LINES)), union, subject);
    near(shoelaceSum(made({ operation: 'subtract', subject: rings, clip }, LINES)), subtract, subject);
    near(
      shoelaceSum(made({ operation: 'split', subject: rings, line: [-10, 1000, 2500, 1300] }, LINES)),
      area,
      subject,
    );
    near(
      shoelaceSum(made({ operation: 'simplify', subject: rings, tolerancePx: 0.5 }, LINES)),
      area,
      subject,
      0.05 * area,
    );
    near(shoelaceSum(made({ operation: 'smooth', subject: rings, rounds: 1 }, LINES)), area, subject);
  });
});

describe('numbers that are none', () => {
  const box = [[[0, 0, 9, 0, 9, 9, 0, 9]]];
  it.each([NaN, Infinity, -Infinity, 1e300])('%d in a stroke, a line, a region: refused in words', (bad) => {
    const tasks: GeometryTask[] = [
      { operation: 'brush', mode: 'add', subject: box, stroke: [1, 1, 2, bad, 5, 2], tolerancePx: 0.5 },
      { operation: 'split', subject: box, line: [-5, 3, bad, 3, 20, 3] },
      { operation: 'unite', subject: box, clip: [[[0, 0, bad, 5, 5, 5]]] },
      { operation: 'subtract', subject: box, clip: [[[0, 0, bad, 5, 5, 5]]] },
      ...(['fillHoles', 'simplify', 'smooth'] as const).map(
        (operation) => ({ operation, subject: [[[0, 0, bad, 5, 5, 5]]], tolerancePx: 1, rounds: 1 }) as GeometryTask,
      ),
    ];
    for (const task of tasks)
      expect(() => runTask(engine, task), task.operation).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(invalid_input|geometry_failed)$/) as string }),
      );
  });
});
