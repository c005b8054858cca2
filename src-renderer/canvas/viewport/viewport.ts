import type { Bounds, Point } from '#shared/geometry/types';

/** Where the frame lies on screen: screen = frame × scale + offset, in CSS px relative to the canvas element. */
export type Viewport = { readonly scale: number; readonly offsetX: number; readonly offsetY: number };

/** Width and height in CSS px (the canvas) or in frame px (the frame). */
export type Size = { readonly width: number; readonly height: number };

export const MIN_SCALE = 0.02;
export const MAX_SCALE = 64;
/** Ground left free around the frame at fit, in CSS px. */
export const FIT_MARGIN_PX = 16;
/** Of the frame, at least this much stays on screen, in CSS px. */
const KEPT_ON_SCREEN_PX = 48;

/** The scale within 2 % to 6400 %; a number that is none becomes 1. */
export function clampScale(scale: number): number {
  if (Number.isNaN(scale)) return 1;
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}

/** The scale at which the whole frame is on screen, with a margin. */
export function fitScale(frame: Size, screen: Size): number {
  const width = Math.max(1, screen.width - 2 * FIT_MARGIN_PX);
  const height = Math.max(1, screen.height - 2 * FIT_MARGIN_PX);
  return clampScale(Math.min(width / frame.width, height / frame.height));
}

/** The whole frame, centred. */
export function fitViewport(frame: Size, screen: Size): Viewport {
  return centreOn({ x: frame.width / 2, y: frame.height / 2 }, fitScale(frame, screen), screen);
}

/** The frame point in the middle of the screen, at a scale. */
export function centreOn(framePoint: Point, scale: number, screen: Size): Viewport {
  const clamped = clampScale(scale);
  return {
    scale: clamped,
    offsetX: screen.width / 2 - framePoint.x * clamped,
    offsetY: screen.height / 2 - framePoint.y * clamped,
  };
}

export function screenToFrame(viewport: Viewport, screenPoint: Point): Point {
  return {
    x: (screenPoint.x - viewport.offsetX) / viewport.scale,
    y: (screenPoint.y - viewport.offsetY) / viewport.scale,
  };
}

export function frameToScreen(viewport: Viewport, framePoint: Point): Point {
  return {
    x: framePoint.x * viewport.scale + viewport.offsetX,
    y: framePoint.y * viewport.scale + viewport.offsetY,
  };
}

/** The frame point in the middle of the screen. */
export function centreOf(viewport: Viewport, screen: Size): Point {
  return screenToFrame(viewport, { x: screen.width / 2, y: screen.height / 2 });
}

/** Another scale; the frame point under the screen point stays there. */
export function scaleAt(viewport: Viewport, screenPoint: Point, scale: number): Viewport {
  const fixed = screenToFrame(viewport, screenPoint);
  const clamped = clampScale(scale);
  return {
    scale: clamped,
    offsetX: screenPoint.x - fixed.x * clamped,
    offsetY: screenPoint.y - fixed.y * clamped,
  };
}

/** Zoom by a factor; the frame point under the screen point stays there. */
export function zoomAt(viewport: Viewport, screenPoint: Point, factor: number): Viewport {
  return scaleAt(viewport, screenPoint, viewport.scale * factor);
}

/** The picture moved by CSS px. */
export function panBy(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, offsetX: viewport.offsetX + dx, offsetY: viewport.offsetY + dy };
}

/** The viewport, moved so that a strip of the frame stays on screen: the reviewer cannot lose the picture. */
export function keepOnScreen(viewport: Viewport, frame: Size, screen: Size): Viewport {
  const offsetX = clampOffset(viewport.offsetX, frame.width * viewport.scale, screen.width);
  const offsetY = clampOffset(viewport.offsetY, frame.height * viewport.scale, screen.height);
  return offsetX === viewport.offsetX && offsetY === viewport.offsetY ? viewport : { ...viewport, offsetX, offsetY };
}

/** What is on screen, in frame px. */
export function visibleBounds(viewport: Viewport, screen: Size): Bounds {
  const topLeft = screenToFrame(viewport, { x: 0, y: 0 });
  const bottomRight = screenToFrame(viewport, { x: screen.width, y: screen.height });
  return { minX: topLeft.x, minY: topLeft.y, maxX: bottomRight.x, maxY: bottomRight.y };
}

export function isSameViewport(a: Viewport, b: Viewport): boolean {
  return a.scale === b.scale && a.offsetX === b.offsetX && a.offsetY === b.offsetY;
}

function clampOffset(offset: number, frameLength: number, screenLength: number): number {
  const kept = Math.min(KEPT_ON_SCREEN_PX, frameLength);
  return Math.min(screenLength - kept, Math.max(kept - frameLength, offset));
}
