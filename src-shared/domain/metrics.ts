/** A closed interval; `high` may be Infinity. */
export type Interval = { readonly low: number; readonly high: number };
/** A row of an answer's areas: what stood there, a number, a word or nothing, with the unit as it stood. */
export type AreaRow = {
  readonly areaName: string;
  readonly value: number | string | null;
  readonly units: string | null;
};
/** Areas in px² of the frame, each the sum over polygons (an overlap counts twice). */
export type ViewAreas = {
  readonly modelPx2: number;
  readonly truthPx2: number;
  /** Unsure lesions: neither truth nor background. */
  readonly unsurePx2: number;
  readonly isFront: boolean;
  /** Done and not disputed: only then is there a truth to compute from. */
  readonly isComplete: boolean;
};
export type Corrected = { readonly value: number; readonly interval: Interval };
export type CorrectedOrWhy =
  { readonly ok: true; readonly corrected: Corrected } | { readonly ok: false; readonly why: string };

export const isPerMille = (units: string | null): boolean =>
  units !== null && /^(per[ _-]?mille?|permille|‰)$/i.test(units.trim());

/**
 * What a delivered per mille can mean: the service delivers integers, and whether it rounds or cuts is unknown, so v
 * stands for max(0, v - 0.5) to v + 1 (DESIGN §4).
 */
export const deliveredInterval = (value: number): Interval => ({ low: Math.max(0, value - 0.5), high: value + 1 });

/**
 * The area in px² that a per mille of it would be, when the model's polygons cover `modelPx2`:
 * 1000 · model / (v + 1) to 1000 · model / max(0, v - 0.5), without an upper end when v may stand for 0.
 */
export function impliedArea(value: number, modelPx2: number): Interval {
  const { low, high } = deliveredInterval(value);
  return { low: (1000 * modelPx2) / high, high: low === 0 ? Infinity : (1000 * modelPx2) / low };
}

export const overlaps = (a: Interval, b: Interval): boolean => a.low <= b.high && b.low <= a.high;

/**
 * The delivered value times truth area / model area, with its interval. The denominators are not delivered, so this
 * is only given where the ratio says something: the front view's `face` row in per mille, v of at least 1, and
 * polygons to compare with. The upper end counts unsure lesions in, the lower end leaves them out. It never claims to be the figure that the vendor would compute.
 */
export function correctedPerMille({ areaName, value, units }: AreaRow, areas: ViewAreas): CorrectedOrWhy {
  const why = whyNot({ areaName, value, units }, areas);
  if (why !== null || typeof value !== 'number') return { ok: false, why: why ?? 'no number was delivered' };
  const ratio = areas.truthPx2 / areas.modelPx2;
  const withUnsure = (areas.truthPx2 + areas.unsurePx2) / areas.modelPx2;
  const { low, high } = deliveredInterval(value);
  return { ok: true, corrected: { value: value * ratio, interval: { low: low * ratio, high: high * withUnsure } } };
}

function whyNot({ areaName, value, units }: AreaRow, areas: ViewAreas): string | null {
  if (typeof value !== 'number') return 'no number was delivered';
  if (units === null) return 'the unit is not stated';
  if (!isPerMille(units)) return `the unit is ${units}, not per mille`;
  if (areaName !== 'face') return 'the outline of this area is not delivered';
  if (!areas.isFront) return 'the row is about the front view';
  if (value < 0) return 'the delivered value is negative';
  if (value < 1) return 'a delivered 0 says too little';
  if (areas.modelPx2 <= 0) return 'the model drew no polygon';
  return areas.isComplete ? null : 'the view is not done';
}
