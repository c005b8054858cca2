import { traceMask } from '../../src-renderer/canvas/boundary/trace-mask.ts';
import { signedRingArea } from '../../src-shared/geometry/ring.ts';
import type { Point, Ring } from '../../src-shared/geometry/types.ts';

/** Samples per px. */
const FINE = 2;

/** A ring grown by a distance in px, or shrunk below 0, by the distance of samples to it; null when nothing is left. */
export function offsetRing(ring: Ring, distancePx: number): Ring | null {
  const left = Math.floor(Math.min(...ring.map(({ x }) => x)) - distancePx) - 2;
  const top = Math.floor(Math.min(...ring.map(({ y }) => y)) - distancePx) - 2;
  const width = FINE * (Math.ceil(Math.max(...ring.map(({ x }) => x)) + distancePx) + 2 - left);
  const height = FINE * (Math.ceil(Math.max(...ring.map(({ y }) => y)) + distancePx) + 2 - top);
  const bits = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = { x: left + (column + 0.5) / FINE, y: top + (row + 0.5) / FINE };
      if (outwardDistance(ring, at) <= distancePx) bits[row * width + column] = 1;
    }
  }
  const [largest] = traceMask({ bits, width, height }).sort((a, b) => signedRingArea(b) - signedRingArea(a));
  if (!largest || signedRingArea(largest) <= 0) return null;
  return largest.map(({ x, y }) => ({ x: left + x / FINE, y: top + y / FINE }));
}

/** Distance to the ring, below 0 inside. */
function outwardDistance(ring: Ring, { x, y }: Point): number {
  let nearest = Infinity;
  let isInside = false;
  ring.forEach((p, i) => {
    const q = ring[(i + 1) % ring.length]!;
    const lengthSquared = (q.x - p.x) ** 2 + (q.y - p.y) ** 2 || 1;
    const share = Math.min(1, Math.max(0, ((x - p.x) * (q.x - p.x) + (y - p.y) * (q.y - p.y)) / lengthSquared));
    nearest = Math.min(nearest, Math.hypot(x - p.x - share * (q.x - p.x), y - p.y - share * (q.y - p.y)));
    if (p.y > y !== q.y > y && x < p.x + ((y - p.y) / (q.y - p.y)) * (q.x - p.x)) isInside = !isInside;
  });
  return isInside ? -nearest : nearest;
}
