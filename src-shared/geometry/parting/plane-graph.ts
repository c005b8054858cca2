import { DisjointSets } from '../disjoint-sets';
import { orientation } from '../orientation';
import type { Point } from '../types';

/** A way between two points of the graph. */
export type GraphEdge = {
  /** All of its vertices, both ends included. */
  readonly points: readonly Point[];
  /** Above 0: the polygon's inside lies on its left only (y up); below 0: on its right only; 0: the same on both sides. */
  readonly insideLeft: number;
  /** Which straight edge it is a piece of; null for a way of several. */
  readonly source: number | null;
};

/** Half-edge 2e runs along edge e, half-edge 2e + 1 back. */
type HalfEdge = number;
const twin = (half: HalfEdge): HalfEdge => half ^ 1;
const isBack = (half: HalfEdge): boolean => (half & 1) === 1;

/**
 * The rings around all faces inside the polygon, each with its face on the left (y up): outer ones positive, those around
 * what lies in a face negative (sign of `signedRingArea`). Given are edges that share end points only. What of them parts
 * no two faces inside is left out, and so is a point where an edge met only that. `holds` tells whether a place is inside.
 */
export function insideFaces(edges: readonly GraphEdge[], holds: (point: Point) => boolean): Point[][] {
  const all = walksOf(edges);
  const isInside = insideWalks(edges, all, holds);
  const parting = edges.filter((_, index) => {
    const [left, right] = [all.of[2 * index] as number, all.of[2 * index + 1] as number];
    return left !== right && (isInside[left] === true || isInside[right] === true);
  });
  const walks = walksOf(parting);
  const isFace = insideWalks(parting, walks, holds);
  return walks.halves.filter((_, walk) => isFace[walk]).map((along) => ringOf(parting, walks, along));
}

type Walks = {
  /** The walk of each half-edge. */
  readonly of: Int32Array;
  readonly halves: readonly (readonly HalfEdge[])[];
  readonly next: Int32Array;
};

function walksOf(edges: readonly GraphEdge[]): Walks {
  const next = nextHalves(edges);
  const of = new Int32Array(2 * edges.length).fill(-1);
  const halves: HalfEdge[][] = [];
  for (let start = 0; start < of.length; start++) {
    if (of[start] !== -1) continue;
    const walk: HalfEdge[] = [];
    for (let half = start; of[half] === -1; half = next[half] as number) {
      of[half] = halves.length;
      walk.push(half);
    }
    halves.push(walk);
  }
  return { of, halves, next };
}

/** The half-edge that goes on around the same face: at its end the first one clockwise (y up) from the way back. */
function nextHalves(edges: readonly GraphEdge[]): Int32Array {
  const leaving = new Map<string, HalfEdge[]>();
  for (let half = 0; half < 2 * edges.length; half++) {
    const { x, y } = pointOf(edges, half, 0);
    const key = `${x + 0} ${y + 0}`;
    const known = leaving.get(key);
    if (known) known.push(half);
    else leaving.set(key, [half]);
  }
  const next = new Int32Array(2 * edges.length);
  for (const around of leaving.values()) {
    const centre = pointOf(edges, around[0] as HalfEdge, 0);
    around.sort((one, other) => byAngle(centre, pointOf(edges, one, 1), pointOf(edges, other, 1)));
    for (const [index, half] of around.entries()) next[twin(half)] = around.at(index - 1) as HalfEdge;
  }
  return next;
}

/** The place of a half-edge's vertex, counted from its start. */
function pointOf(edges: readonly GraphEdge[], half: HalfEdge, index: number): Point {
  const { points } = edges[half >> 1] as GraphEdge;
  return points.at(isBack(half) ? -1 - index : index) as Point;
}

/** Counterclockwise (y up) from the direction of x; exact. */
function byAngle(centre: Point, one: Point, other: Point): number {
  const difference = halfPlane(centre, one) - halfPlane(centre, other);
  return difference !== 0 ? difference : -orientation(centre, one, other);
}

const halfPlane = (centre: Point, { x, y }: Point): number =>
  y > centre.y || (y === centre.y && x > centre.x) ? 0 : 1;

/** Which walks have the inside on their left. Where only the line runs, one place tells for all that lies beside it. */
function insideWalks(
  edges: readonly GraphEdge[],
  { of, halves }: Walks,
  holds: (point: Point) => boolean,
): readonly boolean[] {
  const sides = new DisjointSets(halves.length);
  for (const [index, { insideLeft }] of edges.entries())
    if (insideLeft === 0) sides.join(of[2 * index] as number, of[2 * index + 1] as number);
  const balance = new Float64Array(halves.length);
  for (const [index, { insideLeft, points }] of edges.entries()) {
    const weight = Math.sign(insideLeft) * points.length;
    const [left, right] = [sides.root(of[2 * index] as number), sides.root(of[2 * index + 1] as number)];
    balance[left] = (balance[left] as number) + weight;
    balance[right] = (balance[right] as number) - weight;
  }
  const known = new Map<number, boolean>();
  return halves.map((along, walk) => {
    const side = sides.root(walk);
    const answer = known.get(side) ?? (balance[side] === 0 ? holds(middleOf(edges, along)) : balance[side]! > 0);
    known.set(side, answer);
    return answer;
  });
}

function middleOf(edges: readonly GraphEdge[], [half = 0]: readonly HalfEdge[]): Point {
  const [a, b] = [pointOf(edges, half, 0), pointOf(edges, half, 1)];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function ringOf(edges: readonly GraphEdge[], { next }: Walks, along: readonly HalfEdge[]): Point[] {
  const sourceOf = (half: HalfEdge): number | null => (edges[half >> 1] as GraphEdge).source;
  /** Whether only the other piece of the same edge leaves where the half-edge starts. */
  const isPassed = (half: HalfEdge): boolean => {
    const other = next[twin(half)] as HalfEdge;
    return (
      next[twin(other)] === half && sourceOf(half) !== null && sourceOf(half) === sourceOf(other) && half !== other
    );
  };
  const ring: Point[] = [];
  for (const half of along) {
    const { points } = edges[half >> 1] as GraphEdge;
    for (let index = isPassed(half) ? 1 : 0; index + 1 < points.length; index++) ring.push(pointOf(edges, half, index));
  }
  return ring;
}
