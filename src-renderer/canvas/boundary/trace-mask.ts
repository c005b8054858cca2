import type { Point, Ring } from '#shared/geometry/types';

type Mask = { readonly bits: Uint8Array; readonly width: number; readonly height: number };

/**
 * The boundary rings of a mask along pixel edges, in px of the mask: exteriors run clockwise on screen, holes the other
 * way. Pixels that touch at a corner only are apart. Straight runs have no vertices within.
 */
export function traceMask({ bits, width, height }: Mask): Ring[] {
  const isSet = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && bits[y * width + x] === 1;
  // The upper edges of pixels under a free one: every ring has at least one of them, walked to the right.
  const isWalked = new Uint8Array(width * height);
  const rings: Ring[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isSet(x, y) || isSet(x, y - 1) || isWalked[y * width + x] === 1) continue;
      rings.push(walk({ x, y }, isSet, (edgeX, edgeY) => (isWalked[edgeY * width + edgeX] = 1)));
    }
  }
  return rings;
}

/** Right, down, left, up. */
const WAYS = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
] as const;

/** The pixel to the right of the way out of a corner, and the one to its left, relative to the corner. */
const RIGHT_OF = [
  { x: 0, y: 0 },
  { x: -1, y: 0 },
  { x: -1, y: -1 },
  { x: 0, y: -1 },
] as const;
const LEFT_OF = [
  { x: 0, y: -1 },
  { x: 0, y: 0 },
  { x: -1, y: 0 },
  { x: -1, y: -1 },
] as const;

/** Keeps the region on the right hand. At a corner where two pixels touch it turns right: they are apart. */
function walk(start: Point, isSet: (x: number, y: number) => boolean, onTop: (x: number, y: number) => void): Ring {
  const ring: Point[] = [];
  let { x, y } = start;
  let way = 0;
  do {
    const before = way;
    if (way === 0) onTop(x, y);
    x += WAYS[way]!.x;
    y += WAYS[way]!.y;
    for (const turn of [1, 0, 3]) {
      const next = (way + turn) % 4;
      const right = RIGHT_OF[next]!;
      const left = LEFT_OF[next]!;
      if (isSet(x + right.x, y + right.y) && !isSet(x + left.x, y + left.y)) {
        way = next;
        break;
      }
    }
    if (way !== before) ring.push({ x, y });
  } while (x !== start.x || y !== start.y || way !== 0);
  return ring;
}
