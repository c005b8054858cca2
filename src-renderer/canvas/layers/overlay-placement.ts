import { boundsIntersect } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import { isSameRaster, reachPx, type RasterLook } from './overlay-look';
import type { Size, Viewport } from '../viewport/viewport';

/** Where an overlay bitmap lies, and how it looks: its rectangle in device px relative to the canvas, as seen in `viewport`. */
export type OverlayPlacement = {
  readonly viewport: Viewport;
  /** Device px per CSS px. */
  readonly pixelRatio: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly look: RasterLook;
};

export type OverlaySight = {
  readonly viewport: Viewport;
  /** CSS px. */
  readonly screen: Size;
  readonly pixelRatio: number;
  /** Everything there is to draw, in frame px; null when there is nothing. */
  readonly content: Bounds | null;
  readonly look: RasterLook;
};

/** Drawn beyond the canvas on each side, as a share of its size, so that a pan has something to show. */
const MARGIN_SHARE = 0.25;
/** Above this many device px the margin shrinks: two bitmaps of 4 bytes per px are alive at once. */
const MAX_PIXELS = 16_000_000;
/** While gesturing, a bitmap is shown stretched by this much before another is asked for. */
const LOWEST_STRETCH = 0.7;
const HIGHEST_STRETCH = 1.45;

/** `screen`: what is on it and no more, which is there soonest. `margin`: with what a pan may bring. */
export type OverlayReach = 'screen' | 'margin';

/** The bitmap to ask for: what is on screen, no more than the content; null when nothing shows. */
export function placeOverlay(sight: OverlaySight, reach: OverlayReach): OverlayPlacement | null {
  const { viewport, screen, pixelRatio, look } = sight;
  const content = contentOnDevice(sight);
  if (!content) return null;
  const width = Math.ceil(screen.width * pixelRatio);
  const height = Math.ceil(screen.height * pixelRatio);
  const isHuge = width * height * (1 + 2 * MARGIN_SHARE) ** 2 > MAX_PIXELS;
  const share = reach === 'screen' || isHuge ? 0 : MARGIN_SHARE;
  const marginX = Math.ceil(width * share);
  const marginY = Math.ceil(height * share);
  const left = Math.max(0 - marginX, Math.floor(content.minX));
  const top = Math.max(0 - marginY, Math.floor(content.minY));
  const right = Math.min(width + marginX, Math.ceil(content.maxX));
  const bottom = Math.min(height + marginY, Math.ceil(content.maxY));
  if (right <= left || bottom <= top) return null;
  return { viewport, pixelRatio, left, top, width: right - left, height: bottom - top, look };
}

/** Whether a bitmap is pixel for pixel what a new one would be, as far as the canvas shows it. */
export function isExact(placement: OverlayPlacement, sight: OverlaySight): boolean {
  return isSamePlace(placement, sight) && isSameRaster(placement.look, sight.look) && isCovering(placement, sight);
}

/** Moved by whole device px a bitmap stays what it is. */
function isSamePlace({ viewport, pixelRatio }: OverlayPlacement, sight: OverlaySight): boolean {
  if (viewport.scale !== sight.viewport.scale || pixelRatio !== sight.pixelRatio) return false;
  const byX = (viewport.offsetX - sight.viewport.offsetX) * pixelRatio;
  const byY = (viewport.offsetY - sight.viewport.offsetY) * pixelRatio;
  return isWhole(byX) && isWhole(byY);
}

/** Sums of offsets are not quite whole. */
const isWhole = (devicePx: number): boolean => Math.abs(devicePx - Math.round(devicePx)) < 1e-4;

/** Whether a bitmap that is exact holds enough beyond the screen for a pan to begin with. */
export function hasMargin(placement: OverlayPlacement, sight: OverlaySight): boolean {
  const wanted = placeOverlay(sight, 'margin');
  if (!wanted) return true;
  const { width, height } = sight.screen;
  const [byX, byY] = [(MARGIN_SHARE / 2) * width, (MARGIN_SHARE / 2) * height];
  const found = placedRect(placement, sight.viewport);
  const ideal = placedRect(wanted, sight.viewport);
  return (
    found.minX <= ideal.minX + byX &&
    found.minY <= ideal.minY + byY &&
    found.maxX >= ideal.maxX - byX &&
    found.maxY >= ideal.maxY - byY
  );
}

/** Whether a bitmap serves during a gesture: not stretched too far, and nothing missing at the sides. */
export function isServing(placement: OverlayPlacement, sight: OverlaySight): boolean {
  const stretch = sight.viewport.scale / placement.viewport.scale;
  const isStretchedLittle = stretch >= LOWEST_STRETCH && stretch <= HIGHEST_STRETCH;
  return isStretchedLittle && isSameRaster(placement.look, sight.look) && isCovering(placement, sight);
}

/** The rectangle of a bitmap in CSS px, as seen in another viewport. */
export function placedRect(placement: OverlayPlacement, viewport: Viewport): Bounds {
  const stretch = viewport.scale / placement.viewport.scale;
  const toX = (device: number): number =>
    (device / placement.pixelRatio - placement.viewport.offsetX) * stretch + viewport.offsetX;
  const toY = (device: number): number =>
    (device / placement.pixelRatio - placement.viewport.offsetY) * stretch + viewport.offsetY;
  return {
    minX: toX(placement.left),
    minY: toY(placement.top),
    maxX: toX(placement.left + placement.width),
    maxY: toY(placement.top + placement.height),
  };
}

function isCovering(placement: OverlayPlacement, sight: OverlaySight): boolean {
  const content = contentOnDevice(sight);
  const { pixelRatio, screen } = sight;
  if (!content) return true;
  const rect = placedRect(placement, sight.viewport);
  // What is needed, in CSS px: the part of the content that the canvas shows; a device px of slack for rounding.
  const needed = {
    minX: Math.max(0, content.minX / pixelRatio),
    minY: Math.max(0, content.minY / pixelRatio),
    maxX: Math.min(screen.width, content.maxX / pixelRatio),
    maxY: Math.min(screen.height, content.maxY / pixelRatio),
  };
  if (needed.maxX <= needed.minX || needed.maxY <= needed.minY) return true;
  const slack = 1 / pixelRatio;
  return (
    rect.minX <= needed.minX + slack &&
    rect.minY <= needed.minY + slack &&
    rect.maxX >= needed.maxX - slack &&
    rect.maxY >= needed.maxY - slack
  );
}

/** The content with its lines, in device px; null when none of it is near the canvas. */
function contentOnDevice({ viewport, screen, pixelRatio, content, look }: OverlaySight): Bounds | null {
  if (!content) return null;
  const reach = reachPx(look);
  const { scale, offsetX, offsetY } = viewport;
  const onScreen = {
    minX: content.minX * scale + offsetX - reach,
    minY: content.minY * scale + offsetY - reach,
    maxX: content.maxX * scale + offsetX + reach,
    maxY: content.maxY * scale + offsetY + reach,
  };
  if (!boundsIntersect(onScreen, { minX: 0, minY: 0, maxX: screen.width, maxY: screen.height })) return null;
  return {
    minX: onScreen.minX * pixelRatio,
    minY: onScreen.minY * pixelRatio,
    maxX: onScreen.maxX * pixelRatio,
    maxY: onScreen.maxY * pixelRatio,
  };
}
