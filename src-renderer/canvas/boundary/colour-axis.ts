import type { Point } from '#shared/geometry/types';
import { valueAt, type LabPlanes } from './lab-planes';
import { fitSkin, OUTLIER, skinAt, type Skin } from './skin-plane';

/** Noise below this is not believed, in squares of L*a*b* units: a view of one channel has none in the others. */
const LEAST_VARIANCE = 0.5;

/**
 * How much each pixel looks like the inside of a lesion: 1 at the mean colour of the inside samples, 0 at the skin. The
 * skin is a plane through the outside samples, for faces are shaded; the axis is Fisher's discriminant, which parts both
 * best against their own spread. Null when both are the same colour.
 */
export function lesionLikeness(
  image: LabPlanes,
  inside: readonly Point[],
  outside: readonly Point[],
): Float32Array | null {
  if (inside.length < 4 || outside.length < 8) return null;
  const { width, height } = image;
  const skin = image.planes.map((plane) => fitSkin(plane, image, outside));
  const residual = (point: Point): number[] =>
    image.planes.map((plane, k) => valueAt(plane, image, point.x, point.y) - skinAt(skin[k] as Skin, point.x, point.y));
  const within = statistics(inside.map(residual));
  const isUsual = (values: readonly number[]): boolean =>
    values.every((value, k) => Math.abs(value) <= OUTLIER * (skin[k] as Skin).deviation + 1e-6);
  const usual = outside.map(residual).filter(isUsual);
  if (usual.length < 4) return null;
  const beyond = statistics(usual);
  const difference = within.mean.map((value, k) => value - (beyond.mean[k] as number));
  const spread = within.covariance.map((row, i) =>
    row.map((value, j) => (value + (beyond.covariance[i]?.[j] as number)) / 2 + (i === j ? LEAST_VARIANCE : 0)),
  );
  const axis = solve(spread, difference);
  const length = axis.reduce((sum, value, k) => sum + value * (difference[k] as number), 0);
  if (!(length > 1e-9)) return null;
  const likeness = new Float32Array(width * height);
  image.planes.forEach((plane, k) => {
    const weight = (axis[k] as number) / length;
    const { level, slopeX, slopeY } = skin[k] as Skin;
    const offset = level + (beyond.mean[k] as number);
    for (let y = 0, i = 0; y < height; y++) {
      const row = offset + slopeY * (y + 0.5);
      for (let x = 0; x < width; x++, i++) likeness[i]! += weight * ((plane[i] as number) - row - slopeX * (x + 0.5));
    }
  });
  return likeness;
}

function statistics(colours: readonly (readonly number[])[]): { mean: number[]; covariance: number[][] } {
  const channels = (colours[0] as readonly number[]).map((_, k) => k);
  const mean = channels.map((k) => colours.reduce((sum, colour) => sum + (colour[k] as number), 0) / colours.length);
  const covariance = channels.map((i) =>
    channels.map((j) => {
      let sum = 0;
      for (const colour of colours) {
        sum += ((colour[i] as number) - (mean[i] as number)) * ((colour[j] as number) - (mean[j] as number));
      }
      return sum / colours.length;
    }),
  );
  return { mean, covariance };
}

/** Solves a symmetric positive definite system by elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  for (let k = 0; k < size; k++) {
    const pivot = rows[k] as number[];
    for (let i = k + 1; i < size; i++) {
      const row = rows[i] as number[];
      const factor = (row[k] as number) / (pivot[k] as number);
      for (let j = k; j <= size; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const x = Array<number>(size).fill(0);
  for (let k = size - 1; k >= 0; k--) {
    const row = rows[k] as number[];
    let sum = row[size] as number;
    for (let j = k + 1; j < size; j++) sum -= (row[j] as number) * (x[j] as number);
    x[k] = sum / (row[k] as number);
  }
  return x;
}
