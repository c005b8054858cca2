import type { Point } from './types';

export type PolygonProblemCode =
  'too_few_points' | 'zero_area' | 'not_finite' | 'self_crossing' | 'self_touching' | 'hole_outside' | 'holes_overlap';

/** `ring` is the ring at fault (0 the exterior, i + 1 hole i); `at` the place, rounded for a crossing. */
export type PolygonProblem = {
  readonly code: PolygonProblemCode;
  readonly ring: number;
  readonly at: Point | null;
  readonly message: string;
};

/** What a ring does wrong: `verb` continues the ring's name, e.g. "crosses itself". */
export type RingFault = {
  readonly code: PolygonProblemCode;
  readonly ring: number;
  readonly at: Point | null;
  readonly verb: string;
};

/** The problem in words, with the ring's name and the place. */
export function describeFault({ code, ring, at, verb }: RingFault): PolygonProblem {
  const place = at && Number.isFinite(at.x + at.y) ? ` at ${inWords(at.x)}, ${inWords(at.y)}` : '';
  return { code, ring, at, message: `${ring === 0 ? 'The exterior' : `Hole ${ring}`} ${verb}${place}.` };
}

function inWords(coordinate: number): string {
  return String(Math.round(coordinate * 100) / 100);
}
