import type { Coordinates } from '#shared/geometry/types';

const proven = new WeakSet<Coordinates>();

/** Says that an outline was found to be a simple polygon: nobody needs to look again before it is projected. */
export function markProven(coordinates: Coordinates): Coordinates {
  proven.add(coordinates);
  return coordinates;
}

/** Of these very coordinates in this process; those of a journal that is read are nobody's word. */
export const isProven = (coordinates: Coordinates): boolean => proven.has(coordinates);
