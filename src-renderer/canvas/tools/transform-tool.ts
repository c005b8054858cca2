// One machine with its handles: split, each half would need the other's states.
import { compose, IDENTITY, movePoint, movePolygon, rotation, translation, type Affine } from '#shared/geometry/affine';
import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from '#shared/geometry/bounds';
import { pointInPolygon } from '#shared/geometry/hit-test';
import type { Bounds, Point, Polygon } from '#shared/geometry/types';
import type { Redrawn } from '../canvas-edit';
import { finishPolygons } from './finish-polygon';
import { centreOf, changeWords, fromNumbers, numbersOf } from './transform-numbers';
import { handlePoint, handlesOf, scaleBy, type TransformHandle } from './transform-handles';
import {
  BUSY_MESSAGE,
  dragFromPx,
  EDGE_TOLERANCE_PX,
  handleTolerancePx,
  stay,
  type Cursor,
  type EditableLesion,
  type Modifiers,
  type Sketch,
  type Step,
  type Tool,
  type ToolContext,
  type ToolEvent,
  type ToolPointerEvent,
} from './tool';

/** `affine` maps the stored outlines to where they would be. Points in frame px. */
export type TransformState =
  | { readonly kind: 'idle'; readonly affine: Affine; readonly hover: Point | null }
  | {
      readonly kind: 'pressing';
      readonly affine: Affine;
      readonly start: Point;
      readonly grip: TransformHandle | 'move' | 'ground';
    }
  | {
      readonly kind: 'dragging';
      readonly before: Affine;
      readonly affine: Affine;
      readonly start: Point;
      readonly grip: TransformHandle | 'move';
    };

type Mode = 'transform' | 'shift';
type World = { readonly mode: Mode; readonly context: ToolContext };
const IDLE = { kind: 'idle', affine: IDENTITY, hover: null } as const satisfies TransformState;
/** Shift turns in steps of this. */
const TURN_STEP = Math.PI / 12;

/**
 * Moves, scales and turns the selected lesions as they are (`transform`), or moves all of the mask (`shift`). A drag of
 * lesions is taken when it is let go; arrow keys, typed numbers and the shift of a mask wait for Enter.
 */
export function createTransformTool(mode: Mode): Tool<TransformState> {
  return {
    initial: IDLE,
    step(state, event, context) {
      if (event.type === 'interrupt') return stay(released(state));
      const world: World = { mode, context };
      if (event.type === 'cancel') return cancel(state);
      if (event.type === 'complete') return state.kind === 'idle' ? complete(state, world) : stay(state);
      switch (state.kind) {
        case 'idle':
          return stepIdle(state, event, world);
        case 'pressing':
          return stepPressing(state, event, world);
        case 'dragging':
          return stepDragging(state, event, world);
      }
    },
    sketch: (state, context) => sketchOf(state, { mode, context }),
    cursor: (state, context) => cursorOf(state, { mode, context }),
    hasDraft: (state) => state.kind === 'dragging' || !isIdentity(state.affine),
    holdsOnPress: (state, context) => cursorOf(state, { mode, context }) !== 'ground',
  };
}

function stepIdle(
  state: Extract<TransformState, { kind: 'idle' }>,
  event: ToolEvent,
  world: World,
): Step<TransformState> {
  const { affine } = state;
  switch (event.type) {
    case 'pointerDown': {
      const message = refusalOf(world);
      if (message !== null) return stay(state, { type: 'refuse', message });
      return stay({ kind: 'pressing', affine, start: event.framePoint, grip: gripAt(event.framePoint, affine, world) });
    }
    case 'pointerMove':
      return stay({ ...state, hover: event.framePoint });
    case 'pointerLeave':
      return stay({ ...state, hover: null });
    case 'nudge':
      if (subjects(world).length === 0) return stay(state);
      return stay({ ...state, affine: compose(translation(event.dx, event.dy), affine) });
    case 'numbers':
      if (subjects(world).length === 0) return stay(state);
      return stay({ ...state, affine: fromNumbers(event.numbers, affine, boundsOf(subjects(world))) });
    default:
      return stay(state);
  }
}

function stepPressing(
  state: Extract<TransformState, { kind: 'pressing' }>,
  event: ToolEvent,
  world: World,
): Step<TransformState> {
  const { affine, start, grip } = state;
  const { context } = world;
  if (event.type === 'pointerUp') {
    const idle: TransformState = { kind: 'idle', affine, hover: event.framePoint };
    return world.mode === 'transform' && isIdentity(affine) ? stay(idle, ...selectAt(event, context)) : stay(idle);
  }
  if (event.type !== 'pointerMove') return stay(state);
  const moved = Math.hypot(event.framePoint.x - start.x, event.framePoint.y - start.y);
  if (moved <= dragFromPx(context.pointerKind) * context.framePxPerScreenPx) return stay(state);
  if (grip === 'ground') return stay({ kind: 'idle', affine, hover: null }, { type: 'pan' });
  return stay(dragTo({ kind: 'dragging', before: affine, affine, start, grip }, event, world));
}

function stepDragging(
  state: Extract<TransformState, { kind: 'dragging' }>,
  event: ToolEvent,
  world: World,
): Step<TransformState> {
  if (event.type !== 'pointerMove' && event.type !== 'pointerUp') return stay(state);
  const dragged = dragTo(state, event, world);
  if (event.type === 'pointerMove') return stay(dragged);
  const idle = { kind: 'idle', affine: dragged.affine, hover: event.framePoint } as const;
  return world.mode === 'shift' ? stay(idle) : complete(idle, world);
}

function dragTo(
  state: Extract<TransformState, { kind: 'dragging' }>,
  { framePoint, modifiers }: ToolPointerEvent,
  world: World,
): Extract<TransformState, { kind: 'dragging' }> {
  const { before, start, grip } = state;
  const bounds = boundsOf(subjects(world));
  const change = changeOf({ grip, start, to: framePoint, bounds, before, modifiers });
  return { ...state, affine: change };
}

type Drag = {
  readonly grip: TransformHandle | 'move';
  readonly start: Point;
  readonly to: Point;
  readonly bounds: Bounds;
  readonly before: Affine;
  readonly modifiers: Modifiers;
};

function changeOf({ grip, start, to, bounds, before, modifiers }: Drag): Affine {
  if (grip === 'move') {
    let [dx, dy] = [to.x - start.x, to.y - start.y];
    if (modifiers.shift) [dx, dy] = Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy];
    return compose(translation(dx, dy), before);
  }
  if (grip === 'rotate') {
    const pivot = movePoint(before, centreOf(bounds));
    const angle = Math.atan2(to.y - pivot.y, to.x - pivot.x) - Math.atan2(start.y - pivot.y, start.x - pivot.x);
    return compose(rotation(modifiers.shift ? Math.round(angle / TURN_STEP) * TURN_STEP : angle, pivot), before);
  }
  return scaleBy({ handle: grip, start, to, bounds, before, isFromCentre: modifiers.alt });
}

/** Esc in a drag takes back the drag; else what keys and numbers have gathered; else the tool is put away. */
function cancel(state: TransformState): Step<TransformState> {
  if (state.kind === 'dragging' || state.kind === 'pressing') return stay(released(state));
  return isIdentity(state.affine)
    ? stay(state, { type: 'cancelTool' })
    : stay({ kind: 'idle', affine: IDENTITY, hover: state.hover });
}

function released(state: TransformState): TransformState {
  if (state.kind === 'idle') return state;
  return { kind: 'idle', affine: state.kind === 'dragging' ? state.before : state.affine, hover: null };
}

function complete(state: Extract<TransformState, { kind: 'idle' }>, world: World): Step<TransformState> {
  if (isIdentity(state.affine)) return stay(state);
  const message = refusalOf(world);
  if (message !== null) return stay(state, { type: 'refuse', message });
  const redrawn: Redrawn[] = [];
  for (const { lesionIds, polygons } of subjects(world)) {
    const finished = finishPolygons(polygons.map((polygon) => movePolygon(state.affine, polygon)));
    if (!finished.ok) return stay({ ...IDLE, hover: state.hover }, { type: 'refuse', message: finished.message });
    redrawn.push({ lesionIds: [...lesionIds], polygons: finished.polygons });
  }
  const [only, other] = redrawn;
  const idle: TransformState = { ...IDLE, hover: state.hover };
  if (world.mode === 'shift')
    return stay(idle, { type: 'commit', edit: { kind: 'redrawEach', redrawn, reason: 'G3' } });
  if (only && !other) return stay(idle, { type: 'commit', edit: { kind: 'redraw', ...only } });
  return stay(idle, { type: 'commit', edit: { kind: 'redrawEach', redrawn, reason: null } });
}

const subjects = ({ mode, context }: World): readonly EditableLesion[] =>
  mode === 'shift' ? context.mask() : context.movable();

const knownBounds = new WeakMap<readonly EditableLesion[], Bounds>();
/** Looked for once per list: a mask has thousands of outlines, and every move of the hand asks. */
function boundsOf(lesions: readonly EditableLesion[]): Bounds {
  const known =
    knownBounds.get(lesions) ??
    lesions.flatMap(({ polygons }) => polygons.map(polygonBounds)).reduce(boundsUnion, EMPTY_BOUNDS);
  knownBounds.set(lesions, known);
  return known;
}

function isIdentity({ a, b, c, d, e, f }: Affine): boolean {
  return a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0;
}

function gripAt(at: Point, affine: Affine, world: World): TransformHandle | 'move' | 'ground' {
  if (world.mode === 'shift') return 'move';
  const { context } = world;
  const reach = handleTolerancePx(context.pointerKind) * context.framePxPerScreenPx;
  const lesions = subjects(world);
  const frame = { bounds: boundsOf(lesions), affine, framePxPerScreenPx: context.framePxPerScreenPx };
  const handle = handlesOf(frame).find((one) => {
    const place = handlePoint(one, frame);
    return Math.hypot(place.x - at.x, place.y - at.y) <= reach;
  });
  if (handle) return handle;
  return lesions.some(({ polygons }) => polygons.some((polygon) => isIn(movePolygon(affine, polygon), at)))
    ? 'move'
    : 'ground';
}

const isIn = (polygon: Polygon, at: Point): boolean => pointInPolygon({ exterior: polygon.exterior, holes: [] }, at);

/** A click selects as the Select tool does. */
function selectAt({ framePoint, modifiers }: ToolPointerEvent, context: ToolContext): Step<TransformState>['effects'] {
  const [first] = context.isOverlayVisible
    ? context.hit(framePoint, EDGE_TOLERANCE_PX * context.framePxPerScreenPx)
    : [];
  if (!first) return [];
  return [{ type: 'select', lesionIds: [first], how: modifiers.shift || modifiers.ctrl ? 'toggle' : 'click' }];
}

function sketchOf(state: TransformState, world: World): Sketch {
  const lesions = subjects(world);
  if (lesions.length === 0) return { kind: 'none' };
  const { affine } = state;
  const bounds = boundsOf(lesions);
  const frame = { bounds, affine, framePxPerScreenPx: world.context.framePxPerScreenPx };
  const handles = world.mode === 'shift' ? [] : handlesOf(frame).map((handle) => handlePoint(handle, frame));
  const top = movePoint(affine, { x: (bounds.minX + bounds.maxX) / 2, y: bounds.maxY });
  const numbers = numbersOf(affine, bounds);
  const label = isIdentity(affine) ? null : { at: top, text: changeWords(numbers, affine, lesions.length) };
  return { kind: 'moved', polygons: polygonsOf(lesions), affine, handles, label, numbers };
}

const gathered = new WeakMap<readonly EditableLesion[], readonly Polygon[]>();
/** The same list for the same lesions, so that the painter keeps its path. */
function polygonsOf(lesions: readonly EditableLesion[]): readonly Polygon[] {
  const [only, other] = lesions;
  if (only && !other) return only.polygons;
  const known = gathered.get(lesions) ?? lesions.flatMap(({ polygons }) => polygons);
  gathered.set(lesions, known);
  return known;
}

function refusalOf(world: World): string | null {
  if (world.context.isBusy) return BUSY_MESSAGE;
  if (subjects(world).length > 0) return null;
  return world.mode === 'shift'
    ? 'No lesion of the mask stands as delivered: there is nothing to shift.'
    : 'Select the lesions to move first.';
}

const CURSORS: Readonly<Record<TransformHandle | 'move', Cursor>> = {
  move: 'move',
  rotate: 'rotate',
  topLeft: 'scaleDown',
  bottomRight: 'scaleDown',
  topRight: 'scaleUp',
  bottomLeft: 'scaleUp',
  left: 'scaleAcross',
  right: 'scaleAcross',
  top: 'scaleAlong',
  bottom: 'scaleAlong',
};

function cursorOf(state: TransformState, world: World): Cursor {
  if (state.kind === 'dragging') return CURSORS[state.grip];
  const at = state.kind === 'pressing' ? state.start : state.hover;
  if (refusalOf(world) !== null) return 'refused';
  const grip = at ? gripAt(at, state.affine, world) : 'ground';
  return grip === 'ground' ? 'ground' : CURSORS[grip];
}
