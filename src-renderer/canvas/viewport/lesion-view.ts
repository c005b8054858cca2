import type { Bounds } from '#shared/geometry/types';
import { centreOn, fitScale, type Size, type Viewport } from './viewport';

/** Share of the canvas width that a lesion takes when the camera goes to it: large enough to judge, with skin around. */
const LESION_SHARE = 0.17;
/** A tall lesion may take this share of the canvas height instead. */
const LESION_HEIGHT_SHARE = 0.45;
/** Nearer than this a photo shows squares and no skin around them, however small the lesion. */
const MAX_LESION_SCALE = 5;

/** The lesion in the middle of the screen at 15–20 % of its width, a very small one at 500 %; bounds in frame px. Never wider out than fit. */
export function lesionViewport(bounds: Bounds, frame: Size, screen: Size): Viewport {
  const width = Math.max(1, bounds.maxX - bounds.minX);
  const height = Math.max(1, bounds.maxY - bounds.minY);
  const wanted = Math.min((screen.width * LESION_SHARE) / width, (screen.height * LESION_HEIGHT_SHARE) / height);
  const whole = fitScale(frame, screen);
  const scale = Math.max(whole, Math.min(wanted, Math.max(MAX_LESION_SCALE, whole)));
  return centreOn({ x: (bounds.minX + bounds.maxX) / 2, y: (bounds.minY + bounds.maxY) / 2 }, scale, screen);
}
