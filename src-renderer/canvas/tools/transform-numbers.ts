import { compose, movePoint, rotation, scaling, translation, type Affine } from '#shared/geometry/affine';
import type { Bounds, Point } from '#shared/geometry/types';
import type { TransformNumbers } from './tool';

/** Nothing is typed smaller than this. */
export const LEAST_SCALE_PERCENT = 1;
/** Factors and degrees that differ by less are the same. */
const SAME = 1e-6;

export const centreOf = ({ minX, minY, maxX, maxY }: Bounds): Point => ({ x: (minX + maxX) / 2, y: (minY + maxY) / 2 });

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Scaled and turned about the middle of the bounds, then moved. */
export function fromNumbers({ dx, dy, angleDeg, scalePercent }: TransformNumbers, now: Affine, bounds: Bounds): Affine {
  const centre = centreOf(bounds);
  if (scalePercent === null) {
    const before = numbersOf(now, bounds);
    const turned = compose(rotation(radians(angleDeg - before.angleDeg), movePoint(now, centre)), now);
    return compose(translation(dx - before.dx, dy - before.dy), turned);
  }
  const factor = Math.max(LEAST_SCALE_PERCENT, scalePercent) / 100;
  const turned = compose(rotation(radians(angleDeg), centre), scaling(factor, factor, centre));
  return compose(translation(dx, dy), turned);
}

/** What a reviewer would type for it. */
export function numbersOf(affine: Affine, bounds: Bounds): TransformNumbers {
  const [centre, moved] = [centreOf(bounds), movePoint(affine, centreOf(bounds))];
  const { wide, high } = sizeOf(affine);
  return {
    dx: moved.x - centre.x,
    dy: moved.y - centre.y,
    angleDeg: (Math.atan2(affine.b, affine.a) * 180) / Math.PI,
    scalePercent: Math.abs(wide - high) > SAME ? null : 100 * wide,
  };
}

const sizeOf = ({ a, b, c, d }: Affine) => ({ wide: Math.hypot(a, b), high: Math.hypot(c, d) });

/** In words, for the label on the canvas. */
export function changeWords({ dx, dy, angleDeg }: TransformNumbers, affine: Affine, count: number): string {
  const parts = [`x ${signed(dx)}, y ${signed(dy)} px`];
  const { wide, high } = sizeOf(affine);
  if (Math.abs(wide - 1) > SAME || Math.abs(high - 1) > SAME)
    parts.push(`${(100 * wide).toFixed(1)} × ${(100 * high).toFixed(1)} %`);
  if (Math.abs(angleDeg) > SAME) parts.push(`${angleDeg.toFixed(1)}°`);
  if (count > 1) parts.push(`${count} lesions`);
  return parts.join(' · ');
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
