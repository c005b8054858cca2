/** What a reviewer can say of a model lesion, plus `pending` (nothing said, or taken back). */
export const DECIDABLE_VERDICTS = ['accepted', 'rejected', 'redrawn', 'unsure', 'pending'] as const;
export type DecidableVerdict = (typeof DECIDABLE_VERDICTS)[number];

/** `added` is the verdict of a reviewer lesion: drawn because the algorithm missed it. */
export const VERDICTS = [...DECIDABLE_VERDICTS, 'added'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdicts whose lesions are truth. */
export const TRUTH_VERDICTS: ReadonlySet<Verdict> = new Set<Verdict>(['accepted', 'redrawn', 'added']);
