import { dropRepeatedPoints } from './ring';
import type { Point, Polygon, Ring } from './types';

/** Drawn vertices lie on this grid: then doubles hold them, and their cross products, exactly. */
export const GRID_PER_PX = 1024;

/** The nearest grid point; a coordinate half-way between two goes to the larger one (right, down). */
export function snapPoint(point: Point): Point {
  const x = snapCoordinate(point.x);
  const y = snapCoordinate(point.y);
  return Object.is(x, point.x) && Object.is(y, point.y) ? point : { x, y };
}

/** The ring on the grid, without the consecutive duplicates that snapping makes. */
export function snapRing(ring: Ring): Ring {
  return dropRepeatedPoints(ring.map(snapPoint));
}

/** The polygon on the grid. It may become invalid where features are finer than the grid: check it again. */
export function snapPolygon(polygon: Polygon): Polygon {
  return { exterior: snapRing(polygon.exterior), holes: polygon.holes.map(snapRing) };
}

function snapCoordinate(value: number): number {
  return Math.round(value * GRID_PER_PX) / GRID_PER_PX + 0; // + 0 turns -0 into 0
}
