import sharp from 'sharp';
import type { Rgb } from './corner-photo';

/** Side of the photo, and radius of the disc in its middle, in photo px; a frame of the scheme has 2416 px. */
const SIDE = 800;
const RADIUS = 30;
const DARK: Rgb = [110, 70, 55];
const FRAME_PX_PER_PHOTO_PX = 2416 / SIDE;

/** Where the disc lies, in frame px. */
export const DISC = {
  middle: { x: (SIDE / 2) * FRAME_PX_PER_PHOTO_PX, y: (SIDE / 2) * FRAME_PX_PER_PHOTO_PX },
  radius: RADIUS * FRAME_PX_PER_PHOTO_PX,
} as const;

/** A dark disc on skin, as a PNG; its edge fades over `fadePx` photo px, half of them on either side. */
export function discPhoto({ skin, fadePx }: { readonly skin: Rgb; readonly fadePx: number }): Promise<Buffer> {
  const pixels = Buffer.alloc(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const far = Math.hypot((i % SIDE) + 0.5 - SIDE / 2, Math.floor(i / SIDE) + 0.5 - SIDE / 2) - RADIUS;
    const share = fadePx === 0 ? Number(far >= 0) : Math.min(1, Math.max(0, far / fadePx + 0.5));
    pixels.set(
      DARK.map((dark, channel) => Math.round(dark + share * (skin[channel]! - dark))),
      3 * i,
    );
  }
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } }).png().toBuffer(); // prettier-ignore
}
