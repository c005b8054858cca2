import type { Point, Polygon, Ring } from '#shared/geometry/types';
import { toFlatRings, type FlatRings } from '../layers/lesion-shapes';

/** Polygons in a few buffers: copying one object per vertex to a worker would hold the page up. */
export type PackedPolygons = {
  /** x, y of every vertex, ring after ring. */
  readonly coordinates: Float64Array<ArrayBuffer>;
  /** Vertices per ring, polygon after polygon, exteriors first. */
  readonly vertexCounts: Uint32Array<ArrayBuffer>;
  /** Rings per polygon. */
  readonly ringCounts: Uint32Array<ArrayBuffer>;
};

/** Flat rings, every coordinate divided by `divisor`. */
export function packFlatRings(parts: readonly FlatRings[], divisor: number): PackedPolygons {
  const rings = parts.flat();
  const coordinates = new Float64Array(rings.reduce((count, ring) => count + ring.length, 0));
  let at = 0;
  for (const ring of rings) for (const value of ring) coordinates[at++] = value / divisor;
  return {
    coordinates,
    vertexCounts: Uint32Array.from(rings, (ring) => ring.length / 2),
    ringCounts: Uint32Array.from(parts, (part) => part.length),
  };
}

export function packPolygons(polygons: readonly Polygon[], divisor: number): PackedPolygons {
  return packFlatRings(polygons.map(toFlatRings), divisor);
}

export function unpackPolygons({ coordinates, vertexCounts, ringCounts }: PackedPolygons): Polygon[] {
  let [at, ring] = [0, 0];
  const nextRing = (): Ring => {
    const points: Point[] = [];
    for (const end = at + 2 * (vertexCounts[ring++] ?? 0); at < end; at += 2)
      points.push({ x: coordinates[at] as number, y: coordinates[at + 1] as number });
    return points;
  };
  return Array.from(ringCounts, (count) => {
    const [exterior = [], ...holes] = Array.from({ length: count }, nextRing);
    return { exterior, holes };
  });
}

export const buffersOf = ({ coordinates, vertexCounts, ringCounts }: PackedPolygons): ArrayBuffer[] => [
  coordinates.buffer,
  vertexCounts.buffer,
  ringCounts.buffer,
];
