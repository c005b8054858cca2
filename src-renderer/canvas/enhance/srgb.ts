/** sRGB's transfer function (IEC 61966-2-1): an encoded value of 0 to 1 as linear light of 0 to 1. */
export function linearOfEncoded(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

/** Its inverse: linear light of 0 to 1 as an encoded value of 0 to 1; light outside is clamped. */
export function encodedOfLinear(linear: number): number {
  const light = Math.min(1, Math.max(0, linear));
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}

/** Linear light by encoded byte. */
export const LINEAR_OF_BYTE = Float64Array.from({ length: 256 }, (_, byte) => linearOfEncoded(byte / 255));

/** Steps of linear light in `ENCODED`: fine enough that the darkest bytes differ. */
export const ENCODE_STEPS = 16_384;
/** The encoded byte by step of linear light. */
export const ENCODED = Uint8ClampedArray.from(
  { length: ENCODE_STEPS + 1 },
  (_, step) => encodedOfLinear(step / ENCODE_STEPS) * 255,
);
