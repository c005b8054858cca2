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
  const along = centreShare(from.scale, to.scale, scale, eased);
  return centreOn({ x: start.x + (end.x - start.x) * along, y: start.y + (end.y - start.y) * along }, scale, screen);
}

/** Share of the way of the centre; linear in 1 / scale, which keeps its speed on screen even. */
function centreShare(fromScale: number, toScale: number, scale: number, eased: number): number {
  if (Math.abs(toScale / fromScale - 1) < 1e-6) return eased;
  return (1 / fromScale - 1 / scale) / (1 / fromScale - 1 / toScale);
}

function easeOut(share: number): number {
  return 1 - (1 - share) ** 3;
}
