import type { Point } from '#shared/geometry/types';
import { HALO_COLOUR, SELECTION_COLOUR } from '../verdict-style';
import { frameToScreen, type Viewport } from '../viewport/viewport';
import type { DrawingContext } from './outline-painter';

const ARM_PX = 14;
const GAP_PX = 4;

/** The pointer that keys move, open in the middle so that it hides nothing; the context maps CSS px. */
export function drawCrosshair(context: DrawingContext, framePoint: Point, viewport: Viewport): void {
  const { x, y } = frameToScreen(viewport, framePoint);
  context.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * GAP_PX, y + dy * GAP_PX);
    context.lineTo(x + dx * ARM_PX, y + dy * ARM_PX);
  }
  context.setLineDash([]);
  context.lineCap = 'butt';
  context.lineWidth = 4;
  context.strokeStyle = HALO_COLOUR;
  context.stroke();
  context.lineWidth = 1.5;
  context.strokeStyle = SELECTION_COLOUR;
  context.stroke();
}
