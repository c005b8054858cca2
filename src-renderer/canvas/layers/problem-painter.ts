import type { Point } from '#shared/geometry/types';
import { INVALID_COLOUR } from '../verdict-style';
import { frameToScreen, type Viewport } from '../viewport/viewport';
import type { DrawingContext } from './outline-painter';

const RADIUS_PX = 7;
/** The mark stands above the place, so that the place itself can be seen. */
const LIFT_PX = 13;

/** Marks where outlines cross themselves with a red sign of one size; the context maps CSS px. */
export function drawProblems(context: DrawingContext, problems: readonly Point[], viewport: Viewport): void {
  for (const place of problems) {
    const { x, y } = frameToScreen(viewport, place);
    drawSign(context, x, y);
  }
}

function drawSign(context: DrawingContext, x: number, y: number): void {
  const middle = y - LIFT_PX;
  context.beginPath();
  context.moveTo(x, y - 1.5);
  context.lineTo(x - 4, middle + 4);
  context.lineTo(x + 4, middle + 4);
  context.closePath();
  context.moveTo(x + RADIUS_PX, middle);
  context.arc(x, middle, RADIUS_PX, 0, 2 * Math.PI);
  context.fillStyle = INVALID_COLOUR;
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = '#14161a';
  context.stroke();
  context.fillStyle = '#ffffff';
  context.fillRect(x - 1, middle - 4, 2, 5);
  context.fillRect(x - 1, middle + 2.5, 2, 2);
}
