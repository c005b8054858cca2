import type { Lesion } from '#shared/contract/review';
import { median } from './median';
import type { BasisOf } from './view-basis';

export const NO_LESIONS: BasisOf = { medianLesionRadiusPx: 0, skinRings: [] };

/**
 * Places and median radius of a view's model lesions, each as the circle of its area, in photo px; radius 0 without any.
 * Drawn lesions do not count: a picture must not change with a decision.
 */
export function lesionCircles(lesions: readonly Lesion[], framePxPerPhotoPx: number): BasisOf {
  const skinRings = lesions
    .filter(({ origin, degenerate }) => origin === 'model' && !degenerate)
    .map(({ areaPx2, bounds: { minX, minY, maxX, maxY } }) => ({
      x: (minX + maxX) / 2 / framePxPerPhotoPx,
      y: (minY + maxY) / 2 / framePxPerPhotoPx,
      radiusPx: Math.sqrt(areaPx2 / Math.PI) / framePxPerPhotoPx,
    }));
  if (skinRings.length === 0) return NO_LESIONS;
  return { medianLesionRadiusPx: median(skinRings.map(({ radiusPx }) => radiusPx)), skinRings };
}
