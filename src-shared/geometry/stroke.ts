import type { Point, Ring } from './types';

/** Where the brush was and how large, in frame px. */
export type StrokeSample = Point & { readonly radius: number };

/** A thinned stroke leaves out samples that are no farther than this from what is left, in px, in place and radius. */
export const STROKE_TOLERANCE_PX = 0.1;
/** How far the chords of a brush's round edge stay from the circle, in px. */
const ARC_TOLERANCE_PX = 0.02;

/** The stroke with fewer samples (Douglas–Peucker over place and radius); both ends stay. */
export function thinStroke(samples: readonly StrokeSample[], tolerancePx = STROKE_TOLERANCE_PX): StrokeSample[] {
  const last = samples.length - 1;
  if (last < 2) return dropRepeated(samples);
  const isKept = new Uint8Array(samples.length);
  isKept[0] = isKept[last] = 1;
  const spans: [first: number, last: number][] = [[0, last]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let farthest = from;
    let distance = tolerancePx;
    for (let i = from + 1; i < to; i++) {
      const found = deviation(samples[i]!, samples[from]!, samples[to]!);
      if (found > distance) [farthest, distance] = [i, found];
    }
    if (farthest === from) continue;
    isKept[farthest] = 1;
    spans.push([from, farthest], [farthest, to]);
  }
  return dropRepeated(samples.filter((_, index) => isKept[index]));
}

/** Whether one size of brush drew all of it. */
export const isEvenStroke = ([first, ...rest]: readonly StrokeSample[]): boolean =>
  rest.every(({ radius }) => radius === first?.radius);

/**
 * The stroke as rings whose union it is, all positive: one disc for a single sample, else the convex hull of the two
 * discs at each step. Frame px.
 */
export function strokeCapsules(samples: readonly StrokeSample[]): Ring[] {
  const [first] = samples;
  if (!first) return [];
  if (samples.length === 1) return [disc(first)];
  return samples.slice(1).map((sample, index) => capsule(samples[index]!, sample));
}

/** The hull of two discs: their outer tangents touch both at the angle whose cosine is (r − R) / distance. */
function capsule(a: StrokeSample, b: StrokeSample): Ring {
  const distance = Math.hypot(b.x - a.x, b.y - a.y);
  if (distance <= Math.abs(a.radius - b.radius)) return disc(a.radius > b.radius ? a : b);
  const along = Math.atan2(b.y - a.y, b.x - a.x);
  const tangent = Math.acos((a.radius - b.radius) / distance);
  return [...arc(b, along - tangent, along + tangent), ...arc(a, along + tangent, along + 2 * Math.PI - tangent)];
}

const disc = (sample: StrokeSample): Ring => arc(sample, 0, 2 * Math.PI).slice(0, -1);

/** From one angle to a larger one, both ends included; growing angles run clockwise on screen. */
function arc({ x, y, radius }: StrokeSample, from: number, to: number): Point[] {
  const step = 2 * Math.acos(Math.max(0, 1 - ARC_TOLERANCE_PX / Math.max(radius, ARC_TOLERANCE_PX)));
  const count = Math.max(2, Math.ceil((to - from) / step));
  return Array.from({ length: count + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / count;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
}

/** How far a sample is from the step between two others, in place or radius, whichever is more. */
function deviation(sample: StrokeSample, a: StrokeSample, b: StrokeSample): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((sample.x - a.x) * dx + (sample.y - a.y) * dy) / squared;
  const t = Math.min(1, Math.max(0, along));
  const distance = Math.hypot(sample.x - a.x - t * dx, sample.y - a.y - t * dy);
  return Math.max(distance, Math.abs(sample.radius - a.radius - t * (b.radius - a.radius)));
}

function dropRepeated(samples: readonly StrokeSample[]): StrokeSample[] {
  return samples.filter(({ x, y, radius }, index) => {
    const before = samples[index - 1];
    return !(before?.x === x && before.y === y && before.radius === radius);
  });
}
