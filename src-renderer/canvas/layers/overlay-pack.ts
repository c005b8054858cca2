import { boundsUnion, EMPTY_BOUNDS } from '#shared/geometry/bounds';
import type { Bounds } from '#shared/geometry/types';
import { PAINT_ORDER, type LesionStyleKey } from '../verdict-style';
import type { LesionPicture } from './lesion-shapes';

/** A lesion as the overlay draws it: every ring of every part, flat x, y in frame px. */
export type OverlayLesion = {
  readonly id: string;
  readonly style: LesionStyleKey;
  readonly rings: readonly ArrayLike<number>[];
  readonly bounds: Bounds;
  /** The model's own rings where drawn shapes stand in their place; else none. */
  readonly original: readonly ArrayLike<number>[];
};

/** What changed since the last update; `hidden` is the whole list of lesions that the edit layer draws instead. */
export type OverlayUpdate = {
  readonly isReset: boolean;
  readonly lesions: readonly OverlayLesion[];
  readonly removed: readonly string[];
  readonly hidden: readonly string[];
  /** Every lesion in the order of its number, when that has changed; null when it has not. */
  readonly order: readonly string[] | null;
};

/** Lesions in one buffer, which moves to the worker without being copied. */
export type PackedLesions = {
  readonly ids: readonly string[];
  /** Index into `PAINT_ORDER` per lesion. */
  readonly styles: Uint8Array<ArrayBuffer>;
  readonly ringCounts: Uint32Array<ArrayBuffer>;
  /** How many of a lesion's rings, the last ones, are the model's own. */
  readonly originalCounts: Uint32Array<ArrayBuffer>;
  /** Vertices per ring. */
  readonly vertexCounts: Uint32Array<ArrayBuffer>;
  /** x, y in frame px. */
  readonly coordinates: Float64Array<ArrayBuffer>;
};

export function overlayLesion({ id, style, parts, bounds, original }: LesionPicture): OverlayLesion {
  return { id, style, rings: parts.flat(), bounds, original: original ?? [] };
}

export function packLesions(lesions: readonly OverlayLesion[]): PackedLesions {
  const rings = lesions.flatMap((lesion) => [...lesion.rings, ...lesion.original]);
  const coordinates = new Float64Array(rings.reduce((sum, ring) => sum + ring.length, 0));
  let offset = 0;
  for (const ring of rings) {
    coordinates.set(ring, offset);
    offset += ring.length;
  }
  return {
    ids: lesions.map(({ id }) => id),
    styles: Uint8Array.from(lesions, ({ style }) => PAINT_ORDER.indexOf(style)),
    ringCounts: Uint32Array.from(lesions, (lesion) => lesion.rings.length + lesion.original.length),
    originalCounts: Uint32Array.from(lesions, (lesion) => lesion.original.length),
    vertexCounts: Uint32Array.from(rings, (ring) => ring.length / 2),
    coordinates,
  };
}

/** The buffers to transfer with the message. */
export function packedBuffers(packed: PackedLesions): ArrayBuffer[] {
  const { styles, ringCounts, originalCounts, vertexCounts, coordinates } = packed;
  return [styles, ringCounts, originalCounts, vertexCounts, coordinates].map(({ buffer }) => buffer);
}

export function unpackLesions(packed: PackedLesions): OverlayLesion[] {
  const { ids, styles, ringCounts, originalCounts, vertexCounts, coordinates } = packed;
  let ringIndex = 0;
  let offset = 0;
  return ids.map((id, index) => {
    const all: Float64Array[] = [];
    for (let i = 0; i < (ringCounts[index] ?? 0); i++) {
      const length = 2 * (vertexCounts[ringIndex++] ?? 0);
      all.push(coordinates.subarray(offset, offset + length));
      offset += length;
    }
    const own = all.length - (originalCounts[index] ?? 0);
    const rings = all.slice(0, own);
    const bounds = rings.reduce((union, ring) => boundsUnion(union, flatRingBounds(ring)), EMPTY_BOUNDS);
    return { id, style: PAINT_ORDER[styles[index] ?? 0] ?? 'pending', rings, bounds, original: all.slice(own) };
  });
}

/** Bounds of a ring as flat x, y. */
export function flatRingBounds(ring: ArrayLike<number>): Bounds {
  let { minX, minY, maxX, maxY } = EMPTY_BOUNDS;
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const x = ring[i] as number;
    const y = ring[i + 1] as number;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}
