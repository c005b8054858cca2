import { createLesionIndex, type IndexedLesion } from '#shared/geometry/lesion-index';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds, Point, Polygon } from '#shared/geometry/types';
import { toPolygon, type FlatRings, type LesionPicture } from './lesion-shapes';

/** Finds lesions under the pointer. Independent of what is painted, and of the order of painting. */
export type PickIndex = {
  /** Smallest lesion under the frame point first, then those whose edge is within the tolerance in frame px. */
  hit(framePoint: Point, toleranceFramePx: number): LesionId[];
  /** Lesions whose bounds meet the given ones, in frame px. */
  search(bounds: Bounds): LesionId[];
};

/** Each part of a split lesion can be hit; the answer names each lesion once. */
export function createPickIndex(pictures: Iterable<LesionPicture>): PickIndex {
  const index = createLesionIndex([...pictures].flatMap(indexedParts));
  return {
    hit: (framePoint, toleranceFramePx) => unique(index.hit(framePoint, toleranceFramePx)),
    search: (bounds) => unique(index.search(bounds)),
  };
}

function indexedParts(picture: LesionPicture): IndexedLesion[] {
  return picture.parts.flatMap((rings, part) => {
    const bounds = picture.partBounds[part];
    return bounds ? [lazyItem(picture.id, rings, { bounds, areaPx2: picture.partAreasPx2[part] ?? 0 })] : [];
  });
}

/** Points are made when a lesion is first near the pointer: a view holds thousands that never are. */
function lazyItem(id: string, rings: FlatRings, rest: { bounds: Bounds; areaPx2: number }): IndexedLesion {
  let polygon: Polygon | null = null;
  return {
    id,
    ...rest,
    get polygon() {
      return (polygon ??= toPolygon(rings));
    },
  };
}

function unique(ids: string[]): LesionId[] {
  return [...new Set(ids)] as LesionId[];
}
