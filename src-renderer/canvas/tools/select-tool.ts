import type { LesionId } from '#shared/domain/ids';
import type { Point } from '#shared/geometry/types';
import { findEdge, findHandle, isSameHandle, type Handle } from './handles';
import {
  BUSY_MESSAGE,
  DRAG_FROM_PX,
  dragFromPx,
  EDGE_TOLERANCE_PX,
  handleTolerancePx,
  stay,
  type Step,
  type Tool,
  type ToolContext,
  type ToolEffect,
  type ToolEvent,
  type ToolPointerEvent,
} from './tool';
import { marqueeIds } from './marquee-tool';
import { cursorOf, sketchOf, type SelectMemory, type SelectState } from './select-state';
import {
  beginVertexDrag,
  deleteVertexAt,
  insertVertexAt,
  moveVertexDrag,
  releaseVertexDrag,
  type EditOutcome,
} from './vertex-edit';
import { beginErasing, eraseVertices, releaseErasing } from './vertex-erase';

const initial: SelectState = {
  kind: 'idle',
  memory: { hovered: null, over: null, removes: false, active: null, lastClick: null },
};

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
        return stepDraggingVertex(state, event);
      case 'erasingVertices':
        return stepErasing(state, event, context);
      case 'marquee':
        return stepMarquee(state, event, context);
    }
  },
  sketch: sketchOf,
  cursor: cursorOf,
  hasDraft: ({ kind }) => kind === 'draggingVertex' || kind === 'erasingVertices' || kind === 'marquee',
  holdsOnPress: (state) => cursorOf(state) === 'vertex',
};

function stepIdle(
  state: Extract<SelectState, { kind: 'idle' }>,
  event: ToolEvent,
  context: ToolContext,
): Step<SelectState> {
  const { memory } = state;
  switch (event.type) {
    case 'pointerDown': {
      const handle = handleAt(event, context);
      if (handle && context.isBusy) return stay(state, { type: 'refuse', message: BUSY_MESSAGE });
      if (handle) return stay({ kind: 'pressingHandle', memory, start: event.framePoint, handle });
      return stay({ kind: 'pressing', memory, start: event.framePoint });
    }
    case 'pointerMove': {
      const over = handleAt(event, context);
      return hover(state, { over, removes: event.modifiers.alt, hovered: lesionAt(event.framePoint, context) });
    }
    case 'pointerLeave':
      return hover(state, { over: null, removes: false, hovered: null });
    case 'doubleClick':
      return insertAtEdge(memory, event, context);
    case 'secondary':
      return deleteUnder(state, event, context);
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
      if (event.modifiers.shift)
        return stay({ kind: 'marquee', memory: state.memory, from: state.start, to: event.framePoint });
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
      if (event.modifiers.alt && handle.kind === 'vertex') {
        const erasing = eraseVertices(beginErasing(context.editable, start), event.trail, context);
        return stay({ kind: 'erasingVertices', memory, erasing });
      }
      const drag = beginVertexDrag(context.editable, handle, start);
      return stay({ kind: 'draggingVertex', memory, drag: moveVertexDrag(drag, event.framePoint) });
    }
    case 'pointerUp':
      if (handle.kind === 'edge') return finish(memory, insertVertexAt(context.editable, handle));
      if (event.modifiers.alt) return finish(memory, deleteVertexAt(context.editable, handle.at));
      return stay(idle({ ...memory, active: handle.at }));
    case 'secondary':
      return deleteUnder(state, event, context);
    case 'cancel':
      return stay(idle(memory));
    default:
      return stay(state);
  }
}

function stepDraggingVertex(
  state: Extract<SelectState, { kind: 'draggingVertex' }>,
  event: ToolEvent,
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

/** Alt and a drag along the outline. */
function stepErasing(
  state: Extract<SelectState, { kind: 'erasingVertices' }>,
  event: ToolEvent,
  context: ToolContext,
): Step<SelectState> {
  switch (event.type) {
    case 'pointerMove':
      return stay({ ...state, erasing: eraseVertices(state.erasing, event.trail, context) });
    case 'pointerUp':
      return finish(state.memory, releaseErasing(eraseVertices(state.erasing, event.trail, context)));
    case 'cancel':
      return stay(idle(state.memory));
    default:
      return stay(state);
  }
}

/** Shift and a drag over the ground: what it meets is added to the selection. */
function stepMarquee(
  state: Extract<SelectState, { kind: 'marquee' }>,
  event: ToolEvent,
  context: ToolContext,
): Step<SelectState> {
  switch (event.type) {
    case 'pointerMove':
      return stay({ ...state, to: event.framePoint });
    case 'pointerUp': {
      const ids = marqueeIds(state.from, event.framePoint, context);
      const memory = { ...state.memory, active: null, lastClick: null };
      return stay(idle(memory), ...(ids.length > 0 ? [{ type: 'select', lesionIds: ids, how: 'add' } as const] : []));
    }
    case 'cancel':
      return stay(idle(state.memory));
    default:
      return stay(state);
  }
}

/** One click on the ground or a lesion. At the place of the last one it goes on to the next lesion below. */
function click(memory: SelectMemory, event: ToolPointerEvent, context: ToolContext): Step<SelectState> {
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
  { lastClick }: SelectMemory,
  { framePoint, ids }: { framePoint: Point; ids: readonly LesionId[] },
  context: ToolContext,
): number {
  if (!lastClick || lastClick.ids.length !== ids.length || lastClick.ids.some((id, i) => id !== ids[i])) return 0;
  const isSelected = context.selectedIds.length === 1 && context.selectedIds[0] === ids[lastClick.index];
  const moved = Math.hypot(framePoint.x - lastClick.framePoint.x, framePoint.y - lastClick.framePoint.y);
  const isSamePlace = moved <= DRAG_FROM_PX * context.framePxPerScreenPx;
  return isSelected && isSamePlace ? (lastClick.index + 1) % ids.length : 0;
}

function insertAtEdge(memory: SelectMemory, event: ToolPointerEvent, context: ToolContext): Step<SelectState> {
  const edge = handleAt(event, context) ? null : editableEdgeAt(event.framePoint, context);
  return edge && !context.isBusy ? finish(memory, insertVertexAt(context.editable, edge)) : stay(idle(memory));
}

/** The mouse's own way to delete a vertex, without a key. */
function deleteUnder(state: SelectState, event: ToolPointerEvent, context: ToolContext): Step<SelectState> {
  const handle = handleAt(event, context);
  if (handle?.kind !== 'vertex') return stay(state);
  if (context.isBusy) return stay(state, { type: 'refuse', message: BUSY_MESSAGE });
  return finish(state.memory, deleteVertexAt(context.editable, handle.at));
}

function deleteActive(state: SelectState, context: ToolContext): Step<SelectState> {
  const { memory } = state;
  if (!memory.active || !context.editable || context.isBusy) return stay(state);
  return finish(memory, deleteVertexAt(context.editable, memory.active));
}

function finish(memory: SelectMemory, outcome: EditOutcome): Step<SelectState> {
  switch (outcome.kind) {
    case 'unchanged':
      return stay(idle(memory));
    case 'refused':
      return stay(idle(memory), { type: 'refuse', message: outcome.message });
    case 'changed':
      return stay(idle({ ...memory, active: outcome.active, over: null }), { type: 'commit', edit: outcome.edit });
  }
}

/** The state stays the same object while nothing changes: then nothing is redrawn. */
function hover(state: SelectState, now: Pick<SelectMemory, 'over' | 'removes' | 'hovered'>): Step<SelectState> {
  const { memory } = state;
  const isSameOver = isSameHandle(now.over, memory.over);
  const isSameLesion = now.hovered === memory.hovered;
  if (isSameOver && isSameLesion && now.removes === memory.removes) return stay(state);
  return stay(
    idle({ ...memory, ...now }),
    ...(isSameLesion ? [] : [{ type: 'hover', lesionId: now.hovered } as const]),
  );
}

function handleAt(event: ToolPointerEvent, context: ToolContext): Handle | null {
  const { editable, isOverlayVisible, framePxPerScreenPx, pointerKind } = context;
  if (!editable || !isOverlayVisible || event.modifiers.shift || event.modifiers.ctrl) return null;
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

function isDrag(
  start: Point,
  { framePoint }: ToolPointerEvent,
  { framePxPerScreenPx, pointerKind }: ToolContext,
): boolean {
  return Math.hypot(framePoint.x - start.x, framePoint.y - start.y) > dragFromPx(pointerKind) * framePxPerScreenPx;
}

function select(lesionIds: LesionId[], how: 'click' | 'toggle' | 'clear'): ToolEffect {
  return { type: 'select', lesionIds, how };
}

function idle(memory: SelectMemory): SelectState {
  return { kind: 'idle', memory };
}
