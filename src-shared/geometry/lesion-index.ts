import Flatbush from 'flatbush';
import { boundsIntersect, expandBounds, polygonBounds } from './bounds';
import { distanceToRing, pointInPolygon } from './hit-test';
import { polygonArea, polygonRings } from './polygon';
import type { Bounds, Point, Polygon } from './types';

export type IndexedLesion = {
  readonly id: string;
  readonly polygon: Polygon;
  readonly bounds: Bounds;
  readonly areaPx2: number;
};

/** Finds lesions by place. Immutable: an override gives a new index that shares the static part. */
export type LesionIndex = {
  /** Lesions under the point, smallest area first; then those whose edge is within the tolerance, nearest first. */
  hit(point: Point, toleranceFramePx: number): string[];
  /** Lesions whose bounds meet the given ones, in the order of the items, overrides last. */
  search(bounds: Bounds): string[];
  /** The index with another polygon for the id (also a new id), or without it when the polygon is null. */
  withOverride(id: string, polygon: Polygon | null): LesionIndex;
};

/** Indexes the lesions of one view. */
export function createLesionIndex(items: readonly IndexedLesion[]): LesionIndex {
  return indexWithOverrides(items, packItems(items), new Map());
}

type Overrides = ReadonlyMap<string, IndexedLesion | null>;

function packItems(items: readonly IndexedLesion[]): Flatbush | null {
  if (items.length === 0) return null; // Flatbush refuses zero items
  const tree = new Flatbush(items.length);
  for (const { bounds } of items) tree.add(bounds.minX, bounds.minY, bounds.maxX, bounds.maxY);
  tree.finish();
  return tree;
}

function indexWithOverrides(items: readonly IndexedLesion[], tree: Flatbush | null, overrides: Overrides): LesionIndex {
  function candidates(bounds: Bounds): IndexedLesion[] {
    const { minX, minY, maxX, maxY } = bounds;
    const found = tree ? tree.search(minX, minY, maxX, maxY).sort((a, b) => a - b) : [];
    const stored = found.flatMap((index) => items[index] ?? []).filter((item) => !overrides.has(item.id));
    const edited = [...overrides.values()].filter((item) => item !== null && boundsIntersect(item.bounds, bounds));
    return [...stored, ...(edited as IndexedLesion[])];
  }
  return {
    hit: (point, toleranceFramePx) =>
      hitOrder(candidates(pointBounds(point, toleranceFramePx)), point, toleranceFramePx),
    search: (bounds) => candidates(bounds).map((item) => item.id),
    withOverride(id, polygon) {
      const next = new Map(overrides);
      next.set(id, polygon && { id, polygon, bounds: polygonBounds(polygon), areaPx2: polygonArea(polygon) });
      return indexWithOverrides(items, tree, next);
    },
  };
}

function hitOrder(candidates: readonly IndexedLesion[], point: Point, toleranceFramePx: number): string[] {
  const inside: IndexedLesion[] = [];
  const near: { id: string; distance: number }[] = [];
  for (const item of candidates) {
    if (pointInPolygon(item.polygon, point)) {
      inside.push(item);
      continue;
    }
    const distance = Math.min(...polygonRings(item.polygon).map((ring) => distanceToRing(ring, point)));
    if (distance <= toleranceFramePx) near.push({ id: item.id, distance });
  }
  inside.sort((a, b) => a.areaPx2 - b.areaPx2);
  near.sort((a, b) => a.distance - b.distance);
  return [...inside, ...near].map((item) => item.id);
}

function pointBounds({ x, y }: Point, toleranceFramePx: number): Bounds {
  return expandBounds({ minX: x, minY: y, maxX: x, maxY: y }, toleranceFramePx);
}
