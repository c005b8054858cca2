import type { Lesion } from '#shared/contract/review';
import type { Verdict } from '#shared/domain/verdict';

/** How a lesion is drawn and shown in lists. `degenerate` lesions carry no verdict and no outline. */
export type LesionStyleKey = Verdict | 'disputed' | 'degenerate';

/** Colour, line and glyph say the same thing three times: none of them is needed alone. Lengths in CSS px. */
export type LesionStyle = {
  readonly label: string;
  readonly colour: string;
  /** One character for lists, legends and screen readers' fallback. */
  readonly glyph: string;
  readonly line: 'solid' | 'dashed' | 'dotted' | 'dash-dot' | 'double' | 'thin' | 'cross';
  readonly widthPx: number;
  /** On and off lengths; empty for an unbroken line. */
  readonly dashPx: readonly number[];
  readonly cap: 'butt' | 'round';
  /** A second, dark line of this width inside the first makes it double; 0 for none. */
  readonly gapPx: number;
};

/** The dark line under every outline: it keeps the colour readable on light and on dark skin. */
export const HALO_COLOUR = 'rgba(12, 14, 18, 0.72)';
/** The same, where it is laid on in several goes: opaque, and then as strong as this. */
export const HALO_INK = 'rgb(12, 14, 18)';
export const HALO_ALPHA = 0.72;
/** How far the halo stands out on each side, in CSS px. */
export const HALO_PX = 1.25;
/** The core of a double line. */
export const GAP_COLOUR = '#14161a';
export const SELECTION_COLOUR = '#ffffff';
export const INVALID_COLOUR = '#ff4d4f';

/** Okabe–Ito colours (research: about 8 % of men have a red–green deficiency). */
export const LESION_STYLES: Readonly<Record<LesionStyleKey, LesionStyle>> = {
  pending: style(['Pending', '○', 'thin'], '#ffffff', { widthPx: 1.25 }),
  accepted: style(['Accepted', '✓', 'solid'], '#56b4e9', { widthPx: 2 }),
  rejected: style(['Rejected', '✕', 'dashed'], '#d55e00', { widthPx: 2, dashPx: [7, 4.5] }),
  redrawn: style(['Redrawn', '✎', 'double'], '#cc79a7', { widthPx: 4, gapPx: 1.25 }),
  unsure: style(['Unsure', '?', 'dotted'], '#f0e442', { widthPx: 2.5, dashPx: [0.01, 4.75], cap: 'round' }),
  added: style(['Added', '+', 'solid'], '#009e73', { widthPx: 2.5 }),
  disputed: style(['Disputed', '≠', 'dash-dot'], '#e69f00', { widthPx: 2, dashPx: [8, 3, 2, 3] }),
  degenerate: style(['Degenerate', '×', 'cross'], '#9aa0a6', { widthPx: 1.5 }),
};

/** Order of painting: what is settled lies under what still asks for attention. */
export const PAINT_ORDER: readonly LesionStyleKey[] = [
  'rejected',
  'pending',
  'accepted',
  'added',
  'redrawn',
  'unsure',
  'disputed',
  'degenerate',
];

/** The style that a lesion is shown in: a dispute shows before the verdicts that it is about. */
export function lesionStyleKey(lesion: Pick<Lesion, 'degenerate' | 'state'>): LesionStyleKey {
  if (lesion.state.disputed) return 'disputed';
  if (lesion.degenerate && lesion.state.shapes.length === 0) return 'degenerate';
  return lesion.state.verdict;
}

function style(
  [label, glyph, line]: [string, string, LesionStyle['line']],
  colour: string,
  rest: Partial<LesionStyle> & { widthPx: number },
): LesionStyle {
  return { label, glyph, line, colour, dashPx: [], cap: 'butt', gapPx: 0, ...rest };
}
