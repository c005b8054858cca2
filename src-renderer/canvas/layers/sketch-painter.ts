import type { Point } from '#shared/geometry/types';
import type { Sketch } from '../tools/tool';
import { HALO_COLOUR, SELECTION_COLOUR } from '../verdict-style';
import { frameToScreen, type Viewport } from '../viewport/viewport';
import type { DrawingContext } from './outline-painter';

const LINE_PX = 2;
const HALO_LINE_PX = 4.5;
const RUBBER_DASH_PX = [5, 4];
const VERTEX_RADIUS_PX = 3;
const FIRST_RADIUS_PX = 5;
const CLOSING_RADIUS_PX = 8;
const DARK = '#14161a';
const CLOSING_FILL = '#ffd166';

/** Draws a ring that is being drawn, with its rubber band; the context maps CSS px. */
export function drawSketch(
  context: DrawingContext,
  sketch: Extract<Sketch, { kind: 'ring' }>,
  viewport: Viewport,
): void {
  const vertices = sketch.vertices.map((vertex) => frameToScreen(viewport, vertex));
  const [first] = vertices;
  const last = vertices.at(-1);
  if (!first || !last) return;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  drawLine(context, vertices, []);
  const loose = sketch.isClosing ? first : sketch.pointer && frameToScreen(viewport, sketch.pointer);
  if (loose) drawLine(context, [last, loose], RUBBER_DASH_PX);
  if (sketch.isTrace) return;
  for (const vertex of vertices) drawDisc(context, vertex, { radius: VERTEX_RADIUS_PX, fill: SELECTION_COLOUR });
  const isClosable = vertices.length >= 3;
  if (sketch.isClosing) drawDisc(context, first, { radius: CLOSING_RADIUS_PX, fill: CLOSING_FILL });
  else if (isClosable) drawDisc(context, first, { radius: FIRST_RADIUS_PX, fill: CLOSING_FILL });
}

function drawLine(context: DrawingContext, points: readonly Point[], dash: number[]): void {
  context.beginPath();
  points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.setLineDash([]);
  context.lineWidth = HALO_LINE_PX;
  context.strokeStyle = HALO_COLOUR;
  context.stroke();
  context.setLineDash(dash);
  context.lineWidth = LINE_PX;
  context.strokeStyle = SELECTION_COLOUR;
  context.stroke();
  context.setLineDash([]);
}

function drawDisc(context: DrawingContext, { x, y }: Point, { radius, fill }: { radius: number; fill: string }): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = DARK;
  context.stroke();
}
