/**
 * Pixels as one number each: red in the lowest byte, alpha in the highest. Every processor that the app runs on keeps
 * the lowest byte first, as canvas pixels are. Shares the bytes of `rgba`, which begin at a multiple of four.
 */
export function packedPixels({ buffer, byteOffset, length }: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length >> 2);
}

/** The alpha of a packed pixel. */
export const ALPHA = 0xff_00_00_00;

/** Three bytes as a packed pixel without alpha. */
export const packRgb = (r: number, g: number, b: number): number => r | (g << 8) | (b << 16);

/** Each entry of a map, three bytes, as a packed pixel without alpha. */
export function packMap(bytes: Uint8ClampedArray): Uint32Array {
  const byte = (at: number): number => bytes[at] as number;
  return Uint32Array.from({ length: bytes.length / 3 }, (_, i) =>
    packRgb(byte(3 * i), byte(3 * i + 1), byte(3 * i + 2)),
  );
}
