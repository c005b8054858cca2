import { counted } from '../components/format';
import { IMAGE_VIEW_WORDS } from '../components/review/image-view-words';
import type { Proposal } from './proposal';

type Named = Pick<Proposal, 'kind' | 'of' | 'amount' | 'edge'> & { readonly title?: string | null };

/** What an outline is that waits for a yes, in words. */
export function proposalTitle({ kind, of, amount, edge, title }: Named): string {
  switch (kind) {
    case 'fix':
      return 'Repaired outline';
    case 'merge':
      return `Merged outline of ${counted(of.length, 'lesion')}`;
    case 'resize':
      return amount < 0 ? `Shrunk by ${-amount} px` : `Grown by ${amount} px`;
    case 'subtract':
      return 'The first lesion without the others';
    case 'fill':
      return 'Holes filled';
    case 'simplify':
      return `Simplified by up to ${amount} px`;
    case 'refit':
      return edge ? `Refit to the edge in: ${IMAGE_VIEW_WORDS[edge.view].label}` : 'Refit';
    case 'smooth':
      return `Smoothed in ${counted(amount, 'round')}`;
    default:
      return title ?? 'Changed outline';
  }
}
