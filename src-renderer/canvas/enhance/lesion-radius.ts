import type { Lesion } from '#shared/contract/review';
import { median } from './median';

/**
 * Median radius of a view's model lesions as circles of their areas, in photo px; 0 without any. Drawn lesions do not
 * count: a picture must not change with a decision.
 */
export function medianLesionRadiusPx(lesions: readonly Lesion[], framePxPerPhotoPx: number): number {
  const radii = lesions
    .filter(({ origin, degenerate }) => origin === 'model' && !degenerate)
    .map(({ areaPx2 }) => Math.sqrt(areaPx2 / Math.PI) / framePxPerPhotoPx);
  return radii.length > 0 ? median(radii) : 0;
}
