import type { DrawnShape } from '#shared/domain/event';
import type { Finding } from '#shared/domain/finding';
import type { ShapeId } from '#shared/domain/ids';
import type { Frame } from '#shared/domain/view';
import { polygonBounds } from '#shared/geometry/bounds';
import { coordinatesToPolygon, polygonToCoordinates } from '#shared/geometry/coordinates';
import { snapPolygon } from '#shared/geometry/snap';
import type { Coordinates, Polygon } from '#shared/geometry/types';
import { polygonProblem } from '#shared/geometry/validity';
import { refusal } from './refusal';

/** Largest distance from the frame's origin that the 1/1024 px grid of the store can hold, in px. */
const MAX_COORDINATE_PX = 1_000_000;

/**
 * Reads an outline as a caller gave it, puts it on the 1/1024 px grid and checks it.
 * @throws MaculeError decision_refused (geometry_invalid) for fewer than 3 points, zero area, crossing rings.
 */
export function readOutline(coordinates: Coordinates): Polygon {
  const parsed = coordinatesToPolygon(coordinates);
  if (!parsed.ok)
    throw refusal('geometry_invalid', `The outline cannot be read: ${parsed.problem} (at ${parsed.path}).`);
  const polygon = snapPolygon(parsed.polygon);
  const problem = polygonProblem(polygon);
  if (problem) {
    const place = problem.at ? ` near x ${problem.at.x}, y ${problem.at.y}` : '';
    throw refusal(
      'geometry_invalid',
      `The outline is not a simple polygon${place}: ${problem.message}. Draw it again without crossings.`,
      {
        problem: problem.code,
      },
    );
  }
  const { minX, minY, maxX, maxY } = polygonBounds(polygon);
  if (Math.min(minX, minY) < -MAX_COORDINATE_PX || Math.max(maxX, maxY) > MAX_COORDINATE_PX)
    throw refusal('geometry_invalid', `The outline lies more than ${MAX_COORDINATE_PX} px from the frame.`);
  return polygon;
}

export const drawnShape = (polygon: Polygon, id: ShapeId): DrawnShape => ({
  id,
  coordinates: polygonToCoordinates(polygon),
});

/** A warning when an outline reaches over the frame: it was applied as drawn. */
export function outsideFrameFinding(polygon: Polygon, frame: Frame | null, place: string): Finding[] {
  if (!frame) return [];
  const { minX, minY, maxX, maxY } = polygonBounds(polygon);
  if (minX >= 0 && minY >= 0 && maxX <= frame.width && maxY <= frame.height) return [];
  const message = `The outline reaches outside the frame (0 0 ${frame.width} ${frame.height}); it was kept as drawn.`;
  return [{ severity: 'warning', code: 'outside_frame', file: '', place, message }];
}
