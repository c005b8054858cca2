/** What an import counts, from the whole to the part. */
export const TALLY_UNITS = ['file', 'element', 'mask', 'feature', 'polygon'] as const;
export type TallyUnit = (typeof TALLY_UNITS)[number];
/** Repaired: imported, and a finding says what was mended. Skipped: read and left out on purpose. */
export const TALLY_FATES = ['imported', 'repaired', 'refused', 'skipped'] as const;
export type TallyFate = (typeof TALLY_FATES)[number];
