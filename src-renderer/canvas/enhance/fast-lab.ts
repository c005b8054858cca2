// Tables for pictures of millions of pixels; what is told in numbers uses lab.ts itself.
import { labF, labFInverse, RGB_OF_XYZ, WHITE, XYZ_OF_RGB } from './lab';
import { byteOfLinear, LINEAR_OF_BYTE } from './srgb';

const F_STEPS = 16_384;
/** f of 0 to 1.25 by table: the nearest step is within 0.03 of L*. */
const F_TABLE = Float32Array.from({ length: Math.round(F_STEPS * 1.25) + 1 }, (_, step) => labF(step / F_STEPS));

const perByte = (factor: number): Float32Array =>
  Float32Array.from(LINEAR_OF_BYTE, (light) => light * factor * F_STEPS);
const [X, Y, Z] = XYZ_OF_RGB;
const tablesOf = (row: readonly number[], white: number): Float32Array[] => row.map((part) => perByte(part / white));
const [XR, XG, XB] = tablesOf(X, WHITE.x) as [Float32Array, Float32Array, Float32Array];
const [YR, YG, YB] = tablesOf(Y, WHITE.y) as [Float32Array, Float32Array, Float32Array];
const [ZR, ZG, ZB] = tablesOf(Z, WHITE.z) as [Float32Array, Float32Array, Float32Array];

const sum = (r: Float32Array, g: Float32Array, b: Float32Array, red: number, green: number, blue: number): number =>
  F_TABLE[((r[red] as number) + (g[green] as number) + (b[blue] as number) + 0.5) | 0] as number;

/** f of X, Y and Z over the white's, from sRGB bytes. */
export const fastFx = (r: number, g: number, b: number): number => sum(XR, XG, XB, r, g, b);
export const fastFy = (r: number, g: number, b: number): number => sum(YR, YG, YB, r, g, b);
export const fastFz = (r: number, g: number, b: number): number => sum(ZR, ZG, ZB, r, g, b);

/** L* of sRGB bytes. */
export const fastLightness = (r: number, g: number, b: number): number => 116 * fastFy(r, g, b) - 16;

/** Writes the sRGB bytes of three f values into `rgba` at an index. */
export function writeFromF(rgba: Uint8ClampedArray, at: number, fx: number, fy: number, fz: number): void {
  const x = WHITE.x * labFInverse(fx);
  const y = WHITE.y * labFInverse(fy);
  const z = WHITE.z * labFInverse(fz);
  const [ofR, ofG, ofB] = RGB_OF_XYZ;
  rgba[at] = byteOfLinear(ofR[0] * x + ofR[1] * y + ofR[2] * z);
  rgba[at + 1] = byteOfLinear(ofG[0] * x + ofG[1] * y + ofG[2] * z);
  rgba[at + 2] = byteOfLinear(ofB[0] * x + ofB[1] * y + ofB[2] * z);
}
