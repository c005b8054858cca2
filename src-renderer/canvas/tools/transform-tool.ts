import { transformPolygon } from '#shared/geometry/affine';
import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from '#shared/geometry/bounds';
import type { Point } from '#shared/geometry/types';
import type { AtFrame, Reshaped } from '../canvas-edit';
import { finishPolygons } from './finish-polygon';
import {
  BUSY_MESSAGE,
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
import { gripAt, type BoxGrip } from './transform-box';
import {
  isRest,
  movePose,
  poseAffine,
  poseProblem,
  poseWay,
  REST,
  scalePose,
  turnPose,
  type Pose,
} from './transform-pose';
import {
  cursorOf,
  isOutside,
  measuresOf,
  poseNow,
  reachesOver,
  sketchOf,
  type Held,
  type TransformState,
} from './transform-state';

type Of<Kind> = Extract<TransformState, { kind: Kind }>;
const WAITING_MESSAGE = 'Enter stores what you moved, Escape takes it back.';

/**
 * Moves, scales and turns the selected lesions as they are. A drag is stored when it is let go; arrow keys and typed
 * numbers gather until Enter, and so does what would reach over the frame: that is asked about first.
 */
export const transformTool: Tool<TransformState> = {
  initial: { kind: 'idle', held: null, over: null, hovered: null },
  step(state, event, context) {
    if (event.type === 'interrupt') return stay(released(state));
    if (event.type === 'cancel') return cancel(state);
    switch (state.kind) {
      case 'idle':
        return stepIdle(state, event, context);
      case 'pressing':
        return stepPressing(state, event, context);
      case 'dragging':
        return stepDragging(state, event, context);
    }
  },
  sketch: sketchOf,
  cursor: cursorOf,
  hasDraft: (state) => state.kind === 'dragging' || (state.held !== null && !isRest(state.held.pose)),
};

function stepIdle(state: Of<'idle'>, event: ToolEvent, context: ToolContext): Step<TransformState> {
  switch (event.type) {
    case 'pointerDown': {
      const grip = gripUnder(event.framePoint, state, context);
      if (grip && context.isBusy) return stay(state, { type: 'refuse', message: BUSY_MESSAGE });
      return stay({ kind: 'pressing', held: state.held, grip, start: event.framePoint });
    }
    case 'pointerMove': {
      const over = gripUnder(event.framePoint, state, context);
      return hover(state, over, over && over !== 'inside' ? null : lesionAt(event.framePoint, context));
    }
    case 'pointerLeave':
      return hover(state, null, null);
    case 'nudge': {
      const pose = poseNow(state, context);
      return hold(state, { ...pose, dx: pose.dx + event.dx, dy: pose.dy + event.dy }, context);
    }
    case 'pose':
      return hold(state, event.pose, context);
    case 'complete':
      return complete(state, event.atFrame ?? 'clip', context);
    default:
      return stay(state);
  }
}

function stepPressing(state: Of<'pressing'>, event: ToolEvent, context: ToolContext): Step<TransformState> {
  const { held, grip, start } = state;
  const idle: Of<'idle'> = { kind: 'idle', held, over: grip, hovered: null };
  if (event.type === 'pointerUp') return click(idle, event, context);
  if (event.type !== 'pointerMove') return stay(state);
  const moved = Math.hypot(event.framePoint.x - start.x, event.framePoint.y - start.y);
  if (moved <= dragFromPx(context.pointerKind) * context.framePxPerScreenPx) return stay(state);
  if (grip === null) return stay({ ...idle, over: null }, { type: 'pan' });
  const of = context.movable();
  const before: Held = { of, pose: poseNow(state, context) };
  return stay(dragTo({ kind: 'dragging', held: before, before: held, grip, start }, before.pose, event));
}

function stepDragging(state: Of<'dragging'>, event: ToolEvent, context: ToolContext): Step<TransformState> {
  if (event.type !== 'pointerMove' && event.type !== 'pointerUp') return stay(state);
  if (state.held.of !== context.movable()) return stay(released(state)); // the lesions became others under the drag
  const from = state.before?.of === state.held.of ? state.before.pose : REST;
  const dragged = dragTo(state, from, event);
  if (event.type === 'pointerMove') return stay(dragged);
  const idle: Of<'idle'> = { kind: 'idle', held: dragged.held, over: state.grip, hovered: null };
  const step = complete(idle, null, context);
  // What cannot be stored goes back to where the drag found it.
  return step.effects.some(({ type }) => type === 'refuse')
    ? stay({ ...idle, held: state.before }, ...step.effects)
    : step;
}

function dragTo(state: Of<'dragging'>, from: Pose, { framePoint, modifiers }: ToolPointerEvent): Of<'dragging'> {
  const { grip, start } = state;
  const drag = { bounds: measuresOf(state.held.of).bounds, before: from, start, to: framePoint };
  const pose =
    grip === 'inside'
      ? movePose(drag, modifiers.shift)
      : grip === 'rotate'
        ? turnPose(drag, modifiers.shift)
        : scalePose(drag, { corner: grip, keepsAspect: modifiers.shift, fromMiddle: modifiers.alt });
  return { ...state, held: { of: state.held.of, pose } };
}

/** Back to where the gesture began; what keys have gathered stays. */
function released(state: TransformState): TransformState {
  if (state.kind === 'idle') return state;
  return { kind: 'idle', held: state.kind === 'dragging' ? state.before : state.held, over: null, hovered: null };
}

/** Esc takes back the drag, then what has gathered, then puts the tool away. */
function cancel(state: TransformState): Step<TransformState> {
  if (state.kind !== 'idle') return stay(released(state));
  if (state.held && !isRest(state.held.pose)) return stay({ ...state, held: null });
  return stay(state, { type: 'cancelTool' });
}

function hold(state: Of<'idle'>, pose: Pose, context: ToolContext): Step<TransformState> {
  const of = context.movable();
  if (of.length === 0 || !context.canDraw) return stay(state);
  if (context.isBusy) return stay(state, { type: 'refuse', message: BUSY_MESSAGE });
  return stay({ ...state, held: { of, pose } });
}

/**
 * One edit of all lesions. `atFrame`: what becomes of those that reach over the frame; null while it was not asked, then
 * they wait for the answer.
 */
function complete(state: Of<'idle'>, atFrame: AtFrame | null, context: ToolContext): Step<TransformState> {
  const pose = poseNow(state, context);
  if (isRest(pose)) return stay(state);
  const refuse = (message: string): Step<TransformState> => stay(state, { type: 'refuse', message });
  if (context.isBusy) return refuse(BUSY_MESSAGE);
  const of = context.movable();
  const { bounds } = measuresOf(of);
  const problem = poseProblem(bounds, pose);
  if (problem !== null) return refuse(problem);
  const affine = poseAffine(bounds, pose);
  const items: Reshaped[] = [];
  for (const { lesionIds, polygons } of of) {
    const finished = finishPolygons(polygons.map((polygon) => transformPolygon(affine, polygon)));
    if (!finished.ok) return refuse(finished.message);
    items.push({ lesionIds: [...lesionIds], polygons: finished.polygons });
  }
  const over = overFrame(items, context);
  if (over.outside === items.length)
    return refuse(
      items.length === 1
        ? 'The lesion would lie outside the frame altogether. Nothing was changed.'
        : 'All of these lesions would lie outside the frame. Nothing was changed.',
    );
  if (over.reaching > 0 && atFrame === null) return stay(state);
  const edit = { kind: 'reshape', how: poseWay(pose), items, atFrame: over.reaching > 0 ? atFrame : null } as const;
  return stay({ ...state, held: null }, { type: 'commit', edit });
}

function overFrame(items: readonly Reshaped[], { frame }: ToolContext): { reaching: number; outside: number } {
  if (!frame) return { reaching: 0, outside: 0 };
  const each = items.map(({ polygons }) => polygons.map(polygonBounds).reduce(boundsUnion, EMPTY_BOUNDS));
  return {
    reaching: each.filter((bounds) => reachesOver(bounds, frame)).length,
    outside: each.filter((bounds) => isOutside(bounds, frame)).length,
  };
}

/** A click selects as the Select tool does, unless something waits to be stored. */
function click(idle: Of<'idle'>, event: ToolPointerEvent, context: ToolContext): Step<TransformState> {
  const id = lesionAt(event.framePoint, context);
  if (!isRest(poseNow(idle, context)))
    return idle.over === null ? stay(idle, { type: 'refuse', message: WAITING_MESSAGE }) : stay(idle);
  if (id === null) return stay(idle);
  const how = event.modifiers.shift || event.modifiers.ctrl ? 'toggle' : 'click';
  const select: ToolEffect = { type: 'select', lesionIds: [id], how };
  return stay({ ...idle, over: null }, select);
}

/** The state stays the same object while nothing changes: then nothing is redrawn. */
function hover(state: Of<'idle'>, over: BoxGrip | null, hovered: Of<'idle'>['hovered']): Step<TransformState> {
  if (over === state.over && hovered === state.hovered) return stay(state);
  const effects = hovered === state.hovered ? [] : [{ type: 'hover', lesionId: hovered } as const];
  return stay({ ...state, over, hovered }, ...effects);
}

function gripUnder(framePoint: Point, state: TransformState, context: ToolContext): BoxGrip | null {
  const of = context.movable();
  if (of.length === 0 || !context.isOverlayVisible) return null;
  const { bounds } = measuresOf(of);
  const { framePxPerScreenPx, pointerKind } = context;
  return gripAt(
    framePoint,
    { bounds, pose: poseNow(state, context), framePxPerScreenPx },
    handleTolerancePx(pointerKind),
  );
}

function lesionAt(framePoint: Point, context: ToolContext): Of<'idle'>['hovered'] {
  if (!context.isOverlayVisible) return null;
  return context.hit(framePoint, EDGE_TOLERANCE_PX * context.framePxPerScreenPx)[0] ?? null;
}
