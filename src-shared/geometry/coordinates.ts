import { isSamePoint, openRing, orientRing } from './ring';
import type { Coordinates, Point, Polygon, Ring } from './types';

export type CoordinatesProblem =
  'not_an_array' | 'no_rings' | 'position_too_short' | 'not_a_number' | 'not_finite' | 'out_of_range';

/** `path` names the bad element from the coordinates on, e.g. `[0][12][1]`; empty for the coordinates themselves. */
export type CoordinatesResult =
  | { readonly ok: true; readonly polygon: Polygon }
  | { readonly ok: false; readonly path: string; readonly problem: CoordinatesProblem };

/** Largest magnitude taken, in px: above it neighbouring doubles are more than one pixel apart. */
export const COORDINATE_LIMIT = 2 ** 53;

/** GeoJSON coordinates: closed rings, the exterior positive by the shoelace formula, holes negative. */
export function polygonToCoordinates(polygon: Polygon): Coordinates {
  return [
    closedPositions(orientRing(polygon.exterior, 'positive')),
    ...polygon.holes.map((hole) => closedPositions(orientRing(hole, 'negative'))),
  ];
}

/**
 * Reads GeoJSON Polygon coordinates, open or closed, in any direction, further numbers of a position ignored.
 * Vertices stay as delivered (order, direction, repeats); one closing vertex is dropped. Says nothing on validity.
 */
export function coordinatesToPolygon(coordinates: unknown): CoordinatesResult {
  if (!Array.isArray(coordinates)) return { ok: false, path: '', problem: 'not_an_array' };
  const rings: Ring[] = [];
  for (const [ringIndex, positions] of (coordinates as unknown[]).entries()) {
    if (!Array.isArray(positions)) return { ok: false, path: `[${ringIndex}]`, problem: 'not_an_array' };
    const points: Point[] = [];
    for (let index = 0; index < positions.length; index++) {
      const position: unknown = (positions as unknown[])[index];
      if (!isPosition(position)) {
        const { path, problem } = positionProblem(position);
        return { ok: false, path: `[${ringIndex}][${index}]${path}`, problem };
      }
      points.push({ x: position[0], y: position[1] });
    }
    rings.push(openRing(points));
  }
  const [exterior, ...holes] = rings;
  return exterior ? { ok: true, polygon: { exterior, holes } } : { ok: false, path: '', problem: 'no_rings' };
}

const isPosition = (position: unknown): position is [number, number] =>
  Array.isArray(position) && isInRange(position[0]) && isInRange(position[1]);
/** No number is not within any limit. */
const isInRange = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) <= COORDINATE_LIMIT;

/** What is wrong with what is no position. */
function positionProblem(position: unknown): { path: string; problem: CoordinatesProblem } {
  if (!Array.isArray(position)) return { path: '', problem: 'not_an_array' };
  if (position.length < 2) return { path: '', problem: 'position_too_short' };
  const x: unknown = position[0];
  const y: unknown = position[1];
  if (typeof x !== 'number') return { path: '[0]', problem: 'not_a_number' };
  if (typeof y !== 'number') return { path: '[1]', problem: 'not_a_number' };
  if (!Number.isFinite(x)) return { path: '[0]', problem: 'not_finite' };
  if (!Number.isFinite(y)) return { path: '[1]', problem: 'not_finite' };
  if (Math.abs(x) > COORDINATE_LIMIT) return { path: '[0]', problem: 'out_of_range' };
  return { path: '[1]', problem: 'out_of_range' };
}

function closedPositions(ring: Ring): number[][] {
  const positions = ring.map(({ x, y }) => [x, y]);
  const first = ring[0];
  const last = ring.at(-1);
  // A ring that still ends with its first vertex is closed already.
  if (first && last && (ring.length === 1 || !isSamePoint(first, last))) positions.push([first.x, first.y]);
  return positions;
}
