/** Share of the samples that the few colours of a mask hold; the rest are the blended pixels of its edges. */
const FLAT_SHARE = 0.98;
const FLAT_COLOURS = 4;
/** Share that the ground of a mask holds at least. */
const GROUND_SHARE = 0.5;

/** Whether a file name says that the picture is a mask: `mask` or `masks` as a word of its own. */
export const isMaskName = (name: string): boolean => /(?<![a-z])masks?(?![a-z])/i.test(name);

/**
 * Whether a picture is a mask from a rasteriser: a few flat colours on a transparent, black or white ground. `rgba` are
 * samples of it, taken without blending. A photo, and a drawing on a ground of another colour, is none.
 */
export function isFlatMask(rgba: Uint8Array): boolean {
  const counts = new Map<number, number>();
  const samples = rgba.length / 4;
  for (let i = 0; i < rgba.length; i += 4) {
    const isClear = rgba[i + 3] === 0;
    const colour = isClear ? -1 : (rgba[i]! << 16) | (rgba[i + 1]! << 8) | rgba[i + 2]!;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
    if (counts.size > 4096) return false;
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  const [ground, groundCount] = byCount[0] ?? [0, 0];
  const isGround = (ground === -1 || ground === 0 || ground === 0xffffff) && groundCount >= GROUND_SHARE * samples;
  const flat = byCount.slice(0, FLAT_COLOURS).reduce((sum, [, count]) => sum + count, 0);
  return isGround && byCount.length > 1 && flat >= FLAT_SHARE * samples;
}
