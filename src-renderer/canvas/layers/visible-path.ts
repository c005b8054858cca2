import { polygonRings } from '#shared/geometry/polygon';
import type { Bounds, Polygon } from '#shared/geometry/types';
import type { FlatRings } from './lesion-shapes';

/** Up to this many vertices a path takes them all: leaving some out would cost more than it saves. */
const TAKEN_WHOLE = 400;

/** What is on screen in frame px, and the shortest step worth drawing. */
export type PathSight = { readonly visible: Bounds; readonly shortestFramePx: number };

/** A path of flat rings in frame px; of large ones only what is on screen and large enough to show. */
export function flatRingsPath(parts: readonly FlatRings[], sight: PathSight): Path2D {
  const path = new Path2D();
  for (const rings of parts) {
    for (const ring of rings) {
      const read = (index: number, to: Cursor): void => {
        to.x = ring[2 * index] as number;
        to.y = ring[2 * index + 1] as number;
      };
      tracePath(path, { count: ring.length / 2, read }, sight);
    }
  }
  return path;
}

/** The same of polygons. */
export function polygonsPath(polygons: readonly Polygon[], sight: PathSight): Path2D {
  const path = new Path2D();
  for (const polygon of polygons) {
    for (const ring of polygonRings(polygon)) {
      const read = (index: number, to: Cursor): void => {
        const vertex = ring[index];
        if (!vertex) return;
        to.x = vertex.x;
        to.y = vertex.y;
      };
      tracePath(path, { count: ring.length, read }, sight);
    }
  }
  return path;
}

type Cursor = { x: number; y: number };
/** Both ways of holding a ring read alike, without a copy. */
type RingReader = { readonly count: number; readonly read: (index: number, to: Cursor) => void };

/**
 * Adds a closed ring. An edge wholly beyond one side of the screen is left out; of vertices nearer together than the
 * shortest step only the first is drawn.
 */
function tracePath(path: Path2D, { count, read }: RingReader, sight: PathSight): void {
  const at: Cursor = { x: 0, y: 0 };
  if (count === 0) return;
  if (count <= TAKEN_WHOLE) {
    for (let i = 0; i < count; i++) {
      read(i, at);
      if (i === 0) path.moveTo(at.x, at.y);
      else path.lineTo(at.x, at.y);
    }
    path.closePath();
    return;
  }
  read(0, at);
  const last = { ...at };
  let isDrawing = false;
  for (let i = 1; i <= count; i++) {
    read(i % count, at);
    const isShort = Math.abs(at.x - last.x) + Math.abs(at.y - last.y) < sight.shortestFramePx;
    if (isShort && i < count) continue;
    const isOff = isBeyond(last, at, sight.visible);
    if (!isOff && !isDrawing) path.moveTo(last.x, last.y);
    if (!isOff) path.lineTo(at.x, at.y);
    isDrawing = !isOff;
    last.x = at.x;
    last.y = at.y;
  }
}

function isBeyond(a: Cursor, b: Cursor, { minX, minY, maxX, maxY }: Bounds): boolean {
  return (
    (a.x < minX && b.x < minX) || (a.x > maxX && b.x > maxX) || (a.y < minY && b.y < minY) || (a.y > maxY && b.y > maxY)
  );
}
