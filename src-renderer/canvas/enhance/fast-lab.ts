// Tables for pictures of millions of pixels; what is told in numbers uses lab.ts itself.
import { labF, WHITE, XYZ_OF_RGB } from './lab';
import { LINEAR_OF_BYTE } from './srgb';

const F_STEPS = 16_384;
/** f of 0 to 1.25 by table: the nearest step is within 0.03 of L*. */
export const F_TABLE = Float32Array.from({ length: Math.round(F_STEPS * 1.25) + 1 }, (_, step) => labF(step / F_STEPS));

/** Steps are added up as whole numbers with this many bits behind the point: quicker than as floats. */
export const STEP_BITS = 10;

/** What each byte of a channel adds to the step; half a step in one of them rounds the sum. */
export type ByteSteps = { readonly r: Int32Array; readonly g: Int32Array; readonly b: Int32Array };

/** What each byte adds as whole numbers with `STEP_BITS` behind the point, so that the sum over the channels is rounded. */
export function byteSteps(add: Record<'r' | 'g' | 'b', (byte: number) => number>): ByteSteps {
  const tableOf = (of: (byte: number) => number, half: number): Int32Array =>
    Int32Array.from({ length: 256 }, (_, byte) => Math.round((of(byte) + half) * 2 ** STEP_BITS));
  return { r: tableOf(add.r, 0.5), g: tableOf(add.g, 0), b: tableOf(add.b, 0) };
}

const stepsOf = ([ofR, ofG, ofB]: readonly [number, number, number], white: number): ByteSteps => {
  const of = (part: number) => (byte: number) => ((LINEAR_OF_BYTE[byte] as number) * part * F_STEPS) / white;
  return byteSteps({ r: of(ofR), g: of(ofG), b: of(ofB) });
};
/** Sums of these are steps of `F_TABLE`: X, Y and Z over the white's. */
export const X_STEPS = stepsOf(XYZ_OF_RGB[0], WHITE.x);
export const Y_STEPS = stepsOf(XYZ_OF_RGB[1], WHITE.y);
export const Z_STEPS = stepsOf(XYZ_OF_RGB[2], WHITE.z);

const read = ({ r, g, b }: ByteSteps, red: number, green: number, blue: number): number =>
  F_TABLE[((r[red] as number) + (g[green] as number) + (b[blue] as number)) >> STEP_BITS] as number;

/** f of X, Y and Z over the white's, from sRGB bytes. */
export const fastFx = (r: number, g: number, b: number): number => read(X_STEPS, r, g, b);
export const fastFy = (r: number, g: number, b: number): number => read(Y_STEPS, r, g, b);
export const fastFz = (r: number, g: number, b: number): number => read(Z_STEPS, r, g, b);

/** L* of sRGB bytes. */
export const fastLightness = (r: number, g: number, b: number): number => 116 * fastFy(r, g, b) - 16;
