import type { DecidableVerdict } from './verdict';

const VERDICT_WORDS: Readonly<Record<DecidableVerdict, string>> = {
  accepted: 'Accept',
  rejected: 'Reject',
  redrawn: 'Redraw',
  unsure: 'Unsure',
  pending: 'Clear verdict',
};

/** What a decision does, as far as its name needs to know. */
export type DecisionWords = {
  readonly verdict: DecidableVerdict;
  readonly reason?: string | null;
  readonly lesions: number;
  /** All of them were drawn by reviewers: clearing their verdict removes them. */
  readonly allDrawn: boolean;
  /** Verdict, reason and outlines stay as they are: only what is said about the lesions changes. */
  readonly saysOnly: 'comment' | 'no comment' | null;
};

/** The name of a decision in the history and on undo and redo: "Reject (R3)", "Accept 12 lesions", "Comment". */
export function decisionLabel({ verdict, reason, lesions, allDrawn, saysOnly }: DecisionWords): string {
  const count = lesions > 1 ? ` ${lesions} lesions` : '';
  if (saysOnly === 'comment') return lesions > 1 ? `Comment on${count}` : 'Comment';
  if (saysOnly === 'no comment') return lesions > 1 ? `Remove comment of${count}` : 'Remove comment';
  const word = verdict === 'pending' && allDrawn ? 'Remove drawn lesion' : VERDICT_WORDS[verdict];
  return `${word}${count}${reason ? ` (${reason})` : ''}`;
}

/** "2026-11-28 at 14:05" of a moment in ms UTC, where local time is `offsetMinutes` ahead of UTC. */
export function localMinute(at: number, offsetMinutes: number): string {
  return new Date(at + offsetMinutes * 60_000).toISOString().slice(0, 16).replace('T', ' at ');
}
