import { MaculeError } from '#shared/domain/error';
import { regionArea, type Region } from '#shared/geometry/assembly/assemble-region';
import { PointSet } from '#shared/geometry/point-set';
import { polygonRings } from '#shared/geometry/polygon';
import { ringPerimeter } from '#shared/geometry/ring';
import { GRID_PER_PX } from '#shared/geometry/snap';
import type { Point, Ring } from '#shared/geometry/types';

/** Dropped loops and sums of rounding, in px². */
const BASE_TOLERANCE_PX2 = 0.02;

/**
 * The edges that an operation was given, each by the sum of its ends. Two edges that cross in their middles have one sum;
 * that can only make a check stricter.
 */
export const edgesOf = (rings: readonly Ring[]): PointSet =>
  new PointSet(rings.map((ring) => ring.map((vertex, index) => endsOf(vertex, ring.at(index - 1)))));

const endsOf = (a: Point, b: Point = a): Point => ({ x: a.x + b.x, y: a.y + b.y });

/**
 * By how much rounding may have changed the area inside the rings, in px²: an edge that was not given ends in a crossing
 * that was rounded to the grid, or was bent to a vertex beside it, by less than a grid step. Far tighter than a share of
 * the area, which among thousands of lesions would hide a lost one.
 */
export function roundingAllowance(rings: readonly Ring[], given: PointSet): number {
  let length = 0;
  for (const ring of rings)
    for (let index = 0; index < ring.length; index++) {
      const [vertex, before] = [ring[index] as Point, ring.at(index - 1) as Point];
      if (!given.has(endsOf(vertex, before))) length += Math.hypot(vertex.x - before.x, vertex.y - before.y);
    }
  return length / GRID_PER_PX;
}

/** No part that is meant is so small, in px². */
const MOST_ALONG_PX2 = 0.25;

/** Where two sides run along each other within a grid step the engine takes either edge for both: what that may amount to, in px². */
export const alongAllowance = (one: readonly Ring[], other: readonly Ring[]): number =>
  Math.min(MOST_ALONG_PX2, edgeAllowance(one), edgeAllowance(other));

/** @throws MaculeError geometry_failed when the area is not within the bounds. */
export function assertArea(
  area: number,
  { least, most, allowancePx2 }: { least: number; most: number; allowancePx2: number },
): void {
  const tolerance = BASE_TOLERANCE_PX2 + allowancePx2 + 1e-9 * Math.abs(most);
  if (area >= least - tolerance && area <= most + tolerance) return;
  throw failed(`the areas do not add up: ${area} px² instead of ${least === most ? least : `${least} to ${most}`} px²`);
}

/** Offsets move every edge, and round all of it: what one grid step along all rings amounts to, in px². */
export const edgeAllowance = (rings: readonly Ring[]): number =>
  rings.reduce((sum, ring) => sum + ringPerimeter(ring), 0) / GRID_PER_PX;

/** The area that a region of one side must have, with the checks of offsets: a band along every ring, a disc for its corners (Steiner). */
export function offsetBounds(
  subject: Region,
  distancePx: number,
): { least: number; most: number; allowancePx2: number } {
  const rings = subject.flatMap(polygonRings);
  const before = regionArea(subject);
  const distance = Math.abs(distancePx);
  const band = rings.reduce((sum, ring) => sum + distance * ringPerimeter(ring) + Math.PI * distance ** 2, 0);
  const allowancePx2 = edgeAllowance(rings);
  return distancePx > 0
    ? { least: before, most: before + band, allowancePx2 }
    : { least: before - band, most: before, allowancePx2 };
}

export const failed = (why: string): MaculeError =>
  new MaculeError(
    'geometry_failed',
    `The geometry engine gave no answer that can be trusted (${why}). Nothing was changed. Draw the outline instead.`,
  );
