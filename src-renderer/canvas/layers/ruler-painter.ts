import type { Point } from '#shared/geometry/types';
import type { Size, Viewport } from '../viewport/viewport';
import { rulerTicks, type RulerAxis } from '../viewport/ruler-ticks';
import type { DrawingContext } from './outline-painter';

/** As thick as the ground that fit leaves around the frame, in CSS px. */
const THICK_PX = 16;
const LONG_PX = 7;
const SHORT_PX = 4;
const GROUND = 'rgba(20, 22, 26, 0.78)';
const MARK = 'rgba(255, 255, 255, 0.8)';
const POINTER = '#ffd166';
const FONT = '10px system-ui, sans-serif';

export type RulerSight = {
  readonly viewport: Viewport;
  /** CSS px. */
  readonly screen: Size;
  /** CSS px; null when the pointer is elsewhere. */
  readonly pointer: Point | null;
};

/** Frame px along the upper and the left edge, with the pointer's place on both; the context maps CSS px. */
export function drawRulers(context: DrawingContext, { viewport, screen, pointer }: RulerSight): void {
  const { scale, offsetX, offsetY } = viewport;
  context.save();
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.lineWidth = 1;
  context.lineCap = 'butt';
  context.font = FONT;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  drawRuler(context, { scale, offset: offsetX, length: screen.width }, pointer?.x ?? null);
  // The same ruler, turned: its labels read upwards.
  context.transform(0, 1, 1, 0, 0, 0);
  drawRuler(context, { scale, offset: offsetY, length: screen.height, isTurned: true }, pointer?.y ?? null);
  context.restore();
}

function drawRuler(context: DrawingContext, axis: RulerAxis & { isTurned?: boolean }, pointerAt: number | null): void {
  const start = axis.isTurned ? THICK_PX : 0;
  context.fillStyle = GROUND;
  context.fillRect(start, 0, axis.length - start, THICK_PX);
  const ticks = rulerTicks(axis).filter(({ at }) => at >= start);
  context.beginPath();
  for (const { at, label } of ticks) {
    const x = Math.round(at) + 0.5;
    context.moveTo(x, THICK_PX);
    context.lineTo(x, THICK_PX - (label === null ? SHORT_PX : LONG_PX));
  }
  context.strokeStyle = MARK;
  context.stroke();
  context.fillStyle = MARK;
  for (const { at, label } of ticks) {
    if (label === null) continue;
    if (axis.isTurned) drawUpright(context, label, at + 3);
    else context.fillText(label, at + 3, 10);
  }
  if (pointerAt === null || pointerAt < start || pointerAt > axis.length) return;
  context.fillStyle = POINTER;
  context.fillRect(Math.round(pointerAt) - 0.5, 0, 1.5, THICK_PX);
}

/** In the mirrored space of the turned ruler, text of its own is mirrored back. */
function drawUpright(context: DrawingContext, label: string, at: number): void {
  context.save();
  context.transform(-1, 0, 0, 1, at, 0);
  context.textAlign = 'right';
  context.fillText(label, 0, 10);
  context.restore();
}
