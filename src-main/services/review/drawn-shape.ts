import type { DrawnShape } from '#shared/domain/event';
import type { Finding } from '#shared/domain/finding';
import type { ShapeId } from '#shared/domain/ids';
import type { Frame } from '#shared/domain/view';
import { polygonBounds } from '#shared/geometry/bounds';
import { coordinatesToPolygon, polygonToCoordinates, type CoordinatesProblem } from '#shared/geometry/coordinates';
import { orientPolygon } from '#shared/geometry/polygon';
import { snapPolygon } from '#shared/geometry/snap';
import type { Coordinates, Polygon } from '#shared/geometry/types';
import type { PolygonProblemCode } from '#shared/geometry/polygon-problem';
import { polygonProblem } from '#shared/geometry/validity';
import { markProven } from '#main/repositories/proven-outlines';
import { refusal } from './refusal';

const UNREADABLE: Readonly<Record<CoordinatesProblem, string>> = {
  not_an_array: 'a list was expected',
  no_rings: 'it has no ring',
  position_too_short: 'a position needs x and y',
  not_a_number: 'a coordinate is no number',
  not_finite: 'a coordinate is not finite',
  out_of_range: 'a coordinate is too large',
};
const AGAIN = 'Draw it again without crossings.';
const ADVICE: Readonly<Record<PolygonProblemCode, string>> = {
  too_few_points: 'A ring needs at least 3 different points.',
  zero_area: 'It must enclose an area.',
  not_finite: 'Every coordinate must be a finite number.',
  self_crossing: AGAIN,
  self_touching: 'A ring may not touch itself: move one of the vertices apart.',
  hole_outside: 'A hole must lie inside the exterior.',
  holes_overlap: 'Holes may not overlap: make one of them.',
};
/** Largest distance from the frame's origin that the 1/1024 px grid of the store can hold, in px. */
const MAX_COORDINATE_PX = 1_000_000;

/** Outlines that `readOutline` found to be simple polygons. */
const checked = new WeakSet<Polygon>();

/**
 * Reads an outline as a caller gave it, puts it on the 1/1024 px grid and checks it.
 * @throws MaculeError decision_refused (geometry_invalid) for fewer than 3 points, zero area, crossing rings.
 */
export function readOutline(coordinates: Coordinates): Polygon {
  const parsed = coordinatesToPolygon(coordinates);
  if (!parsed.ok) {
    const place = parsed.path === '' ? '' : ` at ${parsed.path}`;
    throw refusal(
      'geometry_invalid',
      `The outline cannot be read${place}: ${UNREADABLE[parsed.problem]}. Give GeoJSON Polygon coordinates, [[[x, y], ...], ...].`,
      { problem: parsed.problem },
    );
  }
  const polygon = snapPolygon(parsed.polygon);
  const problem = polygonProblem(polygon);
  if (problem) {
    const message = `The outline is not a simple polygon. ${problem.message} ${ADVICE[problem.code]}`;
    throw refusal('geometry_invalid', message, { problem: problem.code });
  }
  const { minX, minY, maxX, maxY } = polygonBounds(polygon);
  if (Math.min(minX, minY) < -MAX_COORDINATE_PX || Math.max(maxX, maxY) > MAX_COORDINATE_PX)
    throw refusal('geometry_invalid', `The outline lies more than ${MAX_COORDINATE_PX} px from the frame.`);
  checked.add(polygon);
  return polygon;
}

export function drawnShape(polygon: Polygon, id: ShapeId): DrawnShape {
  const oriented = orientPolygon(polygon);
  const coordinates = polygonToCoordinates(oriented);
  return { id, coordinates: checked.has(polygon) ? markProven(coordinates, oriented) : coordinates };
}

/** A warning when an outline reaches over the frame: it was applied as drawn. */
export function outsideFrameFinding(polygon: Polygon, frame: Frame | null, place: string): Finding[] {
  if (!frame) return [];
  const { minX, minY, maxX, maxY } = polygonBounds(polygon);
  if (minX >= 0 && minY >= 0 && maxX <= frame.width && maxY <= frame.height) return [];
  const message = `The outline reaches outside the frame (0 0 ${frame.width} ${frame.height}); it was kept as drawn.`;
  return [{ severity: 'warning', code: 'outside_frame', file: '', place, message }];
}
