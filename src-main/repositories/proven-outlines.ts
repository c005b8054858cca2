import type { Coordinates, Polygon } from '#shared/geometry/types';

const proven = new WeakMap<Coordinates, Polygon>();

/**
 * Says that an outline was found to be a simple polygon, and which one its coordinates are: nobody needs to read them, or
 * look, again before it is projected.
 */
export function markProven(coordinates: Coordinates, polygon: Polygon): Coordinates {
  proven.set(coordinates, polygon);
  return coordinates;
}

/** Of these very coordinates in this process; those of a journal that is read are nobody's word. */
export const provenPolygon = (coordinates: Coordinates): Polygon | undefined => proven.get(coordinates);
