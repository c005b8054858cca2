import type { FlatRings } from '#shared/contract/common';
import type { GeometryResult, GeometryTask } from '#shared/contract/geometry';
import type { Region } from '#shared/geometry/assembly/assemble-region';
import { polygonRings, validPolygonArea } from '#shared/geometry/polygon';
import { flatRing } from '#shared/geometry/ring';
import type { Point, Polygon, Ring } from '#shared/geometry/types';
import type { StrokeSample } from '#shared/geometry/stroke';
import { brush, fillHoles, partsOf, simplify, smooth, split, subtractFromEach, unite } from './drawn-operations';
import type { GeometryEngine } from './engine';

/** One task of the contract. @throws MaculeError geometry_failed, invalid_input. */
export function runTask(engine: GeometryEngine, task: GeometryTask): GeometryResult {
  const region = regionOf(engine, task);
  const polygons = region.map((polygon) => ({
    rings: polygonRings(polygon).map(flatRing),
    areaPx2: validPolygonArea(polygon), // what the engine makes is valid
  }));
  return { polygons, areaPx2: polygons.reduce((sum, { areaPx2 }) => sum + areaPx2, 0) };
}

function regionOf(engine: GeometryEngine, task: GeometryTask): Region {
  const subject = task.subject.map(polygonOf);
  switch (task.operation) {
    case 'offset':
      // Parts that share an edge, as after a split, shrink apart; growing unites them.
      return task.distancePx < 0
        ? partsOf(engine, subject).flatMap((part) => engine.offset([part], task.distancePx))
        : engine.offset(subject, task.distancePx);
    case 'brush':
      return brush(engine, subject, { ...task, stroke: samplesOf(task.stroke) });
    case 'split':
      return split(engine, subject, ringOf(task.line));
    case 'fillHoles':
      return fillHoles(engine, subject);
    case 'simplify':
      return simplify(engine, subject, task.tolerancePx);
    case 'smooth':
      return smooth(engine, subject, task.rounds);
    case 'unite':
      return unite(engine, subject, task.clip.map(polygonOf));
    case 'subtract':
      return subtractFromEach(engine, subject, task.clip.map(polygonOf));
    default: {
      const clip = task.clip.map(polygonOf);
      if (task.operation === 'union' && clip.length === 0) return engine.union(subject);
      return engine[task.operation](subject, clip);
    }
  }
}

function samplesOf(flat: readonly number[]): StrokeSample[] {
  const samples: StrokeSample[] = [];
  for (let i = 0; i + 2 < flat.length; i += 3)
    samples.push({ x: flat[i] as number, y: flat[i + 1] as number, radius: flat[i + 2] as number });
  return samples;
}

function polygonOf(rings: FlatRings): Polygon {
  const [exterior = [], ...holes] = rings.map(ringOf);
  return { exterior, holes };
}

function ringOf(flat: readonly number[]): Ring {
  const ring: Point[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) ring.push({ x: flat[i] as number, y: flat[i + 1] as number });
  return ring;
}
