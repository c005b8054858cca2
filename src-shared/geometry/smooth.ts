import { polygonArea, polygonRings, validPolygonArea } from './polygon';
import { ringPerimeter, signedRingArea } from './ring';
import { simplifyRing } from './simplify';
import { snapPolygon } from './snap';
import type { Point, Polygon, Ring } from './types';
import { polygonProblem } from './validity';

/** What a simplified outline may change: in px, and as a share of the area. */
export type SimplifyLimits = { readonly tolerancePx: number; readonly mostAreaShare: number };

/** The tolerance is halved this often before the outline stays as it is. */
const HALVINGS = 5;
/** Chaikin quadruples the vertices in two rounds; this takes back those that make no difference to see, in px. */
const AFTER_SMOOTHING_PX = 0.1;

/**
 * The polygon with fewer vertices, none of the left-out ones farther than the tolerance from the result. Less is left
 * out where the result would be invalid, lose a hole or change the area by more than the share; null when nothing
 * can be left out.
 */
export function simplifyPolygon(polygon: Polygon, { tolerancePx, mostAreaShare }: SimplifyLimits): Polygon | null {
  const area = polygonArea(polygon);
  for (let tolerance = tolerancePx, i = 0; i <= HALVINGS; tolerance /= 2, i++) {
    const simpler = mapRings(polygon, (ring) => simplifyRing(ring, tolerance));
    if (vertexCount(simpler) >= vertexCount(polygon)) return null;
    if (polygonProblem(simpler) !== null) continue;
    if (Math.abs(validPolygonArea(simpler) - area) <= mostAreaShare * area) return simpler;
  }
  return null;
}

/**
 * The polygon with its corners cut (Chaikin), so many rounds, and then moved out evenly until each ring has the area
 * that it had. Null when the result would not be valid.
 */
export function smoothPolygon(polygon: Polygon, rounds: number): Polygon | null {
  const cut = mapRings(polygon, (ring) => smoothRing(ring, rounds));
  const smooth = snapPolygon(mapRings(cut, (ring, index) => withArea(ring, signedArea(polygon, index))));
  return polygonProblem(smooth) === null ? smooth : null;
}

export const vertexCount = (polygon: Polygon): number =>
  polygonRings(polygon).reduce((count, { length }) => count + length, 0);

/** One round puts two vertices on every edge, at a quarter and three quarters (Chaikin 1974). */
function smoothRing(ring: Ring, rounds: number): Ring {
  let smooth: Ring = ring;
  for (let round = 0; round < rounds; round++)
    smooth = smooth.flatMap((a, index) => {
      const b = smooth[(index + 1) % smooth.length] as Point;
      return [between(a, b, 0.25), between(a, b, 0.75)];
    });
  const fewer = simplifyRing(smooth, AFTER_SMOOTHING_PX);
  return fewer.length >= 3 ? fewer : smooth;
}

/** Every vertex moved along its normal by area difference over length, which converges in a few rounds. */
function withArea(ring: Ring, area: number): Ring {
  let moved = ring;
  for (let i = 0; i < 8; i++) {
    const missing = area - signedRingArea(moved);
    const length = ringPerimeter(moved);
    if (length === 0 || Math.abs(missing) < 1e-6 * Math.abs(area)) break;
    moved = alongNormals(moved, missing / length);
  }
  return moved;
}

/** Out of a positive ring for a distance above 0, in px. */
function alongNormals(ring: Ring, distance: number): Ring {
  return ring.map((vertex, index) => {
    const before = ring.at(index - 1) as Point;
    const after = ring[(index + 1) % ring.length] as Point;
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const length = Math.hypot(dx, dy) || 1;
    return { x: vertex.x + (distance * dy) / length, y: vertex.y - (distance * dx) / length };
  });
}

const signedArea = (polygon: Polygon, index: number): number => signedRingArea(polygonRings(polygon)[index] ?? []);

const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + share * (b.x - a.x),
  y: a.y + share * (b.y - a.y),
});

function mapRings(polygon: Polygon, change: (ring: Ring, index: number) => Ring): Polygon {
  return {
    exterior: change(polygon.exterior, 0),
    holes: polygon.holes.map((hole, index) => change(hole, index + 1)),
  };
}
