import { LESION_STYLES, type LesionStyle } from '../verdict-style';
import { strokeHalo, strokeLine, type DrawingContext } from './outline-painter';

/** Unlike every verdict: it is none yet. */
const PROPOSAL_STYLE: LesionStyle = { ...LESION_STYLES.pending, widthPx: 2.5, colour: '#ffd166' };
const PROPOSAL_FILL = 'rgba(255, 209, 102, 0.28)';

/** Draws outlines that wait for a yes; the context maps frame px, `scale` is CSS px per frame px. */
export function drawProposal(context: DrawingContext, path: Path2D, scale: number): void {
  context.fillStyle = PROPOSAL_FILL;
  context.fill(path, 'evenodd');
  strokeHalo(context, path, { style: PROPOSAL_STYLE, scale });
  strokeLine(context, path, { style: PROPOSAL_STYLE, scale });
}
