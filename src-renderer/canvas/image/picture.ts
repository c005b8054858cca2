import type { Bounds } from '#shared/geometry/types';
import type { Size } from '../viewport/viewport';

/** One size of a photo. `source` is what the canvas draws; width and height are its own pixels. */
export type PictureLevel = { readonly source: CanvasImageSource; readonly width: number; readonly height: number };

/** A decoded photo: its levels from the largest to the smallest, each half of the one before. */
export type Picture = { readonly levels: readonly PictureLevel[]; close(): void };

/** From this many CSS px per photo px on, each photo px shows as the square it is. */
export const UNSMOOTHED_FROM = 3;

/** No level is made below this longest side, in px. */
const SMALLEST_LEVEL_PX = 256;

/** The sizes of the levels below the full one, each half of the one before, rounded up. */
export function mipSizes(full: Size): Size[] {
  const sizes: Size[] = [];
  let { width, height } = full;
  while (Math.max(width, height) / 2 >= SMALLEST_LEVEL_PX) {
    width = Math.ceil(width / 2);
    height = Math.ceil(height / 2);
    sizes.push({ width, height });
  }
  return sizes;
}

/**
 * The smallest level that still has a pixel for every device px, else the largest: level floor(-log2 scale) of a
 * halving row. `devicePxPerPhotoPx` is the scale on screen, `photo` the full upright size in px.
 */
export function levelFor(picture: Picture, photo: Size, devicePxPerPhotoPx: number): PictureLevel | null {
  const wanted = photo.width * Math.min(1, devicePxPerPhotoPx);
  const serving = picture.levels.filter((level) => level.width >= wanted - 0.5);
  return serving.at(-1) ?? picture.levels[0] ?? null;
}

export type Crop = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * The part of a level to draw, in whole px of the level, and where it goes, in photo px. `visible` is what the canvas
 * shows, in photo px. Null when the photo is off screen.
 */
export function cropLevel(level: Size, photo: Size, visible: Bounds): { from: Crop; to: Crop } | null {
  const perX = level.width / photo.width;
  const perY = level.height / photo.height;
  // One px more on each side: smoothing reads the neighbour.
  const left = Math.max(0, Math.floor(visible.minX * perX) - 1);
  const top = Math.max(0, Math.floor(visible.minY * perY) - 1);
  const right = Math.min(level.width, Math.ceil(visible.maxX * perX) + 1);
  const bottom = Math.min(level.height, Math.ceil(visible.maxY * perY) + 1);
  if (right <= left || bottom <= top) return null;
  return {
    from: { x: left, y: top, width: right - left, height: bottom - top },
    to: { x: left / perX, y: top / perY, width: (right - left) / perX, height: (bottom - top) / perY },
  };
}
