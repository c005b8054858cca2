import { smoothStep } from '../portrait/curve';
import { createFractal, type Noise } from '../portrait/noise';
import type { Portrait } from '../portrait/portrait';
import { surfaceRatio } from '../portrait/portrait';
import { boundsOf, insideDistance, middleOf, type FramePoint, type Spot } from './spot';

/** Darkens the picture under the spots: density adds up, as pigment does; marks end where the face ends. */
export function paintSpots(portrait: Portrait, spots: readonly Spot[], noise: Noise): void {
  const unevenness = createFractal(noise, 3);
  for (const spot of spots) paintSpot(portrait, spot, unevenness);
}

function paintSpot(portrait: Portrait, spot: Spot, unevenness: Noise): void {
  const { picture } = portrait;
  const bounds = boundsOf(spot.outline);
  const reach = spot.softness + 2;
  const core = Math.min(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) / 2;
  const middle = middleOf(spot.outline);
  const lastX = Math.min(picture.width - 1, Math.ceil(bounds.maxX + reach));
  const lastY = Math.min(picture.height - 1, Math.ceil(bounds.maxY + reach));
  for (let y = Math.max(0, Math.floor(bounds.minY - reach)); y <= lastY; y += 1) {
    for (let x = Math.max(0, Math.floor(bounds.minX - reach)); x <= lastX; x += 1) {
      if (!showsFace(portrait, x, y)) continue;
      const distance = insideDistance(spot.outline, x + 0.5, y + 0.5);
      const share = smoothStep(-spot.softness, spot.softness, distance);
      if (share <= 0) continue;
      const uneven = 1 + 0.22 * unevenness((x - middle.x) * 0.11 + middle.x, (y - middle.y) * 0.11 + middle.y);
      const strength = share * uneven * (0.82 + 0.22 * smoothStep(0, core, distance));
      darken(picture.linear, (y * picture.width + x) * 3, {
        spot,
        strength,
        raise: raiseOf(spot, middle, { x, y, core }),
      });
    }
  }
}

function showsFace({ visibility }: Portrait, x: number, y: number): boolean {
  const pixel = Math.floor((y + 0.5) * surfaceRatio) * visibility.width + Math.floor((x + 0.5) * surfaceRatio);
  return visibility.mesh[pixel] === 0;
}

/** Light factor of a raised mark: brighter towards the key light at the upper left. */
function raiseOf(spot: Spot, middle: FramePoint, place: { x: number; y: number; core: number }): number {
  if (spot.kind !== 'mole' && spot.kind !== 'papule') return 0;
  const slope = (-0.5 * (place.x - middle.x) - 0.85 * (place.y - middle.y)) / place.core;
  return (spot.kind === 'mole' ? 0.12 : 0.2) * Math.max(-1, Math.min(1, slope));
}

function darken(
  linear: Float32Array,
  at: number,
  { spot, strength, raise }: { spot: Spot; strength: number; raise: number },
): void {
  for (const channel of [0, 1, 2] as const) {
    linear[at + channel] =
      (linear[at + channel] ?? 0) * Math.exp(-spot.density[channel] * strength) * (1 + raise * Math.min(1, strength));
  }
}
