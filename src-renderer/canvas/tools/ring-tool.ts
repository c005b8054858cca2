import { simplifyLine } from '#shared/geometry/simplify';
import { snapPoint } from '#shared/geometry/snap';
import type { Point, Polygon } from '#shared/geometry/types';
import { finishPolygons, type Finished } from './finish-polygon';
import {
  BUSY_MESSAGE,
  DRAG_FROM_PX,
  handleTolerancePx,
  stay,
  type Cursor,
  type Sketch,
  type Step,
  type Tool,
  type ToolContext,
  type ToolEffect,
  type ToolEvent,
} from './tool';
import { finishTrace, TRACE_TOLERANCE_FRAME_PX, traceExtent } from './trace-ring';

/** What becomes of the ring: it replaces the selection, is a new lesion, or is taken away from the selected one. */
export type RingMode = 'redraw' | 'add' | 'subtract';

/** Points in frame px. `vertices` are those that are placed; `pointer` is the loose end of the rubber band. */
export type RingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'placing'; readonly vertices: readonly Point[]; readonly pointer: Point | null }
  | { readonly kind: 'pressing'; readonly vertices: readonly Point[]; readonly start: Point }
  | { readonly kind: 'tracing'; readonly vertices: readonly Point[]; readonly trace: readonly Point[] };

/** A trace smaller than this on screen was meant as a click, in CSS px. */
const SMALLEST_TRACE_PX = 12;
/** A click this near to the last vertex is the second of a double click, in CSS px. */
const SAME_VERTEX_PX = 3;
/** The same while only one vertex is placed and the ring has no extent to go by yet. */
const SAME_ONLY_VERTEX_PX = 1;
/** Nor may either tolerance swallow the vertices of a small ring: they are at most this share of its extent. */
const TOLERANCE_SHARE_OF_RING = 0.2;

/**
 * Draws one ring: click by click, closed at the first vertex, by double click or Enter; or by one drag, closed on
 * release. A drag between clicks adds a freehand stretch.
 */
export function createRingTool(mode: RingMode): Tool<RingState> {
  return {
    initial: { kind: 'idle' },
    step(state, event, context) {
      if (event.type === 'cancel') return cancel(state);
      if (event.type === 'interrupt') return stay(before(state));
      switch (state.kind) {
        case 'idle':
        case 'placing':
          return stepPlacing(state, event, { mode, context });
        case 'pressing':
          return stepPressing(state, event, { mode, context });
        case 'tracing':
          return stepTracing(state, event, { mode, context });
      }
    },
    sketch: (state, context) => sketchOf(state, { mode, context }),
    cursor: (state, context) => cursorOf(state, { mode, context }),
    hasDraft: (state) => state.kind !== 'idle',
    holdsOnPress: () => false,
  };
}

type Drawing = { readonly mode: RingMode; readonly context: ToolContext };

function stepPlacing(
  state: Extract<RingState, { kind: 'idle' | 'placing' }>,
  event: ToolEvent,
  drawing: Drawing,
): Step<RingState> {
  const vertices = state.kind === 'placing' ? state.vertices : [];
  switch (event.type) {
    case 'pointerDown': {
      const refusal = refusalOf(drawing);
      if (refusal) return stay(state, { type: 'refuse', message: refusal });
      return stay({ kind: 'pressing', vertices, start: event.framePoint });
    }
    case 'pointerMove':
      return stay(placing(vertices, event.framePoint));
    case 'pointerLeave':
      return stay(placing(vertices, null));
    case 'secondary':
    case 'deleteVertex':
      return stay(placing(vertices.slice(0, -1), state.kind === 'placing' ? state.pointer : null));
    case 'doubleClick':
      return vertices.length >= 3 ? close(vertices, drawing) : stay(state);
    case 'complete':
      return vertices.length === 0 ? stay(state) : close(vertices, drawing);
    default:
      return stay(state);
  }
}

function stepPressing(
  state: Extract<RingState, { kind: 'pressing' }>,
  event: ToolEvent,
  drawing: Drawing,
): Step<RingState> {
  const { vertices, start } = state;
  if (event.type === 'pointerUp') return click(vertices, start, drawing);
  if (event.type !== 'pointerMove' || distance(start, event.framePoint) <= screenPx(DRAG_FROM_PX, drawing)) {
    return stay(state);
  }
  return stay({ kind: 'tracing', vertices, trace: [start, ...event.trail] });
}

function stepTracing(
  state: Extract<RingState, { kind: 'tracing' }>,
  event: ToolEvent,
  drawing: Drawing,
): Step<RingState> {
  const { vertices } = state;
  if (event.type === 'pointerMove') return stay({ ...state, trace: [...state.trace, ...event.trail] });
  if (event.type !== 'pointerUp') return stay(state);
  const trace = [...state.trace, ...event.trail];
  const [start] = trace;
  if (start && traceExtent(trace) < screenPx(SMALLEST_TRACE_PX, drawing)) return click(vertices, start, drawing);
  if (vertices.length === 0) return end(finishTrace(trace), { kind: 'idle' }, drawing);
  const stretch = simplifyLine(trace, TRACE_TOLERANCE_FRAME_PX).map(snapPoint);
  if (isAtFirst([...vertices, ...stretch], event.framePoint, drawing.context))
    return close([...vertices, ...stretch.slice(0, -1)], drawing);
  return stay(placing([...vertices, ...stretch], event.framePoint));
}

/** One click: closes at the first vertex, does nothing at the last one, else places a vertex. */
function click(vertices: readonly Point[], framePoint: Point, drawing: Drawing): Step<RingState> {
  const last = vertices.at(-1);
  if (isAtFirst(vertices, framePoint, drawing.context)) return close(vertices, drawing);
  const sameVertex =
    vertices.length === 1
      ? screenPx(SAME_ONLY_VERTEX_PX, drawing)
      : ringTolerance(vertices, screenPx(SAME_VERTEX_PX, drawing));
  if (last && distance(last, framePoint) <= sameVertex) return stay(placing(vertices, framePoint));
  return stay(placing([...vertices, snapPoint(framePoint)], framePoint));
}

function close(vertices: readonly Point[], drawing: Drawing): Step<RingState> {
  const open = placing(vertices, null);
  if (vertices.length < 3) return stay(open, { type: 'refuse', message: 'An outline needs at least three vertices.' });
  return end(finishPolygons([{ exterior: vertices, holes: [] }]), open, drawing);
}

/** The edit, or the reason against it and the state to go on from. */
function end(finished: Finished, otherwise: RingState, drawing: Drawing): Step<RingState> {
  if (!finished.ok) return stay(otherwise, { type: 'refuse', message: finished.message });
  const [polygon] = finished.polygons;
  return polygon ? stay({ kind: 'idle' }, commit(polygon, drawing)) : stay(otherwise);
}

function commit(polygon: Polygon, { mode, context }: Drawing): ToolEffect {
  if (mode === 'subtract') {
    const lesionIds = [...(context.editable?.lesionIds ?? [])];
    // The region itself is what stays on the canvas.
    const edit = { work: { operation: 'subtract', region: polygon }, lesionIds, sketch: { kind: 'none' } } as const;
    return { type: 'commit', edit: { kind: 'work', ...edit } };
  }
  if (mode === 'add') return { type: 'commit', edit: { kind: 'add', polygon } };
  return { type: 'commit', edit: { kind: 'redraw', lesionIds: [...context.redrawIds], polygons: [polygon] } };
}

function cancel(state: RingState): Step<RingState> {
  if (state.kind === 'idle') return stay(state, { type: 'cancelTool' });
  // Esc in a drag takes back the drag; Esc between clicks takes back the ring.
  return stay(state.kind === 'placing' ? { kind: 'idle' } : before(state));
}

/** Where a drag began from. */
function before(state: RingState): RingState {
  return state.kind === 'pressing' || state.kind === 'tracing' ? placing(state.vertices, null) : state;
}

function placing(vertices: readonly Point[], pointer: Point | null): RingState {
  return vertices.length === 0 ? { kind: 'idle' } : { kind: 'placing', vertices, pointer };
}

function refusalOf({ mode, context }: Drawing): string | null {
  if (!context.canDraw) return 'This view has no frame, so nothing can be drawn on it.';
  if (context.isBusy) return BUSY_MESSAGE;
  if (mode === 'redraw' && context.redrawIds.length === 0) return 'Select the lesion to redraw first.';
  if (mode === 'subtract' && !context.editable) return 'Select the one lesion to take the region away from first.';
  return null;
}

function isAtFirst(vertices: readonly Point[], framePoint: Point, context: ToolContext): boolean {
  const [first] = vertices;
  const tolerance = handleTolerancePx(context.pointerKind) * context.framePxPerScreenPx;
  return (
    vertices.length >= 3 && first !== undefined && distance(first, framePoint) <= ringTolerance(vertices, tolerance)
  );
}

/** A tolerance in frame px, as far as the extent of the ring so far allows it. */
function ringTolerance(vertices: readonly Point[], toleranceFramePx: number): number {
  return Math.min(toleranceFramePx, TOLERANCE_SHARE_OF_RING * traceExtent(vertices));
}

/** Every sketch shows how the ring would close if the pointer were let go now. */
function sketchOf(state: RingState, { mode, context }: Drawing): Sketch {
  const erasesFrom = mode === 'subtract' ? context.editable?.lesionIds : undefined;
  const looks = { kind: 'ring', ...(erasesFrom ? { erasesFrom } : {}) } as const;
  switch (state.kind) {
    case 'idle':
      return { kind: 'none' };
    case 'placing': {
      const { vertices, pointer } = state;
      const isClosing = pointer !== null && isAtFirst(vertices, pointer, context);
      return { ...looks, vertices, pointer, isClosing, isTrace: false };
    }
    case 'pressing': {
      const vertices = [...state.vertices, state.start];
      return { ...looks, vertices, pointer: null, isClosing: false, isTrace: false };
    }
    case 'tracing': {
      const vertices = [...state.vertices, ...state.trace];
      const [first] = vertices;
      const pointer = state.vertices.length === 0 ? (first ?? null) : null;
      return { ...looks, vertices, pointer, isClosing: isBackAtFirst(state, context), isTrace: true };
    }
  }
}

/** A trace that has come back to where the ring began. */
function isBackAtFirst({ vertices, trace }: Extract<RingState, { kind: 'tracing' }>, context: ToolContext): boolean {
  const at = trace.at(-1);
  const ring = [...vertices, ...trace];
  return at !== undefined && ring.length > 8 && isAtFirst(ring, at, context);
}

function cursorOf(state: RingState, { mode, context }: Drawing): Cursor {
  if (refusalOf({ mode, context })) return 'refused';
  const sketch = sketchOf(state, { mode, context });
  return sketch.kind === 'ring' && sketch.isClosing ? 'close' : 'draw';
}

function screenPx(length: number, { context }: Drawing): number {
  return length * context.framePxPerScreenPx;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
