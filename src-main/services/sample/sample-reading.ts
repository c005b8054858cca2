import type { FramePoint } from './spots/spot';

/** One mask as the sample's tests read it. */
export interface Mask {
  side: string;
  viewBox: string;
  width: number;
  height: number;
  rings: FramePoint[][];
}

interface WrittenResult {
  result: { masks_restored: WrittenMask[] };
}

interface WrittenMask {
  side: string;
  view_box: string;
  features: { geometry: { coordinates: [number, number][][][] } }[];
}

/** Masks of a result file, whether it holds one object or an array of one. */
export function readMasks(content: unknown): Mask[] {
  const [first] = (Array.isArray(content) ? content : [content]) as WrittenResult[];
  return (first?.result.masks_restored ?? []).map((mask) => {
    const [, , width = 0, height = 0] = mask.view_box.split(' ').map(Number);
    const rings = mask.features.flatMap(({ geometry }) =>
      geometry.coordinates.map(([exterior]) => (exterior ?? []).map(([x, y]) => ({ x, y }))),
    );
    return { side: mask.side, viewBox: mask.view_box, width, height, rings };
  });
}

/** CIE L*, a*, b* (D65) of an 8 bit sRGB colour. */
export function labOf(red: number, green: number, blue: number): [number, number, number] {
  const [r, g, b] = [linearOf(red), linearOf(green), linearOf(blue)];
  const x = cubeRoot((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = cubeRoot(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = cubeRoot((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function linearOf(byte: number): number {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function cubeRoot(t: number): number {
  return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
}

/** True if no two edges of the open ring cross or touch but at shared ends. */
export function isSimpleRing(ring: readonly FramePoint[]): boolean {
  const edges = ring.map((a, i) => [a, ring[(i + 1) % ring.length] ?? a] as const);
  return edges.every((one, i) =>
    edges.every((other, j) => j <= i + 1 || (i === 0 && j === edges.length - 1) || !doMeet(one, other)),
  );
}

type Edge = readonly [FramePoint, FramePoint];

function doMeet([a, b]: Edge, [c, d]: Edge): boolean {
  if (Math.max(a.x, b.x) < Math.min(c.x, d.x) || Math.max(c.x, d.x) < Math.min(a.x, b.x)) return false;
  if (Math.max(a.y, b.y) < Math.min(c.y, d.y) || Math.max(c.y, d.y) < Math.min(a.y, b.y)) return false;
  return turnOf(a, b, c) * turnOf(a, b, d) <= 0 && turnOf(c, d, a) * turnOf(c, d, b) <= 0;
}

function turnOf(a: FramePoint, b: FramePoint, p: FramePoint): number {
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}
