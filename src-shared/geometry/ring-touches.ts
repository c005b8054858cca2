import type { Edge } from './edge-pairs';
import { orientation } from './orientation';
import type { RingFault } from './polygon-problem';
import { isSamePoint } from './ring';
import type { Point, Ring } from './types';

/** One point shared by edges of two rings; the ring of `first` has the lower number. */
export type Touch = { readonly first: Edge; readonly second: Edge; readonly at: Point };

/**
 * What is wrong about rings that meet in single points: passing through each other there, or cutting the interior
 * apart. No edge may cross or run along another, and no ring may touch itself.
 */
export function findTouchFault(rings: readonly Ring[], touches: readonly Touch[]): RingFault | null {
  const crossing = touches.find((touch) => isPassingThrough(rings, touch));
  if (!crossing) return findCut(touches);
  const { first, second, at } = crossing;
  return first.ring === 0
    ? { code: 'hole_outside', ring: second.ring, at, verb: 'crosses the exterior' }
    : { code: 'holes_overlap', ring: second.ring, at, verb: `crosses hole ${first.ring}` };
}

/** A vertex of the ring that is not on the other ring; they touch at most once. */
export function freeVertex(ring: Ring, number: number, other: number, touches: readonly Touch[]): Point | undefined {
  const shared = touches.find(
    ({ first, second }) =>
      (first.ring === number && second.ring === other) || (first.ring === other && second.ring === number),
  );
  return ring.find((vertex) => !shared || !isSamePoint(vertex, shared.at));
}

/** Whether the second ring's two arms at the point lie on different sides of the first ring. */
function isPassingThrough(rings: readonly Ring[], { first, second, at }: Touch): boolean {
  const [from, to] = armsAt(rings, first, at);
  const [before, after] = armsAt(rings, second, at);
  return isInSector(at, from, to, before) !== isInSector(at, from, to, after);
}

function armsAt(rings: readonly Ring[], { ring, index, a, b }: Edge, at: Point): readonly [Point, Point] {
  const vertices = rings[ring] ?? [];
  if (isSamePoint(a, at)) return [vertices.at(index - 1) ?? a, b];
  if (isSamePoint(b, at)) return [a, vertices[(index + 2) % vertices.length] ?? b];
  return [a, b];
}

/** Whether a direction lies in the sector that turns clockwise on screen from one arm to the other; none are equal. */
function isInSector(at: Point, from: Point, to: Point, direction: Point): boolean {
  const isAfterFrom = orientation(at, from, direction) > 0;
  const isBeforeTo = orientation(at, direction, to) > 0;
  if (orientation(at, from, to) > 0) return isAfterFrom && isBeforeTo;
  return !(orientation(at, to, direction) > 0 && orientation(at, direction, from) > 0);
}

/**
 * Rings joined in a closed chain of touching points part the interior (JTS, IsValidOp). Rings and points are the
 * nodes of a graph; it must be a forest.
 */
function findCut(touches: readonly Touch[]): RingFault | null {
  const parents = new Map<string, string>();
  const seen = new Set<string>();
  const rootOf = (node: string): string => {
    let root = node;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    return root;
  };
  for (const { first, second, at } of touches) {
    const point = `${at.x + 0},${at.y + 0}`;
    for (const { ring } of [first, second]) {
      const join = `${ring}:${point}`;
      if (seen.has(join)) continue;
      seen.add(join);
      const [ringRoot, pointRoot] = [rootOf(String(ring)), rootOf(point)];
      if (ringRoot === pointRoot) {
        return { code: 'self_touching', ring: second.ring, at, verb: 'cuts the interior in two by touching' };
      }
      parents.set(ringRoot, pointRoot);
    }
  }
  return null;
}
