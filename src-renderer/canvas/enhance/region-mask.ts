import type { Polygon, Ring } from '#shared/geometry/types';
import type { BlockPlace } from './enhance-protocol';

/** 1 for each pixel of a block whose centre lies in one of the polygons (each even-odd over its rings); photo px. */
export function regionMask(polygons: readonly Polygon[], place: BlockPlace): Uint8Array {
  const mask = new Uint8Array(place.width * place.height);
  for (const { exterior, holes } of polygons) fill(mask, [exterior, ...holes], place);
  return mask;
}

function fill(
  mask: Uint8Array,
  rings: readonly Ring[],
  { width, height, originX, originY, stepX, stepY }: BlockPlace,
): void {
  const ys = rings.flatMap((ring) => ring.map(({ y }) => (y - originY) / stepY));
  const first = Math.max(0, Math.floor(Math.min(...ys)));
  const last = Math.min(height - 1, Math.ceil(Math.max(...ys)));
  for (let row = first; row <= last; row++) {
    const y = originY + (row + 0.5) * stepY;
    const crossings = rings.flatMap((ring) => crossingsOf(ring, y)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(((crossings[i] as number) - originX) / stepX - 0.5));
      const to = Math.min(width, Math.ceil(((crossings[i + 1] as number) - originX) / stepX - 0.5));
      if (to > from) mask.fill(1, row * width + from, row * width + to);
    }
  }
}

function crossingsOf(ring: Ring, y: number): number[] {
  const found: number[] = [];
  let a = ring.at(-1);
  for (const b of ring) {
    if (a && a.y > y !== b.y > y) found.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
    a = b;
  }
  return found;
}
