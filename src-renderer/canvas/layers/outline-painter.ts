import { GAP_COLOUR, HALO_COLOUR, HALO_PX, type LesionStyle } from '../verdict-style';

/** A context of the main thread or of a worker. */
export type DrawingContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Half the arm of the mark for a polygon without area, in CSS px. */
const CROSS_ARM_PX = 3.5;

/**
 * Paints the dark line under an outline. The context maps frame px to the canvas; `scale` is CSS px per frame px,
 * which keeps lines at their width on screen.
 */
export function strokeHalo(context: DrawingContext, path: Path2D, { style, scale }: Pen): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.setLineDash([]);
  context.lineWidth = (style.widthPx + 2 * HALO_PX) / scale;
  context.strokeStyle = HALO_COLOUR;
  context.stroke(path);
}

/** Paints the coloured line, centred on the edge; see `strokeHalo` for the space. */
export function strokeLine(context: DrawingContext, path: Path2D, { style, scale }: Pen): void {
  context.lineJoin = 'round';
  context.lineCap = style.cap;
  context.setLineDash(style.dashPx.map((length) => length / scale));
  context.lineWidth = style.widthPx / scale;
  context.strokeStyle = style.colour;
  context.stroke(path);
  context.setLineDash([]);
  if (style.gapPx === 0) return;
  context.lineWidth = style.gapPx / scale;
  context.strokeStyle = GAP_COLOUR;
  context.stroke(path);
}

/** Tints the inside. Exteriors and holes run in opposite directions, so a hole stays free and an overlap does not. */
export function fillShapes(context: DrawingContext, path: Path2D, { style, alpha }: Pen & { alpha: number }): void {
  context.globalAlpha *= alpha;
  context.fillStyle = style.colour;
  context.fill(path);
  context.globalAlpha /= alpha;
}

/** A lesion too small for an outline: a spot of its own size. */
export function fillSpots(context: DrawingContext, path: Path2D, pen: Pen & { hasHalo: boolean }): void {
  const { style, scale } = pen;
  if (pen.hasHalo) {
    context.lineWidth = HALO_PX / scale;
    context.setLineDash([]);
    context.strokeStyle = HALO_COLOUR;
    context.stroke(path);
  }
  context.fillStyle = style.colour;
  context.fill(path);
}

/** The mark of a polygon without area, at a place in frame px. */
export function addCross(path: Path2D, { x, y }: { x: number; y: number }, scale: number): void {
  const arm = CROSS_ARM_PX / scale;
  path.moveTo(x - arm, y - arm);
  path.lineTo(x + arm, y + arm);
  path.moveTo(x - arm, y + arm);
  path.lineTo(x + arm, y - arm);
}

export type Pen = { readonly style: LesionStyle; readonly scale: number };
