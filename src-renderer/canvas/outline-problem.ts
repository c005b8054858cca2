import type { Lesion } from '#shared/contract/review';

/**
 * Why the outline that stands for a lesion is no simple polygon, in words; null when it is one, or when it is no truth.
 * Only delivered outlines can be so: drawn ones are checked before they are kept.
 */
export function outlineProblem({ shapeProblem, degenerate, state }: Lesion): string | null {
  if (degenerate || state.shapes.length > 0 || state.verdict === 'rejected') return null;
  return shapeProblem;
}
