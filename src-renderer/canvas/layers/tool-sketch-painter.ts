// Each tool's sketch is a few lines; apart they would share the same five constants.
import { polygonRings } from '#shared/geometry/polygon';
import type { StrokeSample } from '#shared/geometry/stroke';
import type { Point, Ring } from '#shared/geometry/types';
import type { Sketch, SketchLabel } from '../tools/tool';
import { HALO_COLOUR, SELECTION_COLOUR } from '../verdict-style';
import { frameToScreen, type Size, type Viewport } from '../viewport/viewport';
import { drawMovedOutlines } from './moved-painter';
import type { DrawingContext } from './outline-painter';

type Sight = { readonly viewport: Viewport; readonly screen: Size };

/** What is added is green, what goes is orange, what moves is yellow (Okabe–Ito); signs say the same. */
const LINES = { new: '#3fe0b0', grow: '#3fe0b0', erase: '#ff6414' } as const;
const MOVED_COLOUR = '#ffd166';
const SIDE_FILLS = ['rgba(86, 180, 233, 0.35)', 'rgba(240, 228, 66, 0.35)'] as const;
const DARK = '#14161a';
const HANDLE_PX = 9;
/** The brush's sign sits this far beside its ring, in CSS px. */
const SIGN_BESIDE_PX = 7;

/** Draws what a tool other than select and ring shows; the context maps CSS px and is left so. */
export function drawToolSketch(context: DrawingContext, sketch: Sketch, sight: Sight): void {
  context.save();
  context.lineJoin = context.lineCap = 'round';
  switch (sketch.kind) {
    case 'stroke':
      drawBrush(context, sketch, sight.viewport);
      break;
    case 'cut':
      drawCut(context, sketch, sight.viewport);
      if (sketch.label) drawLabel(context, sketch.label, sight);
      break;
    case 'path':
      drawLine(context, toScreen(sketch.line, sight.viewport), SELECTION_COLOUR);
      if (sketch.snapped) drawMark(context, frameToScreen(sight.viewport, sketch.snapped));
      break;
    case 'polygons':
      if (sketch.replaced) drawLine(context, toScreen(sketch.replaced, sight.viewport), LINES.erase, [3, 5]);
      if (sketch.reach) drawRing(context, sketch.reach, { viewport: sight.viewport, colour: LINES.erase });
      if (sketch.label) drawLabel(context, sketch.label, sight);
      break;
    case 'moved':
      drawMoved(context, sketch, sight);
      break;
    case 'marquee':
      drawMarquee(context, sketch, sight.viewport);
      break;
    default:
  }
  context.restore();
}

/** How large the brush is here and what it does; what it has covered is in the outline already. */
function drawBrush(
  context: DrawingContext,
  { mode, ring }: Extract<Sketch, { kind: 'stroke' }>,
  viewport: Viewport,
): void {
  if (!ring) return;
  drawRing(context, ring, { viewport, colour: LINES[mode] });
  const { x, y } = frameToScreen(viewport, ring);
  const beside = ring.radius * viewport.scale * Math.SQRT1_2 + SIGN_BESIDE_PX;
  drawSign(context, { x: x + beside, y: y - beside }, mode);
}

/** The lesion in two colours, one on each side of the line; a dashed line parts nothing. */
function drawCut(
  context: DrawingContext,
  { line, polygons, side }: Extract<Sketch, { kind: 'cut' }>,
  viewport: Viewport,
): void {
  const lesion = pathOf(polygons.flatMap(polygonRings), viewport);
  if (side) {
    context.fillStyle = SIDE_FILLS[0];
    context.fill(lesion, 'evenodd');
    context.save();
    context.clip(pathOf([side], viewport), 'evenodd');
    context.clip(lesion, 'evenodd');
    context.fillStyle = DARK;
    context.globalAlpha = 0.35;
    context.fill(lesion, 'evenodd');
    context.globalAlpha = 1;
    context.fillStyle = SIDE_FILLS[1];
    context.fill(lesion, 'evenodd');
    context.restore();
  }
  drawLine(context, toScreen(line, viewport), SELECTION_COLOUR, side ? [] : [6, 6]);
}

function drawMoved(
  context: DrawingContext,
  { polygons, affine, handles, label }: Extract<Sketch, { kind: 'moved' }>,
  sight: Sight,
): void {
  drawMovedOutlines(context, { polygons, affine, colour: MOVED_COLOUR }, sight);
  const points = toScreen(handles, sight.viewport);
  const [turn, ...corners] = points;
  if (turn && corners.length > 1) {
    const top =
      corners.length > 4
        ? corners[1]!
        : { x: (corners[0]!.x + corners[1]!.x) / 2, y: (corners[0]!.y + corners[1]!.y) / 2 };
    drawLine(context, [...corners, corners[0]!], MOVED_COLOUR, [4, 4]);
    drawLine(context, [top, turn], MOVED_COLOUR);
  }
  for (const corner of corners) drawHandle(context, corner);
  if (turn) drawMark(context, turn);
  if (label) drawLabel(context, label, sight);
}

function drawMarquee(
  context: DrawingContext,
  { from, to }: Extract<Sketch, { kind: 'marquee' }>,
  viewport: Viewport,
): void {
  const [a, b] = [frameToScreen(viewport, from), frameToScreen(viewport, to)];
  context.fillStyle = 'rgba(255, 255, 255, 0.14)';
  context.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
  drawLine(context, [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }, a], SELECTION_COLOUR, [5, 4]);
}

function drawRing(
  context: DrawingContext,
  ring: StrokeSample,
  { viewport, colour }: { readonly viewport: Viewport; readonly colour: string },
): void {
  const { x, y } = frameToScreen(viewport, ring);
  context.beginPath();
  context.arc(x, y, Math.max(1, ring.radius * viewport.scale), 0, 2 * Math.PI);
  strokeTwice(context, colour);
}

/** Plus to add, minus to erase, a star for a new lesion. */
function drawSign(context: DrawingContext, { x, y }: Point, mode: 'new' | 'grow' | 'erase'): void {
  const arm = 5;
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  if (mode !== 'erase') {
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
  }
  if (mode === 'new') {
    for (const way of [-1, 1]) {
      context.moveTo(x - 0.7 * arm, y - 0.7 * arm * way);
      context.lineTo(x + 0.7 * arm, y + 0.7 * arm * way);
    }
  }
  strokeTwice(context, LINES[mode]);
}

function drawLine(context: DrawingContext, points: readonly Point[], colour: string, dash: number[] = []): void {
  if (points.length === 0) return;
  context.beginPath();
  points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  strokeTwice(context, colour, dash);
}

function strokeTwice(context: DrawingContext, colour: string, dash: number[] = []): void {
  context.setLineDash([]);
  context.lineWidth = 4;
  context.strokeStyle = HALO_COLOUR;
  context.stroke();
  context.setLineDash(dash);
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

function drawHandle(context: DrawingContext, { x, y }: Point): void {
  context.fillStyle = SELECTION_COLOUR;
  context.strokeStyle = DARK;
  context.lineWidth = 1.25;
  context.fillRect(x - HANDLE_PX / 2, y - HANDLE_PX / 2, HANDLE_PX, HANDLE_PX);
  context.strokeRect(x - HANDLE_PX / 2, y - HANDLE_PX / 2, HANDLE_PX, HANDLE_PX);
}

function drawMark(context: DrawingContext, { x, y }: Point): void {
  context.beginPath();
  context.arc(x, y, 5.5, 0, 2 * Math.PI);
  context.fillStyle = MOVED_COLOUR;
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = DARK;
  context.stroke();
}

/** Beside its place, and always wholly on the canvas. */
function drawLabel(context: DrawingContext, { at, text }: SketchLabel, { viewport, screen }: Sight): void {
  context.font = '600 12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  const width = context.measureText(text).width + 12;
  const place = frameToScreen(viewport, at);
  const x = Math.min(Math.max(4, place.x + 14), screen.width - width - 4);
  const y = Math.min(Math.max(4, place.y + 14), screen.height - 26);
  context.fillStyle = 'rgba(20, 22, 26, 0.88)';
  context.fillRect(x, y, width, 22);
  context.fillStyle = '#ffffff';
  context.fillText(text, x + 6, y + 11.5);
}

const toScreen = (points: readonly Point[], viewport: Viewport): Point[] =>
  points.map((point) => frameToScreen(viewport, point));

function pathOf(rings: readonly Ring[], { scale, offsetX, offsetY }: Viewport): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    ring.forEach(({ x, y }, index) => {
      if (index === 0) path.moveTo(x * scale + offsetX, y * scale + offsetY);
      else path.lineTo(x * scale + offsetX, y * scale + offsetY);
    });
    path.closePath();
  }
  return path;
}
