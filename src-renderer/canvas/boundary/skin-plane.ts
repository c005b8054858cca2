import type { Point } from '#shared/geometry/types';
import { valueAt, type LabPlanes } from './lab-planes';

/** Samples this many times the usual distance from the plane through the others are hair, shine or another spot. */
export const OUTLIER = 3;

/** level + slopeX x + slopeY y, and the usual distance of a sample from it. */
export type Skin = {
  readonly level: number;
  readonly slopeX: number;
  readonly slopeY: number;
  readonly deviation: number;
};
export const skinAt = ({ level, slopeX, slopeY }: Skin, x: number, y: number): number =>
  level + slopeX * x + slopeY * y;

/** Skin about a spot as a plane, for faces are shaded. Least squares, twice: the second time without what is far off. */
export function fitSkin(plane: Float32Array, image: LabPlanes, points: readonly Point[]): Skin {
  const samples = points.map(({ x, y }) => ({ x, y, value: valueAt(plane, image, x, y) }));
  let kept = samples;
  let skin = fitPlane(kept);
  for (let round = 0; round < 2; round++) {
    const distances = Float64Array.from(kept, ({ x, y, value }) => Math.abs(value - skinAt(skin, x, y))).sort();
    const deviation = 1.4826 * (distances[distances.length >> 1] as number);
    skin = { ...skin, deviation };
    const near = kept.filter(({ x, y, value }) => Math.abs(value - skinAt(skin, x, y)) <= OUTLIER * deviation);
    if (near.length < 8) return skin;
    kept = near;
    skin = { ...fitPlane(kept), deviation };
  }
  return skin;
}

function fitPlane(samples: readonly { x: number; y: number; value: number }[]): Skin {
  const count = samples.length;
  let [x, y, value] = [0, 0, 0];
  for (const one of samples) {
    x += one.x;
    y += one.y;
    value += one.value;
  }
  x /= count;
  y /= count;
  value /= count;
  let [xx, yy, xy, xv, yv] = [0, 0, 0, 0, 0];
  for (const one of samples) {
    const fromX = one.x - x;
    const fromY = one.y - y;
    xx += fromX ** 2;
    yy += fromY ** 2;
    xy += fromX * fromY;
    xv += fromX * (one.value - value);
    yv += fromY * (one.value - value);
  }
  xx /= count;
  yy /= count;
  xy /= count;
  xv /= count;
  yv /= count;
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-6)) return { level: value, slopeX: 0, slopeY: 0, deviation: 0 };
  const slopeX = (xv * yy - yv * xy) / determinant;
  const slopeY = (yv * xx - xv * xy) / determinant;
  return { level: value - slopeX * x - slopeY * y, slopeX, slopeY, deviation: 0 };
}
