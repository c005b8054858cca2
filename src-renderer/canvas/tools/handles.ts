import { expandBounds, polygonBounds } from '#shared/geometry/bounds';
import { nearestEdge, nearestVertex } from '#shared/geometry/hit-test';
import { polygonRings } from '#shared/geometry/polygon';
import { isSamePoint } from '#shared/geometry/ring';
import type { Bounds, EdgeRef, Point, Polygon, VertexRef } from '#shared/geometry/types';

/** A place on the outline of the selected lesion that can be taken hold of. `part` is the index of the polygon. */
export type Handle =
  | { readonly kind: 'vertex'; readonly part: number; readonly ref: VertexRef; readonly at: Point }
  | { readonly kind: 'edge'; readonly part: number; readonly ref: EdgeRef; readonly at: Point };

/** How near counts, and the scale that decides which handles there are. */
export type Reach = { readonly toleranceFramePx: number; readonly framePxPerScreenPx: number };

/** A lesion smaller than this on screen shows no handles: they would hide it. CSS px, longest side. */
const SMALLEST_WITH_HANDLES_PX = 44;
/** An edge shorter than this on screen has no handle in its middle, in CSS px. */
const EDGE_HANDLE_FROM_PX = 34;

/** Whether a polygon is large enough on screen to show handles. */
export function hasHandles(polygon: Polygon, framePxPerScreenPx: number): boolean {
  const { minX, minY, maxX, maxY } = polygonBounds(polygon);
  return Math.max(maxX - minX, maxY - minY) >= SMALLEST_WITH_HANDLES_PX * framePxPerScreenPx;
}

/** The vertex within the tolerance, else the middle of an edge within it; null when neither is near. */
export function findHandle(polygons: readonly Polygon[], framePoint: Point, reach: Reach): Handle | null {
  const { toleranceFramePx, framePxPerScreenPx } = reach;
  let best: { handle: Handle; distance: number } | null = null;
  for (const [part, polygon] of polygons.entries()) {
    if (!hasHandles(polygon, framePxPerScreenPx)) continue;
    const found = nearestVertex(polygon, framePoint, toleranceFramePx);
    if (found && (!best || found.distance < best.distance)) {
      const ref = { ring: found.ring, vertex: found.vertex };
      best = { handle: { kind: 'vertex', part, ref, at: found.at }, distance: found.distance };
    }
  }
  return best?.handle ?? findEdgeHandle(polygons, framePoint, reach);
}

function findEdgeHandle(polygons: readonly Polygon[], framePoint: Point, reach: Reach): Handle | null {
  const { toleranceFramePx, framePxPerScreenPx } = reach;
  let best: { handle: Handle; distance: number } | null = null;
  const { x, y } = framePoint;
  const within = expandBounds({ minX: x, minY: y, maxX: x, maxY: y }, toleranceFramePx);
  for (const [part, polygon] of polygons.entries()) {
    if (!hasHandles(polygon, framePxPerScreenPx)) continue;
    for (const { ref, at } of edgeHandles(polygon, framePxPerScreenPx, within)) {
      const distance = Math.hypot(at.x - framePoint.x, at.y - framePoint.y);
      if (distance > toleranceFramePx || (best && distance >= best.distance)) continue;
      best = { handle: { kind: 'edge', part, ref, at }, distance };
    }
  }
  return best?.handle ?? null;
}

/** The middles of the edges that are long enough on screen to have a handle, within bounds in frame px. */
export function edgeHandles(
  polygon: Polygon,
  framePxPerScreenPx: number,
  within: Bounds,
): { ref: EdgeRef; at: Point }[] {
  const shortest = EDGE_HANDLE_FROM_PX * framePxPerScreenPx;
  const handles: { ref: EdgeRef; at: Point }[] = [];
  for (const [ring, vertices] of polygonRings(polygon).entries()) {
    let a = vertices.at(-1);
    for (const [index, b] of vertices.entries()) {
      const edge = (index + vertices.length - 1) % vertices.length;
      if (a && Math.hypot(b.x - a.x, b.y - a.y) >= shortest) {
        const at = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
        const isWithin = at.x >= within.minX && at.x <= within.maxX && at.y >= within.minY && at.y <= within.maxY;
        if (isWithin) handles.push({ ref: { ring, edge }, at });
      }
      a = b;
    }
  }
  return handles;
}

/** The nearest place on an edge within the tolerance, for a vertex put in by double click. */
export function findEdge(polygons: readonly Polygon[], framePoint: Point, reach: Reach): Handle | null {
  let best: { handle: Handle; distance: number } | null = null;
  for (const [part, polygon] of polygons.entries()) {
    if (!hasHandles(polygon, reach.framePxPerScreenPx)) continue;
    const found = nearestEdge(polygon, framePoint, reach.toleranceFramePx);
    if (!found || (best && found.distance >= best.distance)) continue;
    const ref = { ring: found.ring, edge: found.edge };
    best = { handle: { kind: 'edge', part, ref, at: found.at }, distance: found.distance };
  }
  return best?.handle ?? null;
}

export function isSameHandle(a: Handle | null, b: Handle | null): boolean {
  if (!a || !b) return a === b;
  return a.kind === b.kind && a.part === b.part && isSamePoint(a.at, b.at);
}
