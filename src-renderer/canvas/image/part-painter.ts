import type { DrawingContext } from '../layers/outline-painter';
import { UNSMOOTHED_FROM, type Crop } from './picture';
import type { PictureSight } from './picture-painter';

/** Draws one part of a photo that is its own bitmap; `at` in photo px. The context maps CSS px. */
export function drawPart(
  context: DrawingContext,
  { bitmap, at }: { readonly bitmap: CanvasImageSource; readonly at: Crop },
  { viewport, photoScale }: PictureSight,
): void {
  const cssPxPerPhotoPx = viewport.scale * photoScale;
  context.imageSmoothingEnabled = cssPxPerPhotoPx < UNSMOOTHED_FROM;
  context.imageSmoothingQuality = 'low';
  context.drawImage(
    bitmap,
    at.x * cssPxPerPhotoPx + viewport.offsetX,
    at.y * cssPxPerPhotoPx + viewport.offsetY,
    at.width * cssPxPerPhotoPx,
    at.height * cssPxPerPhotoPx,
  );
}
