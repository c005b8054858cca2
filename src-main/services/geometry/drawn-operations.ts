import { type Region, regionArea } from '#shared/geometry/assembly/assemble-region';
import { polygonBounds } from '#shared/geometry/bounds';
import { pointInPolygon } from '#shared/geometry/hit-test';
import { partPolygon } from '#shared/geometry/parting/part-polygon';
import { interiorPoint, polygonRings, validPolygonArea } from '#shared/geometry/polygon';
import { signedRingArea } from '#shared/geometry/ring';
import { simplifyPolygon, smoothPolygon } from '#shared/geometry/smooth';
import { snapPoint } from '#shared/geometry/snap';
import type { StrokeSample } from '#shared/geometry/stroke';
import type { Point, Polygon, Ring } from '#shared/geometry/types';
import { assertArea, edgeAllowance, edgesOf, failed, roundingAllowance } from './area-check';
import type { GeometryEngine } from './engine';
import { assertUsable } from './usable-input';

/** A brush stroke is simplified by no more than this, as a share of its own area. */
const STROKE_AREA_SHARE = 0.005;
/** Crumbs and gaps that a stroke leaves and that are smaller than this go with it, in px². */
const SMALLEST_PIECE_PX2 = 1;
/** A simplified outline differs by no more than this in area. */
const SIMPLIFIED_AREA_SHARE = 0.05;

/** What was drawn, as regions: brush strokes, cutting lines, filled, simplified and smoothed outlines. Frame px. */
export type Brush = {
  readonly mode: 'add' | 'erase';
  readonly stroke: readonly StrokeSample[];
  readonly tolerancePx: number;
};

/** As much and no more can be a shared edge that rounding moved, in px². */
const LEAST_OVERLAP_PX2 = 0.1;

/**
 * Each polygon by itself, made valid: parts that share an edge, as after a split, stay parts. Those that lie over each
 * other are united, or what they have in common would count twice.
 */
export function partsOf(engine: GeometryEngine, subject: readonly Polygon[]): readonly Polygon[] {
  const parts = subject.flatMap((polygon) => engine.union([polygon]));
  if (!haveMeetingBounds(parts)) return parts;
  const united = engine.union(parts);
  // Of parts smaller than a pixel less than that is much of them.
  const leastPx2 = Math.min(LEAST_OVERLAP_PX2, edgeAllowance(parts.flatMap(polygonRings)));
  return regionArea(parts) - regionArea(united) > leastPx2 ? united : parts;
}

function haveMeetingBounds(parts: readonly Polygon[]): boolean {
  const sorted = parts.map(polygonBounds).sort((a, b) => a.minX - b.minX);
  return sorted.some((one, i) => {
    for (let j = i + 1; j < sorted.length && sorted[j]!.minX < one.maxX; j++)
      if (sorted[j]!.minY < one.maxY && one.minY < sorted[j]!.maxY) return true;
    return false;
  });
}

/** The outline with a stroke added or erased. What the stroke does not touch keeps its vertices, and its parts. */
export function brush(
  engine: GeometryEngine,
  subject: readonly Polygon[],
  { mode, stroke, tolerancePx }: Brush,
): Region {
  const drawn = engine
    .stroke(stroke)
    .map((polygon) => simplifyPolygon(polygon, { tolerancePx, mostAreaShare: STROKE_AREA_SHARE }) ?? polygon);
  const parts = partsOf(engine, subject);
  if (mode === 'erase') return withoutCrumbs(subtractFromEach(engine, parts, drawn), parts);
  return withoutCrumbs(uniteWithMet(engine, parts, drawn), parts);
}

/** A drawn region united with the parts that it meets; the others stay as they are. */
export const unite = (engine: GeometryEngine, subject: readonly Polygon[], drawn: readonly Polygon[]): Region =>
  uniteWithMet(engine, partsOf(engine, subject), drawn);

function uniteWithMet(engine: GeometryEngine, parts: readonly Polygon[], drawn: readonly Polygon[]): Region {
  // A single part needs no look: its union with the stroke leaves it as it is where they do not meet.
  if (parts.length === 1) return engine.union(parts, drawn);
  const isMet = parts.map((part) => engine.intersect([part], drawn).length > 0);
  const met = parts.filter((_, index) => isMet[index]);
  const apart = parts.filter((_, index) => !isMet[index]);
  return [...apart, ...engine.union(met, drawn)];
}

/** Each part without the drawn region. */
export const subtractFromEach = (
  engine: GeometryEngine,
  subject: readonly Polygon[],
  clip: readonly Polygon[],
): Region => partsOf(engine, subject).flatMap((part) => engine.subtract([part], clip));

/** New parts and holes too small to be meant; those that were there before stay. */
function withoutCrumbs(region: Region, subject: readonly Polygon[]): Region {
  // Only a small ring can be the same as a small one; its area may be told a rounding apart from another first vertex.
  const isSmall = (ring: Ring, limitPx2: number): boolean => Math.abs(signedRingArea(ring)) < limitPx2;
  const small = subject.flatMap(polygonRings).filter((ring) => isSmall(ring, 2 * SMALLEST_PIECE_PX2));
  const before = new Set(small.map(ringKey));
  const isMeant = (ring: Ring): boolean => !isSmall(ring, SMALLEST_PIECE_PX2) || before.has(ringKey(ring));
  const parts = region.filter(({ exterior }) => isMeant(exterior));
  if (parts.length === 0) return [];
  return parts.map(({ exterior, holes }) => ({ exterior, holes: holes.filter(isMeant) }));
}

/** The same for a ring wherever it starts and whichever way it runs. */
const ringKey = (ring: Ring): string =>
  ring
    .map(({ x, y }) => `${x},${y}`)
    .sort()
    .join(' ');

/** The pieces that a drawn line parts; it cuts only where it runs. @throws MaculeError geometry_failed, invalid_input. */
export function split(engine: GeometryEngine, subject: readonly Polygon[], line: readonly Point[]): Region {
  assertUsable([{ exterior: line, holes: [] }]);
  const drawn = line.map(snapPoint);
  return partsOf(engine, subject).flatMap((part) => splitPart(part, drawn));
}

function splitPart(part: Polygon, line: readonly Point[]): Region {
  const pieces = partPolygon(part, line);
  if (!pieces) throw failed('no valid pieces could be made of the cut outline');
  const whole = validPolygonArea(part);
  const rings = pieces.flatMap(polygonRings);
  const allowancePx2 = roundingAllowance(rings, edgesOf(polygonRings(part)));
  assertArea(regionArea(pieces), { least: whole, most: whole, allowancePx2 });
  return pieces;
}

/** Without holes; islands in them become part of what is around them. */
export function fillHoles(engine: GeometryEngine, subject: readonly Polygon[]): Region {
  const filled = partsOf(engine, subject).map(({ exterior }): Polygon => ({ exterior, holes: [] }));
  return filled.filter((part) => !filled.some((other) => other !== part && holds(other, part)));
}

function holds(outer: Polygon, inner: Polygon): boolean {
  const at = interiorPoint(inner);
  return at !== null && validPolygonArea(outer) > validPolygonArea(inner) && pointInPolygon(outer, at);
}

/** Fewer vertices; the outline as it is where none can be left out. */
export function simplify(engine: GeometryEngine, subject: readonly Polygon[], tolerancePx: number): Region {
  const limits = { tolerancePx, mostAreaShare: SIMPLIFIED_AREA_SHARE };
  return apartOr(engine, partsOf(engine, subject), (polygon) => simplifyPolygon(polygon, limits));
}

/** Corners cut so many rounds, areas kept; the outline as it is where it would not stay valid. */
export const smooth = (engine: GeometryEngine, subject: readonly Polygon[], rounds: number): Region =>
  apartOr(engine, partsOf(engine, subject), (polygon) => smoothPolygon(polygon, rounds));

/** Each polygon changed, unless the changed ones would overlap: then none is. */
function apartOr(engine: GeometryEngine, region: Region, change: (polygon: Polygon) => Polygon | null): Region {
  const changed = region.map((polygon) => change(polygon) ?? polygon);
  if (changed.length < 2) return changed;
  return Math.abs(regionArea(engine.union(changed)) - regionArea(changed)) < 0.02 ? changed : region;
}
