import type { Tone } from '#shared/domain/image-view';

/**
 * The byte that each byte becomes: contrast about the middle, then brightness, then gamma, on encoded values v of 0 to
 * 1: clamp((v - 0.5) contrast + 0.5 + brightness) ^ (1 / gamma).
 */
export function toneTable({ brightness, contrast, gammaPercent }: Tone): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 256 }, (_, byte) => {
    const value = (byte / 255 - 0.5) * (contrast / 100) + 0.5 + brightness / 100;
    return 255 * Math.min(1, Math.max(0, value)) ** (100 / gammaPercent);
  });
}
