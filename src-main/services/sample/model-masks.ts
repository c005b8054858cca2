import type { Portrait } from './portrait/portrait';
import { between, type Random } from './portrait/random';
import { hullOf, smallError, traceRing, type MaskError } from './spots/mask-ring';
import { boundsOf, type FramePoint, type Spot } from './spots/spot';

/** How many of the true marks the drawn model gets wrong, and how; the others are nearly right. */
export interface ModelPlan {
  missed: number;
  tooLarge: number;
  tooSmall: number;
  shifted: number;
}

export type Fault = keyof ModelPlan | 'none';
export type Ring = FramePoint[];

/** Deals the plan's faults to `count` marks at random. */
export function dealFaults(count: number, plan: ModelPlan, random: Random): Fault[] {
  const faults = Array.from({ length: count }, (): Fault => 'none');
  let next = 0;
  for (const fault of ['missed', 'tooLarge', 'tooSmall', 'shifted'] as const) {
    for (let i = 0; i < plan[fault] && next < count; i += 1, next += 1) faults[next] = fault;
  }
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [faults[i], faults[j]] = [faults[j] ?? 'none', faults[i] ?? 'none'];
  }
  return faults;
}

/** The model's polygon for a mark; null when it misses it. */
export function traceSpot(spot: Spot, fault: Fault, random: Random): Ring | null {
  return fault === 'missed' ? null : traceRing(spot.outline, createError(fault, spot, random), random);
}

/** Polygons that an imperfect model would give for the marks. */
export function traceModel(spots: readonly Spot[], plan: ModelPlan, random: Random): Ring[] {
  const faults = dealFaults(spots.length, plan, random);
  return present(spots.map((spot, i) => traceSpot(spot, faults[i] ?? 'none', random)));
}

const scales: Record<Exclude<Fault, 'missed'>, readonly [number, number]> = {
  tooLarge: [1.4, 1.75],
  tooSmall: [0.5, 0.68],
  shifted: [0.95, 1.1],
  none: [0.94, 1.1],
};

function createError(fault: Exclude<Fault, 'missed'>, spot: Spot, random: Random): MaskError {
  const { minX, minY, maxX, maxY } = boundsOf(spot.outline);
  const angle = random() * Math.PI * 2;
  const push = fault === 'shifted' ? between(random, 0.22, 0.42) : between(random, 0, 0.05);
  return {
    scale: between(random, ...scales[fault]),
    shiftX: push * (maxX - minX) * Math.cos(angle),
    shiftY: push * (maxY - minY) * Math.sin(angle),
    roughness: smallError.roughness,
  };
}

/** One polygon over two marks that lie close together. */
export function traceMerged(a: Spot, b: Spot, random: Random): Ring {
  return traceRing(hullOf([...a.outline, ...b.outline]), smallError, random);
}

/** An ellipse in the face chart, millimetres. */
export interface FacePlace {
  x: number;
  y: number;
  radiusX: number;
  radiusY: number;
}

/** A false polygon over a place of the face that is no mark, such as a nostril or the end of a brow. */
export function tracePlace(portrait: Portrait, place: FacePlace, random: Random): Ring | null {
  const outline: FramePoint[] = [];
  for (let i = 0; i < 28; i += 1) {
    const angle = (i / 28) * Math.PI * 2;
    const at = portrait.atlas.at(place.x + place.radiusX * Math.cos(angle), place.y + place.radiusY * Math.sin(angle));
    if (!at) return null;
    const { x, y } = portrait.project(at.x, at.y, at.z);
    outline.push({ x, y });
  }
  return traceRing(outline, { ...smallError, roughness: 1.2 }, random);
}

/** The polygons that are there. */
export function present(rings: readonly (Ring | null)[]): Ring[] {
  return rings.filter((ring) => ring !== null);
}
