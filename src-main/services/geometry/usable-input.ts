import { MaculeError } from '#shared/domain/error';
import { polygonRings } from '#shared/geometry/polygon';
import type { Polygon } from '#shared/geometry/types';

/** The engine's integers and our exact signs hold far beyond this; no frame comes near. */
const LARGEST_COORDINATE_PX = 1_000_000;
const MOST_VERTICES = 500_000;

/** @throws MaculeError invalid_input for numbers and amounts that the engine cannot hold. */
export function assertUsable(polygons: readonly Polygon[]): void {
  let vertices = 0;
  for (const ring of polygons.flatMap(polygonRings)) {
    vertices += ring.length;
    const bad = ring.find(({ x, y }) => !(Math.max(Math.abs(x), Math.abs(y)) <= LARGEST_COORDINATE_PX));
    if (bad)
      throw new MaculeError(
        'invalid_input',
        `An outline has the vertex ${bad.x}, ${bad.y}: only numbers up to ${LARGEST_COORDINATE_PX} px from the frame's corner can be used.`,
      );
  }
  if (vertices > MOST_VERTICES)
    throw new MaculeError(
      'invalid_input',
      `The outlines have ${vertices} vertices; at most ${MOST_VERTICES} can be used at once.`,
    );
}
