import type { DrawingContext } from '../layers/outline-painter';
import { visibleBounds, type Size, type Viewport } from '../viewport/viewport';
import { cropLevel, levelFor, UNSMOOTHED_FROM, type Picture } from './picture';

export type PictureSight = {
  readonly viewport: Viewport;
  /** CSS px. */
  readonly screen: Size;
  /** Device px per CSS px. */
  readonly pixelRatio: number;
  /** Upright size of the full photo in px. */
  readonly photo: Size;
  /** Frame px per photo px. */
  readonly photoScale: number;
};

/** Draws the part of a photo that the canvas shows, at the level that fits the scale. The context maps CSS px. */
export function drawPicture(context: DrawingContext, picture: Picture, sight: PictureSight): void {
  const { viewport, screen, pixelRatio, photo, photoScale } = sight;
  const cssPxPerPhotoPx = viewport.scale * photoScale;
  const level = levelFor(picture, photo, cssPxPerPhotoPx * pixelRatio);
  const { minX, minY, maxX, maxY } = visibleBounds(viewport, screen);
  const visible = {
    minX: minX / photoScale,
    minY: minY / photoScale,
    maxX: maxX / photoScale,
    maxY: maxY / photoScale,
  };
  const crop = level && cropLevel(level, photo, visible);
  if (!crop) return;
  const { from, to } = crop;
  context.imageSmoothingEnabled = cssPxPerPhotoPx < UNSMOOTHED_FROM;
  context.imageSmoothingQuality = 'low'; // the level is at most twice too large, which bilinear handles
  context.drawImage(
    level.source,
    from.x,
    from.y,
    from.width,
    from.height,
    to.x * cssPxPerPhotoPx + viewport.offsetX,
    to.y * cssPxPerPhotoPx + viewport.offsetY,
    to.width * cssPxPerPhotoPx,
    to.height * cssPxPerPhotoPx,
  );
}
