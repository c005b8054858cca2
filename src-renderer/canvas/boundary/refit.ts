import { orientRing, ringCentroid, signedRingArea } from '#shared/geometry/ring';
import { simplifyRing } from '#shared/geometry/simplify';
import type { Point, Ring } from '#shared/geometry/types';
import { cheapestClosedPath } from './closed-path';
import { lesionLikeness } from './colour-axis';
import { valueAt, type LabPlanes } from './lab-planes';
import { outwardNormals, perimeter, relaxRing, resampleRing } from './ring-path';

/** How far the boundary may move per round, in photo px: half the radius, within these. */
const BAND_PX = [5, 24] as const;
/** Of the band in each round: the first one finds, the others settle. */
const BAND_SHARES = [1, 0.7, 0.5] as const;
/** Steps across the band, in px. */
const STEP_PX = 0.5;
/** What it costs to go to the neighbouring step: a boundary has no teeth. */
const BEND = 0.35;
/** Where the colours of both sides are taken, in shares of the band. */
const INSIDE_SHARES = [1, 0.75, 0.5] as const;
const OUTSIDE_SHARES = [0.8, 1.1, 1.4, 1.8] as const;
/** No sample lies farther from the ring that a refit starts from, in px: all rounds' moves, and then the outermost colours. */
export const FARTHEST_PX =
  BAND_PX[1] * (BAND_SHARES.reduce((sum, share) => sum + share, 0) + Math.max(...OUTSIDE_SHARES));
const MOST_POINTS = 720;
const SIMPLIFY_PX = 0.25;

/**
 * Moves a ring to where the displayed picture changes from lesion to skin. In a band about the ring, every position on
 * each normal is charged for what lies on the wrong side of it (squares of the distance to the mean of its side, as in
 * Chan and Vese 2001), and the cheapest closed path over all normals is taken; the colours of both sides are then taken
 * anew, and again. Everything in px of the block. `isOther` tells where other lesions lie: they are no skin. Null when
 * inside and outside look alike or the ring is too small to tell.
 */
export function refitRing(image: LabPlanes, ring: Ring, isOther: (x: number, y: number) => boolean): Ring | null {
  let current: Ring = orientRing(ring, 'positive');
  for (const share of BAND_SHARES) {
    const next = refitOnce(image, current, { isOther, share });
    if (!next) return null;
    current = next;
  }
  return simplifyRing(current, SIMPLIFY_PX);
}

type Round = { readonly isOther: (x: number, y: number) => boolean; readonly share: number };

function refitOnce(image: LabPlanes, ring: Ring, { isOther, share }: Round): Ring | null {
  const radius = Math.sqrt(Math.abs(signedRingArea(ring)) / Math.PI);
  if (!(radius >= 1)) return null;
  const count = Math.min(MOST_POINTS, Math.max(24, Math.round(perimeter(ring))));
  const points = resampleRing(ring, count);
  const normals = outwardNormals(points, Math.max(1, Math.round(count / 24)));
  const centre = ringCentroid(ring);
  const bandPx = Math.min(BAND_PX[1], Math.max(BAND_PX[0], radius / 2));
  const rays = points.map((point, k) => {
    const toCentre = Math.hypot(point.x - centre.x, point.y - centre.y);
    return { point, normal: normals[k] as Point, inwardPx: Math.min(bandPx, 0.75 * toCentre) };
  });
  const along = ({ point, normal }: (typeof rays)[number], offset: number): Point => ({
    x: point.x + offset * normal.x,
    y: point.y + offset * normal.y,
  });
  const inside = rays.flatMap((ray) => INSIDE_SHARES.map((at) => along(ray, -at * ray.inwardPx)));
  const outside = rays
    .flatMap((ray) => OUTSIDE_SHARES.map((at) => along(ray, at * bandPx)))
    .filter(({ x, y }) => !isOther(x, y) && x > 0 && y > 0 && x < image.width && y < image.height);
  const likeness = lesionLikeness(image, inside, outside);
  if (!likeness) return null;
  const reach = Math.round((share * bandPx) / STEP_PX);
  const states = 2 * reach + 1;
  const costs = new Float64Array(count * states);
  const values = new Float64Array(states);
  rays.forEach(({ point, normal, inwardPx }, k) => {
    for (let state = 0; state < states; state++) {
      const offset = (state - reach) * STEP_PX;
      const x = point.x + offset * normal.x;
      const y = point.y + offset * normal.y;
      const isLesion = offset < -inwardPx;
      values[state] = believed(isLesion ? 1 : isOther(x, y) ? 0 : valueAt(likeness, image, x, y));
    }
    chargeRay(costs.subarray(k * states, (k + 1) * states), values);
  });
  const path = cheapestClosedPath(costs, count, states, BEND);
  const moved = rays.map((ray, k) => along(ray, ((path[k] as number) - reach) * STEP_PX));
  return relaxRing(moved);
}

/** What a boundary between two samples costs: all before it should be lesion (1), all after it skin (0). */
function chargeRay(costs: Float64Array, likeness: Float64Array): void {
  let skin = 0;
  let lesion = 0;
  for (const value of likeness) skin += value * value;
  for (let state = 0; state < costs.length; state++) {
    const value = likeness[state] as number;
    // The sample itself lies on the boundary: it counts half on either side.
    costs[state] = lesion + (value - 1) ** 2 / 2 + skin - (value * value) / 2;
    lesion += (value - 1) ** 2;
    skin -= value * value;
  }
}

/** Far beyond the lesion's own colour there is hair or a fold: it counts for neither side. */
function believed(likeness: number): number {
  if (likeness <= 1.5) return Math.max(-0.5, likeness);
  return Math.max(0.5, 3 - likeness);
}
