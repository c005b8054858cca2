import type { ImageView } from '#shared/domain/image-view';
import { boundsIntersect, boundsUnion, EMPTY_BOUNDS, expandBounds, polygonBounds } from '#shared/geometry/bounds';
import { pointInPolygon } from '#shared/geometry/hit-test';
import { orientPolygon } from '#shared/geometry/polygon';
import { ringCentroid, signedRingArea } from '#shared/geometry/ring';
import { simplifyRing } from '#shared/geometry/simplify';
import type { Point, Polygon, Ring } from '#shared/geometry/types';
import type { PixelBlock } from '../enhance/pixel-block';
import { labPlanes, type LabPlanes } from './lab-planes';
import { FARTHEST_PX, refitRing } from './refit';
import { regionAt, spreadFrom, type SpreadField } from './spread';
import { traceMask } from './trace-mask';

/** Smoothing before a boundary is looked for, in photo px. */
const REFIT_SIGMA_PX = 1.3;
const SPREAD_SIGMA_PX = 2;
/** A traced pixel edge may be left by this much. */
const TRACE_TOLERANCE_PX = 0.75;

/**
 * Views that do not show edges where they are: a JPEG keeps colour at half the resolution or less, in blocks, and CLAHE
 * bends lightness. Beside what they show, the photo's own L* is read.
 */
const READS_LIGHTNESS: ReadonlySet<ImageView> = new Set<ImageView>(['redness', 'brown', 'clahe', 'a-star', 'b-star']);

/** A block as a view shows it, and the view's name; `plain` are the photo's own pixels of the block. */
export type ShownBlock = { readonly view: ImageView; readonly block: PixelBlock; readonly plain: PixelBlock };

/** How far a wand may spread from its click, in photo px. */
export function spreadLimitPx(medianLesionRadiusPx: number): number {
  return Math.min(512, Math.max(40, 5 * medianLesionRadiusPx));
}

/** The colours of the view, and the photo's L* where they need it. */
function featuresOf({ view, block, plain }: ShownBlock, sigmaPx: number): LabPlanes {
  const shown = labPlanes(block, sigmaPx);
  if (!READS_LIGHTNESS.has(view)) return shown;
  const [lightness] = labPlanes(plain, sigmaPx).planes;
  return { ...shown, planes: lightness ? [...shown.planes, lightness] : shown.planes };
}

/**
 * Polygons moved to the edges in a block of a view at full resolution; all in photo px. Holes move, too. `others` are
 * outlines of other lesions. Null when nothing in the picture tells inside from outside.
 */
export function refitIn(shown: ShownBlock, polygons: readonly Polygon[], others: readonly Polygon[]): Polygon[] | null {
  // CLAHE finds spots; where their edge is, the light of the photo says better than a curve per tile.
  const image = shown.view === 'clahe' ? labPlanes(shown.plain, REFIT_SIGMA_PX) : featuresOf(shown, REFIT_SIGMA_PX);
  const { originX, originY, width, height } = shown.block;
  const reach = expandBounds({ minX: 0, minY: 0, maxX: width, maxY: height }, FARTHEST_PX);
  const near = others
    .map((polygon) => movePolygon(polygon, -originX, -originY))
    .map((polygon) => ({ polygon, bounds: polygonBounds(polygon) }))
    .filter(({ bounds }) => boundsIntersect(bounds, reach));
  const isOther = (x: number, y: number): boolean => {
    for (const { polygon, bounds } of near) {
      if (x < bounds.minX || x > bounds.maxX || y < bounds.minY || y > bounds.maxY) continue;
      if (pointInPolygon(polygon, { x, y })) return true;
    }
    return false;
  };
  const refitted: Polygon[] = [];
  for (const polygon of polygons) {
    const { exterior, holes } = movePolygon(polygon, -originX, -originY);
    const moved = refitRing(image, exterior, isOther);
    if (!moved) return null;
    const kept: Ring[] = [];
    for (const hole of holes) {
      const edge = refitRing(image, hole, () => false);
      if (edge && isInside(edge, moved)) kept.push(edge);
    }
    refitted.push(movePolygon(orientPolygon({ exterior: moved, holes: kept }), originX, originY));
  }
  return refitted;
}

/** The field that spreads from a click; `seed` in photo px. */
export function spreadIn(shown: ShownBlock, seed: Point, limitPx: number): SpreadField {
  const at = { x: seed.x - shown.block.originX, y: seed.y - shown.block.originY };
  return spreadFrom(featuresOf(shown, SPREAD_SIGMA_PX), at, limitPx);
}

/** The region of a field at a tolerance, as one polygon in px of the field; null when it is nothing. */
export function polygonAt(field: SpreadField, step: number, holes: 'filled' | 'kept'): Polygon | null {
  const rings = traceMask({ bits: regionAt(field, step), width: field.width, height: field.height });
  const smooth = rings.map((ring) => simplifyRing(ring, TRACE_TOLERANCE_PX)).filter((ring) => ring.length >= 3);
  const exterior = smooth.find((ring) => signedRingArea(ring) > 0);
  if (!exterior) return null;
  const inner = holes === 'kept' ? smooth.filter((ring) => signedRingArea(ring) < 0) : [];
  return { exterior, holes: inner };
}

export function movePolygon({ exterior, holes }: Polygon, dx: number, dy: number): Polygon {
  const move = (ring: Ring): Ring => ring.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
  return { exterior: move(exterior), holes: holes.map(move) };
}

/** What a refit must see of the photo: the polygons and twice the reach of the band about them; photo px. */
export function refitReachPx(polygons: readonly Polygon[]): { minX: number; minY: number; maxX: number; maxY: number } {
  const { minX, minY, maxX, maxY } = polygons.map(polygonBounds).reduce(boundsUnion, EMPTY_BOUNDS);
  const margin = 8 + Math.min(64, Math.max(maxX - minX, maxY - minY));
  return { minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin };
}

const isInside = (hole: Ring, exterior: Ring): boolean =>
  hole.every((point) => pointInPolygon({ exterior, holes: [] }, point)) &&
  pointInPolygon({ exterior, holes: [] }, ringCentroid(hole));
