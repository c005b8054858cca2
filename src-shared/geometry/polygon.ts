import { evenOddArea } from './even-odd-area';
import { pointInPolygon } from './hit-test';
import { orientRing, ringCentroid, signedRingArea } from './ring';
import type { Point, Polygon, Ring } from './types';
import { polygonProblem } from './validity';

export { coordinatesToPolygon, polygonToCoordinates, type CoordinatesResult } from './coordinates';

/** All rings, the exterior first: the numbering of `VertexRef` and `EdgeRef`. */
export function polygonRings(polygon: Polygon): readonly Ring[] {
  return [polygon.exterior, ...polygon.holes];
}

/** Area in px² of the even-odd region; exactly the shoelace value for a valid polygon. */
export function polygonArea(polygon: Polygon): number {
  return polygonProblem(polygon) ? evenOddArea(polygonRings(polygon)) : validPolygonArea(polygon);
}

/** Area in px² by the shoelace formula, of a polygon without a `polygonProblem`. */
export function validPolygonArea(polygon: Polygon): number {
  return polygon.holes.reduce(
    (area, hole) => area - Math.abs(signedRingArea(hole)),
    Math.abs(signedRingArea(polygon.exterior)),
  );
}

/** The polygon with the exterior positive and the holes negative (sign of `signedRingArea`); first vertices stay. */
export function orientPolygon(polygon: Polygon): Polygon {
  return {
    exterior: orientRing(polygon.exterior, 'positive'),
    holes: polygon.holes.map((hole) => orientRing(hole, 'negative')),
  };
}

/** Centroid of the exterior's area less the holes'; it may lie outside. For a point inside use `interiorPoint`. */
export function polygonCentroid(polygon: Polygon): Point {
  const exterior = ringCentroid(polygon.exterior);
  const exteriorArea = Math.abs(signedRingArea(polygon.exterior));
  let area = exteriorArea;
  let momentX = 0;
  let momentY = 0;
  for (const hole of polygon.holes) {
    const holeArea = Math.abs(signedRingArea(hole));
    if (holeArea === 0) continue;
    const centroid = ringCentroid(hole);
    area -= holeArea;
    momentX -= holeArea * (centroid.x - exterior.x);
    momentY -= holeArea * (centroid.y - exterior.y);
  }
  if (area <= 0) return exterior;
  return { x: exterior.x + momentX / area, y: exterior.y + momentY / area };
}

/** A point surely inside the even-odd region, for labels and seeds; null when no row between vertices holds one. */
export function interiorPoint(polygon: Polygon): Point | null {
  const rings = polygonRings(polygon);
  const rowEnds = [...new Set(rings.flat().map((point) => point.y))].sort((a, b) => a - b);
  const first = rowEnds[0];
  const last = rowEnds.at(-1);
  if (first === undefined || last === undefined) return null;
  const middle = (first + last) / 2;
  const rows: number[] = [];
  for (let i = 1; i < rowEnds.length; i++) rows.push(((rowEnds[i - 1] ?? 0) + (rowEnds[i] ?? 0)) / 2);
  // The row nearest to the middle nearly always answers; the others serve regions that are empty there.
  rows.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  for (const y of rows) {
    const point = widestSpanMiddle(rings, y);
    if (point && pointInPolygon(polygon, point)) return point;
  }
  return null;
}

function widestSpanMiddle(rings: readonly Ring[], y: number): Point | null {
  const crossings: number[] = [];
  for (const ring of rings) {
    let a = ring.at(-1);
    for (const b of ring) {
      if (a && a.y > y !== b.y > y) crossings.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
      a = b;
    }
  }
  crossings.sort((a, b) => a - b);
  let widest = 0;
  let x: number | null = null;
  for (let i = 1; i < crossings.length; i += 2) {
    const left = crossings[i - 1] ?? 0;
    const right = crossings[i] ?? 0;
    if (right - left <= widest) continue;
    widest = right - left;
    x = (left + right) / 2;
  }
  return x === null ? null : { x, y };
}
