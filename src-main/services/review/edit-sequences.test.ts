import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GeometryTask } from '#shared/contract/geometry';
import type { Action, Lesion } from '#shared/contract/review';
import { MaculeError } from '#shared/domain/error';
import { polygonBounds } from '#shared/geometry/bounds';
import { polygonToCoordinates } from '#shared/geometry/coordinates';
import type { Polygon } from '#shared/geometry/types';
import { lesionId, smallProject, VIEW } from '#main/test-support/small-project';
import { loadClipper } from '../geometry/clipper';
import { createGeometryEngine, type GeometryEngine } from '../geometry/engine';
import { invalidity, shoelace } from '../geometry/fixtures/reference-validity';
import { runTask } from '../geometry/run-task';
import { verifyProject } from '../verify/verify';
import { appendAction, type Reviewing } from './append-action';
import { viewDetail } from './present';
import { redo, undo } from './undo';

/** The seeded sequences of every run; the long run asks for at least 10,000 (see CONTRIBUTING). */
const RUNS = Number(process.env['MACULE_EDIT_SEQUENCES'] ?? 500);
const SEED = 20_261_129;
/** Of the small project's view, in px. */
const FRAME = 1000;
const FRAME_RINGS = [[0, 0, FRAME, 0, FRAME, FRAME, 0, FRAME]];

let engine: GeometryEngine;
beforeAll(async () => {
  engine = createGeometryEngine(await loadClipper('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'));
});

// Around the lesions of the small project, which are 10 px wide, 20 px apart, near the frame's upper edge.
const place = fc.record({
  x: fc.double({ min: -10, max: 90, noNaN: true }),
  y: fc.double({ min: -10, max: 40, noNaN: true }),
});
const line = fc.array(place, { minLength: 1, maxLength: 6 });
const radius = fc.double({ min: 0.5, max: 9, noNaN: true });
const target = fc.integer({ min: 0, max: 3 });
const edit = fc.oneof(
  fc.record({ kind: fc.constant('brush' as const), target, line, radius, mode: fc.constantFrom('add' as const, 'erase' as const) }),
  fc.record({ kind: fc.constant('new' as const), line, radius }),
  fc.record({ kind: fc.constant('split' as const), target, line: fc.array(place, { minLength: 2, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('subtract' as const), target, line: fc.array(place, { minLength: 3, maxLength: 6 }) }),
  fc.record({ kind: fc.constant('offset' as const), target, by: fc.double({ min: -3, max: 4, noNaN: true }) }),
  fc.record({ kind: fc.constantFrom('fillHoles' as const, 'simplify' as const, 'smooth' as const), target }),
  fc.record({ kind: fc.constant('merge' as const), target, other: target }),
  fc.record({ kind: fc.constant('shift' as const), dx: fc.integer({ min: -4, max: 4 }), dy: fc.integer({ min: -2, max: 4 }) }),
  fc.record({ kind: fc.constant('decide' as const), target, verdict: fc.constantFrom('accepted' as const, 'rejected' as const, 'unsure' as const) }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }),
); // prettier-ignore
type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never;

const lesionsOf = (ana: Reviewing): Lesion[] => viewDetail(ana.db, VIEW).lesions;
const standing = ({ state, rings }: Lesion): number[][][] =>
  state.shapes.length > 0 ? state.shapes.map((shape) => shape.rings) : [rings];
const toPolygon = (rings: readonly (readonly number[])[]): Polygon => {
  const [exterior = [], ...holes] = rings.map((flat) =>
    Array.from({ length: flat.length / 2 }, (_, i) => ({ x: flat[2 * i]!, y: flat[2 * i + 1]! })),
  );
  return { exterior, holes };
};
const areaOf = ({ exterior, holes }: Polygon): number =>
  shoelace(exterior) - holes.reduce((sum, hole) => sum + shoelace(hole), 0);
const totalOf = (polygons: readonly Polygon[]): number => polygons.reduce((sum, one) => sum + areaOf(one), 0);

/** What the screen does with a result: cut off at the frame; nothing is stored when nothing is left. */
function worked(task: GeometryTask): Polygon[] {
  const { polygons } = runTask(engine, task);
  const inside = polygons.flatMap(({ rings }) => {
    const bounds = polygonBounds(toPolygon(rings));
    if (Math.min(bounds.minX, bounds.minY) >= 0 && Math.max(bounds.maxX, bounds.maxY) <= FRAME) return [{ rings }];
    return runTask(engine, { operation: 'intersect', subject: [rings], clip: [FRAME_RINGS] }).polygons;
  });
  return inside.map(({ rings }) => toPolygon(rings));
}

function taskOf(one: Edit, subject: number[][][], other: number[][][]): GeometryTask | null {
  switch (one.kind) {
    case 'brush':
      return { operation: 'brush', mode: one.mode, subject, stroke: one.line.flatMap(({ x, y }) => [x, y, one.radius]), tolerancePx: 0.5 }; // prettier-ignore
    case 'split':
      return { operation: 'split', subject, line: one.line.flatMap(({ x, y }) => [x, y]) };
    case 'subtract':
      return { operation: 'subtract', subject, clip: [[one.line.flatMap(({ x, y }) => [x, y])]] };
    case 'offset':
      return { operation: 'offset', subject, distancePx: one.by };
    case 'fillHoles':
      return { operation: 'fillHoles', subject };
    case 'simplify':
      return { operation: 'simplify', subject, tolerancePx: 1 };
    case 'smooth':
      return { operation: 'smooth', subject, rounds: 2 };
    case 'merge':
      return { operation: 'union', subject: [...subject, ...other], clip: [] };
    default:
      return null;
  }
}

/** |A ∪ B| + |A ∩ B| = |A| + |B| for what the edit works with, measured by another formula than the engine's. */
function assertIdentity(subject: number[][][], drawn: number[][][]): void {
  const run = (operation: 'union' | 'intersect', clip: number[][][]): number =>
    totalOf(runTask(engine, { operation, subject, clip }).polygons.map(({ rings }) => toPolygon(rings)));
  const alone = (region: number[][][]): number =>
    totalOf(runTask(engine, { operation: 'union', subject: region, clip: [] }).polygons.map(({ rings }) => toPolygon(rings))); // prettier-ignore
  expect(Math.abs(run('union', drawn) + run('intersect', drawn) - alone(subject) - alone(drawn))).toBeLessThan(0.2);
}

/** One edit as the screen would store it; null when there is nothing to store. */
function actionOf(ana: Reviewing, one: Edit): Action | null {
  const lesions = lesionsOf(ana).filter(({ degenerate }) => !degenerate);
  if (one.kind === 'new') {
    const made = worked({ operation: 'brush', mode: 'add', subject: [], stroke: one.line.flatMap(({ x, y }) => [x, y, one.radius]), tolerancePx: 0.5 }); // prettier-ignore
    return made.length === 0 ? null : { type: 'addAll', view: VIEW, geometries: made.map(polygonToCoordinates) };
  }
  if (one.kind === 'shift') {
    const free = lesions.filter(({ origin, state }) => origin === 'model' && (state.verdict === 'pending' || state.verdict === 'accepted')); // prettier-ignore
    const redrawn = free.flatMap(({ id, rings }) => {
      const moved = rings.map((ring) => ring.map((value, i) => value + (i % 2 === 0 ? one.dx : one.dy)));
      const inside = worked({ operation: 'union', subject: [moved], clip: [] });
      return inside.length > 0 ? [{ lesions: [id], geometries: inside.map(polygonToCoordinates) }] : [];
    });
    return redrawn.length > 0 ? { type: 'redrawEach', redrawn, reason: 'G3' } : null;
  }
  if (!('target' in one)) return null;
  const lesion = lesions.find(({ id }) => id === lesionId(one.target))!;
  const group = lesion.state.group.length > 0 ? lesion.state.group : [lesion.id];
  if (one.kind === 'decide')
    return { type: 'decide', lesions: group, verdict: one.verdict, ...(one.verdict === 'rejected' ? { reason: 'R1' } : {}) }; // prettier-ignore
  const partner = one.kind === 'merge' ? lesions.find(({ id }) => id === lesionId(one.other))! : lesion;
  const ids = [...new Set([...group, partner.id, ...partner.state.group])];
  const task = taskOf(one, standing(lesion), standing(partner));
  const made = task ? worked(task) : [];
  if (one.kind === 'merge' || one.kind === 'subtract')
    assertIdentity(standing(lesion), one.kind === 'merge' ? standing(partner) : [[one.line.flatMap(({ x, y }) => [x, y])]]); // prettier-ignore
  if (made.length === 0) return null;
  return { type: 'decide', lesions: ids, verdict: 'redrawn', geometries: made.map(polygonToCoordinates) };
}

/** Every outline that anyone drew is a valid polygon inside the frame. */
function assertSound(lesions: readonly Lesion[]): void {
  for (const { state } of lesions)
    for (const { rings, areaPx2 } of state.shapes) {
      const polygon = toPolygon(rings);
      expect(invalidity([polygon])).toBeNull();
      expect(areaOf(polygon)).toBeGreaterThan(0);
      expect(areaOf(polygon)).toBeCloseTo(areaPx2, 6);
      const { minX, minY, maxX, maxY } = polygonBounds(polygon);
      expect(Math.min(minX, minY)).toBeGreaterThanOrEqual(0);
      expect(Math.max(maxX, maxY)).toBeLessThanOrEqual(FRAME);
    }
}

/** What is seen of the lesions, without when it was decided. */
const picture = (ana: Reviewing): unknown =>
  lesionsOf(ana).map(({ id, state }) => [id, state.verdict, state.reason, state.group, state.shapes.map(({ rings }) => rings)]); // prettier-ignore

/** As often as it can be done. */
function all(ana: Reviewing, step: (ana: Reviewing) => unknown): number {
  for (let count = 0; ; count++) {
    try {
      step(ana);
    } catch (error) {
      if (error instanceof MaculeError && (error.code === 'nothing_to_undo' || error.code === 'nothing_to_redo')) return count; // prettier-ignore
      throw error;
    }
  }
}

function apply(ana: Reviewing, one: Edit): void {
  try {
    if (one.kind === 'undo' || one.kind === 'redo') (one.kind === 'undo' ? undo : redo)(ana);
    const action = actionOf(ana, one);
    if (action) appendAction(ana, action);
  } catch (error) {
    // Refused in words is an answer, too; anything else is not.
    if (!(error instanceof MaculeError) || !REFUSED.has(error.code)) throw error;
  }
}
const REFUSED = new Set(['nothing_to_undo', 'nothing_to_redo', 'geometry_failed']);

/** A project is used again as long as every sequence left it as it was; then its journal and projections are checked. */
const SEQUENCES_PER_PROJECT = 25;

describe(`${RUNS} sequences of edits, through the engine and the journal`, () => {
  it(
    'are valid at every step; undo all is the start, redo all the end',
    () => {
      let ana = smallProject();
      let begun = 0;
      const next = (): Reviewing => {
        if (begun++ % SEQUENCES_PER_PROJECT > 0) return ana;
        expect(errorsOf(ana)).toEqual([]);
        ana.db.close();
        return (ana = smallProject());
      };
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
          const own = next();
          const start = picture(own);
          for (const one of edits) {
            apply(own, one);
            assertSound(lesionsOf(own));
          }
          all(own, redo);
          const end = picture(own);
          const undone = all(own, undo);
          expect(picture(own)).toEqual(start);
          expect(all(own, redo)).toBe(undone);
          expect(picture(own)).toEqual(end);
          all(own, undo);
        }),
        { numRuns: RUNS, seed: SEED },
      );
      expect(errorsOf(ana)).toEqual([]);
    },
    Math.max(300_000, RUNS * 1000),
  );
});

const errorsOf = ({ db }: Reviewing): unknown[] =>
  verifyProject(db).findings.filter(({ severity }) => severity === 'error');
