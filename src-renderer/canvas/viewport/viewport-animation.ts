import { centreOf, centreOn, type Size, type Viewport } from './viewport';

/** Length of a camera movement in ms. */
export const ANIMATION_MS = 160;

export type ViewportAnimation = { readonly from: Viewport; readonly to: Viewport; readonly startMs: number };

/** Where the camera is at a time: the centre moves in step with the scale, so the target does not swing by. */
export function viewportAt(animation: ViewportAnimation, nowMs: number, screen: Size): Viewport {
  const { from, to, startMs } = animation;
  const share = (nowMs - startMs) / ANIMATION_MS;
  if (share >= 1) return to;
  const eased = easeOut(Math.max(0, share));
  const scale = from.scale * (to.scale / from.scale) ** eased;
  const start = centreOf(from, screen);
  const end = centreOf(to, screen);
  // Linear in 1 / scale: the speed on screen is then even.
  const along = isSameScale(from.scale, to.scale)
    ? eased
    : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
  return centreOn({ x: start.x + (end.x - start.x) * along, y: start.y + (end.y - start.y) * along }, scale, screen);
}

function isSameScale(a: number, b: number): boolean {
  return Math.abs(b / a - 1) < 1e-6;
}

function easeOut(share: number): number {
  return 1 - (1 - share) ** 3;
}
