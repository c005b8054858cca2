import { boundsContain, boundsIntersect, ringBounds } from '../bounds';
import { isContactFree } from '../contact-sweep';
import { evenOddArea } from '../even-odd-area';
import { pointInPolygon, pointInRing } from '../hit-test';
import { polygonRings, validPolygonArea } from '../polygon';
import { signedRingArea } from '../ring';
import type { Bounds, Point, Polygon, Ring } from '../types';
import { polygonProblem } from '../validity';
import { nestRings } from './nest-rings';
import { nodeRings } from './node-rings';
import { traceFaces } from './trace-faces';

/** Loops below this are what rounding leaves between edges that nearly meet, in px². */
export const SMALLEST_LOOP_PX2 = 0.001;

/** Valid polygons whose interiors do not overlap; they may touch in points. Exteriors positive, holes negative. */
export type Region = readonly Polygon[];

/**
 * Polygons with holes from the flat rings of a boolean engine: shells positive, holes negative, on the grid of
 * 1/1024 px, perhaps touching themselves and each other, crossing by rounding, or sharing edges. Null when no valid
 * polygons can be made of them.
 */
export function assembleRegion(rings: readonly Ring[], smallestLoopPx2 = SMALLEST_LOOP_PX2): Region | null {
  const given = rings.filter((ring) => ring.length > 2);
  const areApart = isSimple(given);
  const traced = areApart ? given : traceNoded(given);
  const kept = traced?.filter((ring) => Math.abs(signedRingArea(ring)) >= smallestLoopPx2);
  const polygons = kept && nestRings(kept, areApart);
  return polygons && (areApart ? isNested(polygons) : isRegion(polygons)) ? polygons : null;
}

/** The area of a region in px²: its polygons are valid, so the shoelace formula tells. */
export const regionArea = (region: Region): number =>
  region.reduce((sum, polygon) => sum + validPolygonArea(polygon), 0);

function isSimple(rings: readonly Ring[]): boolean {
  const hasRepeats = rings.some((ring) =>
    ring.some((point, i) => {
      const next = ring[(i + 1) % ring.length];
      return next?.x === point.x && next.y === point.y;
    }),
  );
  return !hasRepeats && isContactFree(rings);
}

function traceNoded(rings: readonly Ring[]): Ring[] | null {
  const noded = nodeRings(rings);
  return noded && traceFaces(noded);
}

/**
 * Whether polygons whose rings were proven to have no point in common are a region: then all that can be wrong is where
 * rings lie in each other, and one vertex tells. A hole lies in its exterior already.
 */
function isNested(polygons: readonly Polygon[]): boolean {
  const ownRing = (ring: Ring): Ring => ring;
  const isHoleInHole = polygons.some(({ holes }) => someInside(holes, ownRing, pointInRing));
  return !isHoleInHole && !someInside(polygons, ({ exterior }) => exterior, pointInPolygon);
}

/** Whether one of the things lies in another; each has a ring, and only those whose bounds hold it are asked. */
function someInside<Thing>(
  things: readonly Thing[],
  ringOf: (thing: Thing) => Ring,
  holds: (outer: Thing, at: Point) => boolean,
): boolean {
  if (things.length < 2) return false;
  const boxes = byLeftEdge(things, ringOf);
  return boxes.some(({ thing: outer, bounds }, index) => {
    for (let other = index + 1; (boxes[other]?.bounds.minX ?? Infinity) <= bounds.maxX; other++) {
      const inner = boxes[other];
      const at = inner && ringOf(inner.thing)[0];
      if (at && boundsContain(bounds, inner.bounds) && holds(outer, at)) return true;
    }
    return false;
  });
}

const byLeftEdge = <Thing>(
  things: readonly Thing[],
  ringOf: (thing: Thing) => Ring,
): { readonly thing: Thing; readonly bounds: Bounds }[] =>
  things.map((thing) => ({ thing, bounds: ringBounds(ringOf(thing)) })).sort((a, b) => a.bounds.minX - b.bounds.minX);

function isRegion(polygons: readonly Polygon[]): boolean {
  if (polygons.some((polygon) => polygonProblem(polygon) !== null)) return false;
  const near = overlappingBounds(polygons);
  if (near.length === 0) return true;
  // Polygons that overlap cover less together than their areas add up to; measured by a sweep that knows no polygons.
  const sum = regionArea(near);
  return Math.abs(evenOddArea(near.flatMap(polygonRings)) - sum) <= 1e-6 * sum + 1e-6;
}

/** The polygons whose bounds meet another's: only these can overlap. */
function overlappingBounds(polygons: readonly Polygon[]): Polygon[] {
  const boxes = byLeftEdge(polygons, ({ exterior }) => exterior);
  const near = new Set<Polygon>();
  for (const [index, { thing, bounds }] of boxes.entries()) {
    for (let other = index + 1; (boxes[other]?.bounds.minX ?? Infinity) <= bounds.maxX; other++) {
      const found = boxes[other];
      if (found && boundsIntersect(bounds, found.bounds)) near.add(thing).add(found.thing);
    }
  }
  return [...near];
}
