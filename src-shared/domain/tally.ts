/** What an import counts, from the whole to the part. */
export const TALLY_UNITS = ['file', 'element', 'mask', 'feature', 'polygon'] as const;
export type TallyUnit = (typeof TALLY_UNITS)[number];
/** Repaired: imported, and a finding says what was mended. Skipped: read and left out on purpose. */
export const TALLY_FATES = ['imported', 'repaired', 'refused', 'skipped'] as const;
export type TallyFate = (typeof TALLY_FATES)[number];
/** What a finding code says became of a unit. */
export type Fate = { readonly unit: TallyUnit; readonly fate: TallyFate };

/** `reason`: a finding's code; '' for what was imported as it stood. */
export type TallyCount = {
  readonly unit: TallyUnit;
  readonly fate: TallyFate;
  readonly reason: string;
  readonly count: number;
};
/** How many of each unit something holds, whatever became of them. */
export type Delivered = Readonly<Partial<Record<TallyUnit, number>>>;

/** Counts units by what became of them and why. */
export class Tally {
  private readonly counts = new Map<string, TallyCount>();

  /** What was imported has no reason, whatever is given. */
  add(unit: TallyUnit, fate: TallyFate, why: string, count = 1): void {
    if (count === 0) return;
    const reason = fate === 'imported' ? '' : why;
    const key = `${unit} ${fate} ${reason}`;
    this.counts.set(key, { unit, fate, reason, count: (this.counts.get(key)?.count ?? 0) + count });
  }

  addAll(counts: readonly TallyCount[]): void {
    for (const { unit, fate, reason, count } of counts) this.add(unit, fate, reason, count);
  }

  addDelivered(delivered: Delivered, fate: TallyFate, reason: string): void {
    for (const unit of TALLY_UNITS) this.add(unit, fate, reason, delivered[unit] ?? 0);
  }

  rows(): TallyCount[] {
    return [...this.counts.values()];
  }
}

/** How many of each unit the counts stand for. */
export function deliveredOf(counts: readonly TallyCount[]): Delivered {
  const sums: Partial<Record<TallyUnit, number>> = {};
  for (const { unit, count } of counts) sums[unit] = (sums[unit] ?? 0) + count;
  return sums;
}
