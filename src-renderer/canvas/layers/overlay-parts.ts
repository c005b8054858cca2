import { boundsIntersect, boundsUnion } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import { reachPx } from './overlay-look';
import type { OverlayPlacement } from './overlay-placement';

/** Parts that cover more of a bitmap than this, all together, are drawn with all the rest. */
const MOST_SHARE = 0.4;
/** More places than this, apart from each other, are drawn with all the rest. */
const MOST_PLACES = 4;
/** More changed lesions than this are not looked at one by one. */
const MOST_CHANGES = 64;

/**
 * The parts of a bitmap in which something changed, in whole device px, to be drawn by themselves; none when all of that
 * is outside of it, null when the whole must be drawn. `changed` in frame px.
 */
export function placeParts(placement: OverlayPlacement, changed: readonly Bounds[]): OverlayPlacement[] | null {
  if (placement.look.labels !== 'none') return null; // where one label stands depends on the others
  if (changed.length > MOST_CHANGES) return null;
  const parts = merged(changed.flatMap((bounds) => deviceBounds(placement, bounds) ?? []));
  if (parts.length > MOST_PLACES) return null;
  const areaPx2 = parts.reduce((sum, { minX, minY, maxX, maxY }) => sum + (maxX - minX) * (maxY - minY), 0);
  if (areaPx2 > MOST_SHARE * placement.width * placement.height) return null;
  return parts.map(({ minX, minY, maxX, maxY }) => ({
    ...placement,
    ...{ left: minX, top: minY, width: maxX - minX, height: maxY - minY },
  }));
}

/** With the reach of its lines, cut at the bitmap's sides; null when nothing of it is inside. */
function deviceBounds(placement: OverlayPlacement, { minX, minY, maxX, maxY }: Bounds): Bounds | null {
  const { viewport, pixelRatio, look, left, top, width, height } = placement;
  const { scale, offsetX, offsetY } = viewport;
  const reach = reachPx(look);
  const found = {
    minX: Math.max(left, Math.floor((minX * scale + offsetX - reach) * pixelRatio)),
    minY: Math.max(top, Math.floor((minY * scale + offsetY - reach) * pixelRatio)),
    maxX: Math.min(left + width, Math.ceil((maxX * scale + offsetX + reach) * pixelRatio)),
    maxY: Math.min(top + height, Math.ceil((maxY * scale + offsetY + reach) * pixelRatio)),
  };
  return found.maxX > found.minX && found.maxY > found.minY ? found : null;
}

/** Those that meet as one. */
function merged(all: readonly Bounds[]): Bounds[] {
  const apart: Bounds[] = [];
  for (let next of all) {
    for (let i = 0; i < apart.length;) {
      const other = apart[i] as Bounds;
      if (boundsIntersect(other, next)) {
        next = boundsUnion(other, next);
        apart.splice(i, 1);
        i = 0; // it may meet others now
      } else i++;
    }
    apart.push(next);
  }
  return apart;
}
