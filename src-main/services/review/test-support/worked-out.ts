import { expect } from 'vitest';
import type { GeometryTask } from '#shared/contract/geometry';
import { polygonBounds } from '#shared/geometry/bounds';
import { polygonRings } from '#shared/geometry/polygon';
import type { Polygon } from '#shared/geometry/types';
import type { GeometryEngine } from '../../geometry/engine';
import { referenceAreas } from '../../geometry/fixtures/reference-area';
import { shoelace } from '../../geometry/fixtures/reference-validity';
import { runTask } from '../../geometry/run-task';
import { FRAME } from './edits';

const FRAME_RINGS = [[0, 0, FRAME, 0, FRAME, FRAME, 0, FRAME]];
/** A stroke drops pieces and gaps below 1 px²; so many of them in one stroke are not met. */
const CRUMBS_PX2 = 4;

export function toPolygon(rings: readonly (readonly number[])[]): Polygon {
  const [exterior = [], ...holes] = rings.map((flat) =>
    Array.from({ length: flat.length / 2 }, (_, i) => ({ x: flat[2 * i]!, y: flat[2 * i + 1]! })),
  );
  return { exterior, holes };
}
export const toRings = (polygon: Polygon): number[][] =>
  polygonRings(polygon).map((ring) => ring.flatMap(({ x, y }) => [x, y]));
export const areaOf = ({ exterior, holes }: Polygon): number =>
  shoelace(exterior) - holes.reduce((sum, hole) => sum + shoelace(hole), 0);
const totalOf = (polygons: readonly Polygon[]): number => polygons.reduce((sum, one) => sum + areaOf(one), 0);

const run = (engine: GeometryEngine, task: GeometryTask): Polygon[] =>
  runTask(engine, task).polygons.map(({ rings }) => toPolygon(rings));

/**
 * What the screen makes of a task: the engine's answer, each polygon cut off at the frame by itself. The areas are those
 * that scan lines find.
 */
export function workedOut(engine: GeometryEngine, task: GeometryTask): Polygon[] {
  const made = run(engine, task);
  assertAreas(engine, task, made);
  return made.flatMap((polygon) => insideFrame(engine, polygon));
}

export function insideFrame(engine: GeometryEngine, polygon: Polygon): Polygon[] {
  const { minX, minY, maxX, maxY } = polygonBounds(polygon);
  if (Math.min(minX, minY) >= 0 && Math.max(maxX, maxY) <= FRAME) return [polygon];
  const subject = [toRings(polygon)];
  const inside = run(engine, { operation: 'intersect', subject, clip: [FRAME_RINGS] });
  const outside = run(engine, { operation: 'subtract', subject, clip: [FRAME_RINGS] });
  near(totalOf(inside) + totalOf(outside), areaOf(polygon));
  return inside;
}

function near(found: number, expected: number, allowed = 0): void {
  expect(Math.abs(found - expected), `${found} px² instead of ${expected} px²`).toBeLessThanOrEqual(
    0.1 + 2e-3 * expected + allowed,
  );
}

function assertAreas(engine: GeometryEngine, task: GeometryTask, made: readonly Polygon[]): void {
  const subject = task.subject.map(toPolygon);
  const area = totalOf(made);
  const before = (): number => referenceAreas(subject).subject;
  switch (task.operation) {
    case 'brush': {
      const stroke = run(engine, { ...task, mode: 'add', subject: [] });
      const { union, subtract } = referenceAreas(subject, stroke);
      return near(area, task.mode === 'add' ? union : subtract, CRUMBS_PX2);
    }
    case 'unite':
    case 'subtract':
    case 'union':
    case 'intersect':
    case 'xor': {
      const clip = task.clip.map(toPolygon);
      near(area, referenceAreas(subject, clip)[task.operation === 'unite' ? 'union' : task.operation]);
      return assertIdentity(engine, task.subject, task.clip);
    }
    case 'split':
      return near(area, before());
    case 'fillHoles':
      return near(area, referenceAreas(subject.map(({ exterior }) => ({ exterior, holes: [] }))).subject); // prettier-ignore
    case 'simplify':
      return near(area, before(), 0.05 * before());
    case 'smooth':
      return near(area, before());
    case 'offset': {
      const { subtract } = task.distancePx < 0 ? referenceAreas(made, subject) : referenceAreas(subject, made); // prettier-ignore
      return near(subtract, 0, 2e-3 * before());
    }
  }
}

/** |A ∪ B| + |A ∩ B| = |A| + |B|, by the engine alone. */
function assertIdentity(engine: GeometryEngine, subject: number[][][], clip: number[][][]): void {
  const areaBy = (operation: 'union' | 'intersect', one: number[][][], other: number[][][]): number =>
    totalOf(run(engine, { operation, subject: one, clip: other }));
  const alone = areaBy('union', subject, []) + areaBy('union', clip, []);
  expect(Math.abs(areaBy('union', subject, clip) + areaBy('intersect', subject, clip) - alone)).toBeLessThan(0.2);
}
