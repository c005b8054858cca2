import type { LesionId } from '#shared/domain/ids';
import { polygonRings } from '#shared/geometry/polygon';
import { isSamePoint } from '#shared/geometry/ring';
import type { Point, Polygon } from '#shared/geometry/types';
import { findEdge, findHandle, type Handle } from './handles';
import {
  DRAG_FROM_PX,
  EDGE_TOLERANCE_PX,
  handleTolerancePx,
  stay,
  type Cursor,
  type Sketch,
  type Step,
  type Tool,
  type ToolContext,
  type ToolEffect,
  type ToolEvent,
  type ToolPointerEvent,
} from './tool';
import {
  beginVertexDrag,
  deleteVertexAt,
  insertVertexAt,
  moveVertexDrag,
  releaseVertexDrag,
  type EditOutcome,
  type VertexDrag,
} from './vertex-edit';

/** What outlives a gesture. Points in frame px. */
type Memory = {
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
  | { readonly kind: 'idle'; readonly memory: Memory }
  | { readonly kind: 'pressing'; readonly memory: Memory; readonly start: Point }
  | { readonly kind: 'pressingHandle'; readonly memory: Memory; readonly start: Point; readonly handle: Handle }
  | { readonly kind: 'draggingVertex'; readonly memory: Memory; readonly drag: VertexDrag };

const initial: SelectState = { kind: 'idle', memory: { hovered: null, over: null, removes: false, active: null, lastClick: null } };

/** Select by click; on the one selected lesion move, insert and delete vertices; drag the ground to pan. */
export const selectTool: Tool<SelectState> = {
  initial,
  step(state, event, context) {
    if (event.type === 'interrupt') return stay(idle(state.memory));
    switch (state.kind) {
      case 'idle':
        return stepIdle(state, event, context);
      case 'pressing':
        return stepPressing(state, event, context);
      case 'pressingHandle':
        return stepPressingHandle(state, event, context);
      case 'draggingVertex':
        return stepDraggingVertex(state, event, context);
    }
  },
  sketch: sketchOf,
  cursor: cursorOf,
  hasDraft: (state) => state.kind === 'draggingVertex',
};

function stepIdle(state: Extract<SelectState, { kind: 'idle' }>, event: ToolEvent, context: ToolContext): Step<SelectState> {
  const { memory } = state;
  switch (event.type) {
    case 'pointerDown': {
      const handle = handleAt(event, context);
      if (handle) return stay({ kind: 'pressingHandle', memory, start: event.framePoint, handle });
      return stay({ kind: 'pressing', memory, start: event.framePoint });
    }
    case 'pointerMove':
      return hover(
        { ...memory, over: handleAt(event, context), removes: event.modifiers.alt },
        lesionAt(event.framePoint, context),
      );
    case 'pointerLeave':
      return hover({ ...memory, over: null }, null);
    case 'doubleClick':
      return insertAtEdge(memory, event, context);
    case 'deleteVertex':
      return deleteActive(state, context);
    case 'cancel':
      return stay(memory.active ? idle({ ...memory, active: null }) : state);
    default:
      return stay(state);
  }
}

function stepPressing(
  state: Extract<SelectState, { kind: 'pressing' }>,
  event: ToolEvent,
  context: ToolContext,
): Step<SelectState> {
  switch (event.type) {
    case 'pointerMove':
      if (!isDrag(state.start, event, context)) return stay(state);
      return stay(idle({ ...state.memory, lastClick: null }), { type: 'pan' });
    case 'pointerUp':
      return click(state.memory, event, context);
    case 'cancel':
      return stay(idle(state.memory));
    default:
      return stay(state);
  }
}

function stepPressingHandle(
  state: Extract<SelectState, { kind: 'pressingHandle' }>,
  event: ToolEvent,
  context: ToolContext,
): Step<SelectState> {
  const { memory, handle, start } = state;
  switch (event.type) {
    case 'pointerMove': {
      if (!isDrag(start, event, context) || !context.editable) return stay(state);
      const drag = beginVertexDrag(context.editable, handle, start);
      return stay({ kind: 'draggingVertex', memory, drag: moveVertexDrag(drag, event.framePoint) });
    }
    case 'pointerUp':
      if (handle.kind === 'edge') return finish(memory, insertVertexAt(context.editable, handle));
      if (event.modifiers.alt) return finish(memory, deleteVertexAt(context.editable, handle.at));
      return stay(idle({ ...memory, active: handle.at }));
    case 'cancel':
      return stay(idle(memory));
    default:
      return stay(state);
  }
}

function stepDraggingVertex(
  state: Extract<SelectState, { kind: 'draggingVertex' }>,
  event: ToolEvent,
  _context: ToolContext,
): Step<SelectState> {
  switch (event.type) {
    case 'pointerMove':
      return stay({ ...state, drag: moveVertexDrag(state.drag, event.framePoint) });
    case 'pointerUp':
      return finish(state.memory, releaseVertexDrag(moveVertexDrag(state.drag, event.framePoint)));
    case 'cancel':
      return stay(idle(state.memory));
    default:
      return stay(state);
  }
}

/** One click on the ground or a lesion. At the place of the last one it goes on to the next lesion below. */
function click(memory: Memory, event: ToolPointerEvent, context: ToolContext): Step<SelectState> {
  if (!context.isOverlayVisible) return stay(idle(memory));
  const { framePoint } = event;
  const ids = context.hit(framePoint, EDGE_TOLERANCE_PX * context.framePxPerScreenPx);
  const [first] = ids;
  if (event.modifiers.shift || event.modifiers.ctrl) {
    return stay(idle(memory), ...(first ? [select([first], 'toggle')] : []));
  }
  if (editableEdgeAt(framePoint, context) && (!first || context.editable?.lesionIds.includes(first))) {
    return stay(idle(memory)); // already selected, and a second click is to insert a vertex here
  }
  if (!first) {
    const cleared = idle({ ...memory, active: null, lastClick: null });
    return stay(cleared, ...(context.selectedIds.length > 0 ? [select([], 'clear')] : []));
  }
  const index = nextIndex(memory, { framePoint, ids }, context);
  const chosen = ids[index] ?? first;
  return stay(idle({ ...memory, active: null, lastClick: { framePoint, ids, index } }), select([chosen], 'click'));
}

function nextIndex(
  { lastClick }: Memory,
  { framePoint, ids }: { framePoint: Point; ids: readonly LesionId[] },
  context: ToolContext,
): number {
  if (!lastClick || lastClick.ids.length !== ids.length || lastClick.ids.some((id, i) => id !== ids[i])) return 0;
  const isSelected = context.selectedIds.length === 1 && context.selectedIds[0] === ids[lastClick.index];
  const moved = Math.hypot(framePoint.x - lastClick.framePoint.x, framePoint.y - lastClick.framePoint.y);
  const isSamePlace = moved <= DRAG_FROM_PX * context.framePxPerScreenPx;
  return isSelected && isSamePlace ? (lastClick.index + 1) % ids.length : 0;
}

function insertAtEdge(memory: Memory, event: ToolPointerEvent, context: ToolContext): Step<SelectState> {
  const edge = handleAt(event, context) ? null : editableEdgeAt(event.framePoint, context);
  return edge && !context.isBusy ? finish(memory, insertVertexAt(context.editable, edge)) : stay(idle(memory));
}

function deleteActive(state: SelectState, context: ToolContext): Step<SelectState> {
  const { memory } = state;
  if (!memory.active || !context.editable || context.isBusy) return stay(state);
  return finish(memory, deleteVertexAt(context.editable, memory.active));
}

function finish(memory: Memory, outcome: EditOutcome): Step<SelectState> {
  switch (outcome.kind) {
    case 'unchanged':
      return stay(idle(memory));
    case 'refused':
      return stay(idle(memory), { type: 'refuse', message: outcome.message });
    case 'changed':
      return stay(idle({ ...memory, active: outcome.active, over: null }), { type: 'commit', edit: outcome.edit });
  }
}

function hover(memory: Memory, hovered: LesionId | null): Step<SelectState> {
  const isSame = hovered === memory.hovered;
  return stay(idle({ ...memory, hovered }), ...(isSame ? [] : [{ type: 'hover', lesionId: hovered } as const]));
}

function handleAt(event: ToolPointerEvent, context: ToolContext): Handle | null {
  const { editable, isBusy, isOverlayVisible, framePxPerScreenPx, pointerKind } = context;
  if (!editable || isBusy || !isOverlayVisible || event.modifiers.shift || event.modifiers.ctrl) return null;
  const toleranceFramePx = handleTolerancePx(pointerKind) * framePxPerScreenPx;
  return findHandle(editable.polygons, event.framePoint, { toleranceFramePx, framePxPerScreenPx });
}

function lesionAt(framePoint: Point, context: ToolContext): LesionId | null {
  if (!context.isOverlayVisible) return null;
  return context.hit(framePoint, EDGE_TOLERANCE_PX * context.framePxPerScreenPx)[0] ?? null;
}

function editableEdgeAt(framePoint: Point, context: ToolContext): Handle | null {
  const { editable, isOverlayVisible, framePxPerScreenPx, pointerKind } = context;
  if (!editable || !isOverlayVisible) return null;
  const toleranceFramePx = (pointerKind === 'touch' ? 12 : 6) * framePxPerScreenPx;
  return findEdge(editable.polygons, framePoint, { toleranceFramePx, framePxPerScreenPx });
}

function isDrag(start: Point, { framePoint }: ToolPointerEvent, { framePxPerScreenPx }: ToolContext): boolean {
  return Math.hypot(framePoint.x - start.x, framePoint.y - start.y) > DRAG_FROM_PX * framePxPerScreenPx;
}

function sketchOf(state: SelectState, context: ToolContext): Sketch {
  if (state.kind === 'draggingVertex') {
    const { polygons, isValid, at } = state.drag;
    return { kind: 'polygons', polygons, isValid, activeVertex: at };
  }
  const { active, over } = state.memory;
  const isThere = active !== null && context.editable?.polygons.some((polygon) => hasVertexAt(polygon, active));
  return { kind: 'handles', activeVertex: isThere ? active : null, over: context.editable && over ? over.at : null };
}

function hasVertexAt(polygon: Polygon, at: Point): boolean {
  return polygonRings(polygon).some((ring) => ring.some((vertex) => isSamePoint(vertex, at)));
}

function cursorOf(state: SelectState): Cursor {
  if (state.kind === 'draggingVertex' || state.kind === 'pressingHandle') return 'vertex';
  const { over, removes, hovered } = state.memory;
  if (over?.kind === 'edge') return 'insert';
  if (over) return removes ? 'remove' : 'vertex';
  return hovered ? 'lesion' : 'ground';
}

function select(lesionIds: LesionId[], how: 'click' | 'toggle' | 'clear'): ToolEffect {
  return { type: 'select', lesionIds, how };
}

function idle(memory: Memory): SelectState {
  return { kind: 'idle', memory };
}
