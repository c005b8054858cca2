import { orientPolygon } from '#shared/geometry/polygon';
import { snapPolygon } from '#shared/geometry/snap';
import type { Polygon } from '#shared/geometry/types';
import { polygonProblem } from '#shared/geometry/validity';

export type Finished =
  { readonly ok: true; readonly polygons: Polygon[] } | { readonly ok: false; readonly message: string };

/** Makes drawn polygons fit to be stored: on the grid, exterior clockwise on screen, valid; or says what is wrong. */
export function finishPolygons(drawn: readonly Polygon[]): Finished {
  const polygons = drawn.map((polygon) => orientPolygon(snapPolygon(polygon)));
  for (const polygon of polygons) {
    const problem = polygonProblem(polygon);
    if (problem) return { ok: false, message: `${problem.message} Nothing was changed.` };
  }
  return { ok: true, polygons };
}
