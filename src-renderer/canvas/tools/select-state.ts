import type { LesionId } from '#shared/domain/ids';
import { polygonRings } from '#shared/geometry/polygon';
import { isSamePoint } from '#shared/geometry/ring';
import type { Point, Polygon } from '#shared/geometry/types';
import type { Handle } from './handles';
import type { Cursor, Sketch, ToolContext } from './tool';
import type { VertexDrag } from './vertex-edit';
import { erasingSketch, type VertexErasing } from './vertex-erase';

/** What outlives a gesture. Points in frame px. */
export type SelectMemory = {
  readonly hovered: LesionId | null;
  /** The handle under the pointer. */
  readonly over: Handle | null;
  /** A click would remove the vertex under the pointer. */
  readonly removes: boolean;
  /** The vertex that Delete removes, by its place: an edit may renumber the vertices. */
  readonly active: Point | null;
  /** The last click, so that the next one at the same place takes the next lesion there. */
  readonly lastClick: { readonly framePoint: Point; readonly ids: readonly LesionId[]; readonly index: number } | null;
};

export type SelectState =
  | { readonly kind: 'idle'; readonly memory: SelectMemory }
  | { readonly kind: 'pressing'; readonly memory: SelectMemory; readonly start: Point }
  | { readonly kind: 'pressingHandle'; readonly memory: SelectMemory; readonly start: Point; readonly handle: Handle }
  | { readonly kind: 'draggingVertex'; readonly memory: SelectMemory; readonly drag: VertexDrag }
  | { readonly kind: 'erasingVertices'; readonly memory: SelectMemory; readonly erasing: VertexErasing }
  | { readonly kind: 'marquee'; readonly memory: SelectMemory; readonly from: Point; readonly to: Point };

/** What the tool shows on the edit layer. */
export function sketchOf(state: SelectState, context: ToolContext): Sketch {
  if (state.kind === 'draggingVertex') {
    const { polygons, isValid, at } = state.drag;
    return { kind: 'polygons', polygons, isValid, activeVertex: at };
  }
  if (state.kind === 'erasingVertices') return erasingSketch(state.erasing);
  if (state.kind === 'marquee') return { kind: 'marquee', from: state.from, to: state.to };
  const { active, over } = state.memory;
  const isThere = active !== null && context.editable?.polygons.some((polygon) => hasVertexAt(polygon, active));
  return { kind: 'handles', activeVertex: isThere ? active : null, over: context.editable && over ? over.at : null };
}

function hasVertexAt(polygon: Polygon, at: Point): boolean {
  return polygonRings(polygon).some((ring) => ring.some((vertex) => isSamePoint(vertex, at)));
}

/** What a press would do here. */
export function cursorOf(state: SelectState): Cursor {
  if (state.kind === 'draggingVertex' || state.kind === 'pressingHandle') return 'vertex';
  if (state.kind === 'erasingVertices') return 'remove';
  if (state.kind === 'marquee') return 'marquee';
  const { over, removes, hovered } = state.memory;
  if (over?.kind === 'edge') return 'insert';
  if (over) return removes ? 'remove' : 'vertex';
  return hovered ? 'lesion' : 'ground';
}
