import type { EventId } from './ids';
import type { Verdict } from './verdict';

/** One reviewer's decision on one lesion that no decision in force has replaced. */
export type StandingDecision = {
  readonly eventId: EventId;
  readonly reviewer: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly comment: string | null;
  readonly at: number;
  /** Equal for decisions whose drawn outlines are equal; '' when none was drawn. */
  readonly outline: string;
};

/** What holds for a lesion after everyone's decisions. */
export type ResolvedState = {
  readonly verdict: Verdict;
  readonly disputed: boolean;
  readonly reason: string | null;
  readonly comment: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly eventId: EventId | null;
};

const UNDECIDED: ResolvedState = {
  verdict: 'pending',
  disputed: false,
  reason: null,
  comment: null,
  decidedBy: null,
  decidedAt: null,
  eventId: null,
};

const isNewer = (a: StandingDecision, b: StandingDecision): boolean =>
  a.at !== b.at ? a.at > b.at : a.eventId > b.eventId;

function hasFork(standing: readonly StandingDecision[]): boolean {
  return new Set(standing.map(({ reviewer }) => reviewer)).size < standing.length;
}

function differs(decisions: readonly StandingDecision[]): boolean {
  return new Set(decisions.map(({ verdict, outline }) => `${verdict} ${outline}`)).size > 1;
}

/**
 * Folds standing decisions into one state (DESIGN §5). Order of the input does not matter.
 * Disputed: one reviewer has two standing decisions (made apart), or reviewers differ in verdict or outline.
 * `pending` takes a decision back and contradicts nobody. The newest decision gives reason, comment and name.
 */
export function resolveDecisions(standing: readonly StandingDecision[]): ResolvedState {
  const said = standing.filter(({ verdict }) => verdict !== 'pending');
  const pool = said.length > 0 ? said : standing;
  if (pool.length === 0) return UNDECIDED;
  const newest = pool.reduce((a, b) => (isNewer(b, a) ? b : a));
  return {
    verdict: newest.verdict,
    disputed: hasFork(standing) || differs(said),
    reason: newest.reason,
    comment: newest.comment,
    decidedBy: newest.reviewer,
    decidedAt: newest.at,
    eventId: newest.eventId,
  };
}
