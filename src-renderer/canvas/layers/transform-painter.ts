import { polygonRings } from '#shared/geometry/polygon';
import type { Point } from '#shared/geometry/types';
import type { EditableLesion, Sketch } from '../tools/tool';
import { HALO_COLOUR, INVALID_COLOUR, LESION_STYLES, SELECTION_COLOUR, type LesionStyle } from '../verdict-style';
import { frameToScreen, type Size, type Viewport } from '../viewport/viewport';
import { strokeHalo, strokeLine, type DrawingContext } from './outline-painter';

type TransformSketch = Extract<Sketch, { kind: 'transform' }>;

const MOVED_STYLE: LesionStyle = { ...LESION_STYLES.pending, widthPx: 2, colour: SELECTION_COLOUR };
const REFUSED_STYLE: LesionStyle = { ...MOVED_STYLE, colour: INVALID_COLOUR };
/** Where the lesions stand while they are moved. */
const STOOD_STYLE: LesionStyle = { ...LESION_STYLES.pending, widthPx: 1.25, colour: '#e6e9ed', dashPx: [3, 3] };
const BOX_COLOUR = '#ffd166';
const DARK = '#14161a';
const CORNER_PX = 9;
const OVER_PX = 12;
const ROTATE_RADIUS_PX = 5.5;
const LABEL_FONT = '600 12px system-ui, sans-serif';
const LABEL_PX = { padX: 8, height: 22, below: 14 };

const paths = new WeakMap<readonly EditableLesion[], Path2D>();

/** One path of all lesions as they stand: made once, then only mapped. */
function pathOf(lesions: readonly EditableLesion[]): Path2D {
  const known = paths.get(lesions);
  if (known) return known;
  const path = new Path2D();
  for (const { polygons } of lesions) {
    for (const polygon of polygons) {
      for (const ring of polygonRings(polygon)) {
        ring.forEach(({ x, y }, index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
        path.closePath();
      }
    }
  }
  paths.set(lesions, path);
  return path;
}

/** Lesions on their way, and a thin line where they stand. The context maps frame px; `scale` is CSS px per frame px. */
export function drawMoved(
  context: DrawingContext,
  { lesions, affine, isMoved, isValid }: TransformSketch,
  scale: number,
): void {
  if (!isMoved) return;
  const path = pathOf(lesions);
  strokeLine(context, path, { style: STOOD_STYLE, scale });
  const moved = new Path2D();
  moved.addPath(path, affine);
  const style = isValid ? MOVED_STYLE : REFUSED_STYLE;
  strokeHalo(context, moved, { style, scale });
  strokeLine(context, moved, { style, scale });
}

/** The box with its handles and what it says; the context maps CSS px. */
export function drawTransformBox(
  context: DrawingContext,
  sketch: TransformSketch,
  { viewport, screen }: { viewport: Viewport; screen: Size },
): void {
  const at = (point: Point): Point => frameToScreen(viewport, point);
  const corners = sketch.corners.map(at);
  const [stem, rotate] = [at(sketch.stem), at(sketch.rotate)];
  strokeTwice(context, (path) => {
    corners.forEach(({ x, y }, index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
    path.closePath();
    path.moveTo(stem.x, stem.y);
    path.lineTo(rotate.x, rotate.y);
  });
  const overCorner = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'].indexOf(sketch.over ?? '');
  corners.forEach((corner, index) => drawSquare(context, corner, index === overCorner ? OVER_PX : CORNER_PX));
  drawDisc(context, rotate, sketch.over === 'rotate' ? ROTATE_RADIUS_PX + 1.5 : ROTATE_RADIUS_PX);
  if (sketch.words !== null) drawLabel(context, sketch.words, { corners, screen });
}

function strokeTwice(context: DrawingContext, trace: (path: Path2D) => void): void {
  const path = new Path2D();
  trace(path);
  context.setLineDash([]);
  context.lineWidth = 3;
  context.strokeStyle = HALO_COLOUR;
  context.stroke(path);
  context.setLineDash([4, 3]);
  context.lineWidth = 1.25;
  context.strokeStyle = BOX_COLOUR;
  context.stroke(path);
  context.setLineDash([]);
}

function drawSquare(context: DrawingContext, { x, y }: Point, size: number): void {
  context.lineWidth = 1.5;
  context.fillStyle = BOX_COLOUR;
  context.strokeStyle = DARK;
  context.fillRect(x - size / 2, y - size / 2, size, size);
  context.strokeRect(x - size / 2, y - size / 2, size, size);
}

function drawDisc(context: DrawingContext, { x, y }: Point, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = BOX_COLOUR;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = DARK;
  context.stroke();
}

/** Words on a dark ground under the box, kept on the canvas. */
export function drawLabel(
  context: DrawingContext,
  words: string,
  { corners, screen }: { corners: readonly Point[]; screen: Size },
): void {
  const xs = corners.map(({ x }) => x);
  const bottom = Math.max(...corners.map(({ y }) => y));
  context.font = LABEL_FONT;
  const width = context.measureText(words).width + 2 * LABEL_PX.padX;
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  const left = Math.min(Math.max(4, middle - width / 2), Math.max(4, screen.width - width - 4));
  const top = Math.min(Math.max(4, bottom + LABEL_PX.below), screen.height - LABEL_PX.height - 4);
  context.fillStyle = 'rgba(20, 22, 26, 0.88)';
  context.fillRect(left, top, width, LABEL_PX.height);
  context.fillStyle = SELECTION_COLOUR;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(words, left + LABEL_PX.padX, top + LABEL_PX.height / 2 + 0.5);
}
