import type { Density } from '../portrait/skin-tone';

/** A point in frame pixels, x right, y down. */
export interface FramePoint {
  x: number;
  y: number;
}

/** What a drawn mark is; only `pih` is what the algorithm should find. */
export type SpotKind = 'pih' | 'redness' | 'mole' | 'papule';

/** One mark on the skin of one picture. */
export interface Spot {
  kind: SpotKind;
  /** Closed smooth outline without a repeated end: where half of the mark's density is reached. */
  outline: FramePoint[];
  /** Optical density at full strength, R G B. */
  density: Density;
  /** Half width of the soft border, pixels. */
  softness: number;
}

export interface FrameBounds {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export function boundsOf(points: readonly FramePoint[]): FrameBounds {
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const { x, y } of points) {
    bounds.minX = Math.min(bounds.minX, x);
    bounds.minY = Math.min(bounds.minY, y);
    bounds.maxX = Math.max(bounds.maxX, x);
    bounds.maxY = Math.max(bounds.maxY, y);
  }
  return bounds;
}

/** Mean of the points. */
export function middleOf(points: readonly FramePoint[]): FramePoint {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Signed area in square pixels by the shoelace formula; positive when the ring runs clockwise on screen. */
export function signedArea(points: readonly FramePoint[]): number {
  let doubled = 0;
  let a = points.at(-1);
  for (const b of points) {
    if (a) doubled += a.x * b.y - b.x * a.y;
    a = b;
  }
  return doubled / 2;
}

/** Distance in pixels to the outline, positive inside. */
export function insideDistance(points: readonly FramePoint[], x: number, y: number): number {
  let nearest = Infinity;
  let inside = false;
  let a = points.at(-1);
  for (const b of points) {
    if (a) {
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const along = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, (a.x + along * dx - x) ** 2 + (a.y + along * dy - y) ** 2);
      if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / dy) * dx) inside = !inside;
    }
    a = b;
  }
  return inside ? Math.sqrt(nearest) : -Math.sqrt(nearest);
}
