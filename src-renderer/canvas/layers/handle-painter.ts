import { expandBounds } from '#shared/geometry/bounds';
import { polygonRings } from '#shared/geometry/polygon';
import { isSamePoint } from '#shared/geometry/ring';
import type { Bounds, Point, Polygon } from '#shared/geometry/types';
import { edgeHandles, hasHandles } from '../tools/handles';
import { frameToScreen, visibleBounds, type Viewport } from '../viewport/viewport';
import type { EditScene } from './edit-scene';
import type { DrawingContext } from './outline-painter';

const VERTEX_PX = 7;
const EDGE_HANDLE_RADIUS_PX = 2.75;
const ACTIVE_PX = 10;
/** Nearer together than this on screen, vertices get the small mark; nearer than the second, only some get one. */
const DENSE_PX = 11;
const SMALL_VERTEX_PX = 4;
const CROWDED_PX = 6;
const HANDLE_FILL = '#ffffff';
const HANDLE_LINE = '#14161a';
const ACTIVE_FILL = '#ffd166';

/** Draws the vertices that can be taken hold of, those in view only; the context maps CSS px. */
export function drawHandles(context: DrawingContext, { viewport, screen, handles, sketch }: EditScene): void {
  const active = sketch.kind === 'polygons' || sketch.kind === 'handles' ? sketch.activeVertex : null;
  const over = sketch.kind === 'handles' ? sketch.over : null;
  const visible = expandBounds(visibleBounds(viewport, screen), VERTEX_PX / viewport.scale);
  const framePxPerScreenPx = 1 / viewport.scale;
  context.lineWidth = 1.25;
  context.setLineDash([]);
  for (const polygon of handles) {
    if (!hasHandles(polygon, framePxPerScreenPx)) continue;
    for (const { at } of edgeHandles(polygon, framePxPerScreenPx, visible)) {
      drawDisc(context, frameToScreen(viewport, at), EDGE_HANDLE_RADIUS_PX);
    }
    const size = vertexSize(polygon, viewport);
    for (const at of shownVertices(polygon, visible, CROWDED_PX / viewport.scale)) {
      drawSquare(context, frameToScreen(viewport, at), { size, fill: HANDLE_FILL });
    }
  }
  if (over && !(active && isSamePoint(over, active))) {
    drawSquare(context, frameToScreen(viewport, over), { size: ACTIVE_PX, fill: HANDLE_FILL });
  }
  if (active) drawSquare(context, frameToScreen(viewport, active), { size: ACTIVE_PX, fill: ACTIVE_FILL });
}

/** The vertices in bounds, without those crowding the one before. Frame px. */
function shownVertices(polygon: Polygon, within: Bounds, crowdedFramePx: number): Point[] {
  const shown: Point[] = [];
  for (const ring of polygonRings(polygon)) {
    let last: Point | null = null;
    for (const vertex of ring) {
      const { x, y } = vertex;
      if (x < within.minX || x > within.maxX || y < within.minY || y > within.maxY) continue;
      if (last && Math.abs(x - last.x) + Math.abs(y - last.y) < crowdedFramePx) continue;
      shown.push(vertex);
      last = vertex;
    }
  }
  return shown;
}

function vertexSize({ exterior }: Polygon, { scale }: Viewport): number {
  let length = 0;
  let a = exterior.at(-1);
  for (const b of exterior) {
    if (a) length += Math.hypot(b.x - a.x, b.y - a.y);
    a = b;
  }
  return (length / Math.max(1, exterior.length)) * scale < DENSE_PX ? SMALL_VERTEX_PX : VERTEX_PX;
}

function drawSquare(context: DrawingContext, { x, y }: Point, { size, fill }: { size: number; fill: string }): void {
  context.fillStyle = fill;
  context.strokeStyle = HANDLE_LINE;
  context.fillRect(x - size / 2, y - size / 2, size, size);
  context.strokeRect(x - size / 2, y - size / 2, size, size);
}

function drawDisc(context: DrawingContext, { x, y }: Point, radius: number): void {
  context.fillStyle = HANDLE_FILL;
  context.strokeStyle = HANDLE_LINE;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
