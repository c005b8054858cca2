import { HALO_COLOUR, SELECTION_COLOUR, type LesionStyle } from '../verdict-style';
import type { LesionPicture } from './lesion-shapes';
import { addCross, fillShapes, strokeHalo, strokeLine, type DrawingContext, type Pen } from './outline-painter';
import { fillAlpha, hasLine, styleOf, type OverlayLook } from './overlay-look';
import { flatRingsPath, type PathSight } from './visible-path';

/** How far the white edge of a selected lesion stands out on each side, in CSS px. */
export const SELECTED_PX = 1.5;
/** The same of the one under the pointer. */
export const HOVERED_PX = 0.75;

type LesionPen = {
  readonly sight: PathSight;
  readonly scale: number;
  readonly look: OverlayLook;
  readonly edgePx: number;
};

/** A lesion in its style, with a white edge when it is selected or hovered; the context maps frame px. */
export function drawLesion(context: DrawingContext, picture: LesionPicture, pen: LesionPen): void {
  const { sight, scale, look, edgePx } = pen;
  const style = styleOf(picture.style, look);
  const path = picture.style === 'degenerate' ? crossPath(picture, scale) : flatRingsPath(picture.parts, sight);
  const edge: LesionStyle = { ...style, widthPx: style.widthPx + 2 * edgePx };
  const alpha = picture.style === 'degenerate' ? 0 : fillAlpha(look);
  if (alpha > 0) fillShapes(context, path, { style, scale, alpha });
  if (edgePx === 0 && !hasLine(look) && alpha > 0) return;
  if (look.halo || edgePx > 0) strokeHalo(context, path, { style: edge, scale });
  if (edgePx > 0) {
    const white: LesionStyle = { ...edge, colour: SELECTION_COLOUR, dashPx: [], gapPx: 0, cap: 'round' };
    strokeLine(context, path, { style: white, scale });
  }
  if (edgePx > 0 && picture.style !== 'pending') drawUnder(context, path, { style, scale });
  strokeLine(context, path, { style, scale });
}

/** Dark under a broken line, so that its gaps show between the white edges. */
function drawUnder(context: DrawingContext, path: Path2D, { style, scale }: Pen): void {
  if (style.dashPx.length === 0) return;
  strokeLine(context, path, { style: { ...style, colour: HALO_COLOUR, dashPx: [], gapPx: 0 }, scale });
}

function crossPath({ bounds }: LesionPicture, scale: number): Path2D {
  const path = new Path2D();
  addCross(path, { x: (bounds.minX + bounds.maxX) / 2, y: (bounds.minY + bounds.maxY) / 2 }, scale);
  return path;
}
