import { visibleBounds, type Size, type Viewport } from '../viewport/viewport';
import type { ScreenRect } from './hover-canvas';
import { drawLabels } from './label-painter';
import type { LesionPicture } from './lesion-shapes';
import { drawLesion, HOVERED_PX } from './lesion-painter';
import type { DrawingContext } from './outline-painter';
import { reachPx, type OverlayLook } from './overlay-look';
import { expandBounds } from '#shared/geometry/bounds';

/** The lesion under the pointer, and how it is seen. */
export type HoverScene = {
  readonly picture: LesionPicture;
  /** The lesion's number in the list of its view. */
  readonly number: number;
  readonly viewport: Viewport;
  /** CSS px. */
  readonly screen: Size;
  /** Device px per CSS px. */
  readonly pixelRatio: number;
  readonly look: OverlayLook;
};

/** What of the screen the lesion covers with its lines and label, in whole device px; null when it is off screen. */
export function hoverRect({ picture, viewport, screen, pixelRatio, look }: HoverScene): ScreenRect | null {
  const { scale, offsetX, offsetY } = viewport;
  const { minX, minY, maxX, maxY } = picture.bounds;
  const reach = reachPx(look);
  const down = (px: number): number => Math.floor(px * pixelRatio) / pixelRatio;
  const up = (px: number): number => Math.ceil(px * pixelRatio) / pixelRatio;
  const left = Math.max(0, down(minX * scale + offsetX - reach));
  const top = Math.max(0, down(minY * scale + offsetY - reach));
  const width = Math.min(up(screen.width), up(maxX * scale + offsetX + reach)) - left;
  const height = Math.min(up(screen.height), up(maxY * scale + offsetY + reach)) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}

/** The context maps CSS px and is left so. */
export function drawHovered(context: DrawingContext, { picture, number, viewport, screen, look }: HoverScene): void {
  const { scale, offsetX, offsetY } = viewport;
  const sight = {
    visible: expandBounds(visibleBounds(viewport, screen), reachPx(look) / scale),
    shortestFramePx: 0.5 / scale,
  };
  context.save();
  context.transform(scale, 0, 0, scale, offsetX, offsetY);
  drawLesion(context, picture, { sight, scale, look, edgePx: HOVERED_PX });
  context.restore();
  const { bounds, style } = picture;
  drawLabels(context, [{ bounds, style, number }], { labels: look.labels, viewport });
}
