import type { Point, Polygon, Ring } from '#shared/geometry/types';
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
  // Where edges cross the middles of rows, row by row: every edge is looked at once, however many rows there are.
  const crossings: number[][] = Array.from({ length: height }, () => []);
  for (const ring of rings) {
    let a = ring.at(-1);
    for (const b of ring) {
      if (a) addCrossings(crossings, a, b);
      a = b;
    }
  }
  function addCrossings(found: number[][], a: Point, b: Point): void {
    const rowOf = (y: number): number => (y - originY) / stepY - 0.5;
    const first = Math.max(0, Math.floor(rowOf(Math.min(a.y, b.y))));
    const last = Math.min(height - 1, Math.ceil(rowOf(Math.max(a.y, b.y))));
    for (let row = first; row <= last; row++) {
      const y = originY + (row + 0.5) * stepY;
      if (a.y > y !== b.y > y) found[row]?.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
    }
  }
  for (const [row, xs] of crossings.entries()) {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const from = Math.max(0, Math.ceil(((xs[i] as number) - originX) / stepX - 0.5));
      const to = Math.min(width, Math.ceil(((xs[i + 1] as number) - originX) / stepX - 0.5));
      if (to > from) mask.fill(1, row * width + from, row * width + to);
    }
  }
}
