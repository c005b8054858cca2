import type { Point, Ring } from './types';

/** A place on a ring: on edge `edge`, at `at`. */
export type RingPlace = { readonly edge: number; readonly at: Point };
/** A ring with one of its two stretches between two places replaced; `replaced` is what went, its ends included. */
export type PatchedRing = { readonly ring: Ring; readonly replaced: readonly Point[] };

/**
 * The ring with a new path from one of its places to another, in place of the shorter stretch between them, or of the
 * longer one. The path is without its ends. The result may cross itself: check it.
 */
export function patchRing(
  ring: Ring,
  { from, to, path }: { readonly from: RingPlace; readonly to: RingPlace; readonly path: readonly Point[] },
  side: 'shorter' | 'longer',
): PatchedRing {
  const there = stretch(ring, from, to);
  const back = stretch(ring, to, from);
  const isThereReplaced = lengthOf(there) <= lengthOf(back) === (side === 'shorter');
  // Whichever stretch stays is walked in the ring's own direction, so the ring keeps it.
  return isThereReplaced
    ? { ring: [...back, ...path], replaced: there }
    : { ring: [...there, ...path.toReversed()], replaced: back };
}

/** From one place on along the ring to another, both included. */
function stretch(ring: Ring, from: RingPlace, to: RingPlace): Point[] {
  const start = ring[from.edge] as Point;
  const isAhead = from.edge === to.edge && along(start, to.at) >= along(start, from.at);
  const count = isAhead ? 0 : ((to.edge - from.edge + ring.length - 1) % ring.length) + 1;
  const between = Array.from({ length: count }, (_, i) => ring[(from.edge + 1 + i) % ring.length] as Point);
  return [from.at, ...between, to.at];
}

const along = (start: Point, { x, y }: Point): number => Math.hypot(x - start.x, y - start.y);

const lengthOf = (points: readonly Point[]): number =>
  points.slice(1).reduce((sum, { x, y }, i) => sum + along(points[i] as Point, { x, y }), 0);
