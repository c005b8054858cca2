export const PHASES = ['pan', 'zoom', 'pan1', 'hover', 'status', 'drag', 'dragFit'] as const;
export type Phase = (typeof PHASES)[number];

/** What one run in one browser measured; times in ms. */
export type PageResult = {
  readonly phases: Readonly<Record<Phase, readonly number[]>>;
  /** From the end of a gesture until everything was sharp. */
  readonly crisp: readonly number[];
  readonly firstPaint: number;
  readonly heapMb: number;
  /** Hover answers equal to brute force; null where nothing is looked up. */
  readonly hits: number | null;
  readonly hoverPoints: number;
  readonly totalMs: number;
};

/** From the wish for another photo to the frame that shows it; ms. */
export type NextViewResult = {
  readonly cold: readonly number[];
  readonly prefetched: readonly number[];
  /** Until every level of the photo is there. */
  readonly whole: readonly number[];
  /** The longest time between two frames meanwhile. */
  readonly longestStall: number;
};

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
