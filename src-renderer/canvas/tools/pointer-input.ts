import type { Point } from '#shared/geometry/types';
import type { Modifiers } from './tool';

/** A pointer as the browser reports it; `screenPoint` in CSS px relative to the canvas. */
export type PointerSample = {
  readonly pointerId: number;
  /** `keys`: the pointer that arrow keys move. */
  readonly kind: 'mouse' | 'pen' | 'touch' | 'keys';
  readonly screenPoint: Point;
  /** Where it was since the last report, the point itself last. */
  readonly screenTrail: readonly Point[];
  /** How hard a pen pressed at each point of the trail, 0 to 1; left out for what has no pressure. */
  readonly pressures?: readonly number[] | null;
  readonly modifiers: Modifiers;
};

export type InputEvent =
  | {
      readonly type: 'down';
      readonly sample: PointerSample;
      readonly button: 'main' | 'middle' | 'other';
      readonly isSpaceHeld: boolean;
    }
  | { readonly type: 'move' | 'up'; readonly sample: PointerSample }
  | { readonly type: 'leave' }
  /** The pointer was lost: the system took it, or the window lost focus. */
  | { readonly type: 'lost'; readonly pointerId: number | null }
  /** The tool leaves the drag to the camera. */
  | { readonly type: 'handOver' };

export type InputAction =
  | {
      readonly type: 'tool';
      readonly event: 'pointerDown' | 'pointerMove' | 'pointerUp';
      readonly sample: PointerSample;
    }
  | { readonly type: 'toolLeave' }
  | { readonly type: 'toolInterrupt' }
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly type: 'zoom'; readonly at: Point; readonly factor: number };

type Finger = { readonly pointerId: number; readonly at: Point };

/** Who has the pointer. All points in CSS px. */
export type InputState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'tool';
      readonly pointerId: number;
      readonly isTouch: boolean;
      readonly start: Point;
      readonly at: Point;
    }
  | { readonly kind: 'panning'; readonly pointerId: number; readonly isTouch: boolean; readonly at: Point }
  | { readonly kind: 'pinching'; readonly first: Finger; readonly second: Finger };

export type InputStep = { readonly state: InputState; readonly actions: readonly InputAction[] };

const IDLE: InputState = { kind: 'idle' };

/** Shares pointers between the tool and the camera: Space, middle button and two fingers are the camera's. */
export function stepInput(state: InputState, event: InputEvent): InputStep {
  switch (event.type) {
    case 'down':
      return stepDown(state, event);
    case 'move':
      return stepMove(state, event.sample);
    case 'up':
      return stepUp(state, event.sample);
    case 'leave':
      return { state, actions: state.kind === 'idle' ? [{ type: 'toolLeave' }] : [] };
    case 'lost':
      return stepLost(state, event.pointerId);
    case 'handOver':
      return stepHandOver(state);
  }
}

/** Whether the camera is being moved by hand. */
export function isMovingCamera(state: InputState): boolean {
  return state.kind === 'panning' || state.kind === 'pinching';
}

function stepDown(
  state: InputState,
  { sample, button, isSpaceHeld }: Extract<InputEvent, { type: 'down' }>,
): InputStep {
  const { pointerId, screenPoint: at, kind } = sample;
  const isTouch = kind === 'touch';
  if (state.kind === 'idle') {
    if (button === 'middle' || (button === 'main' && isSpaceHeld)) {
      return { state: { kind: 'panning', pointerId, isTouch, at }, actions: [{ type: 'toolLeave' }] };
    }
    if (button !== 'main') return { state, actions: [] };
    const next: InputState = { kind: 'tool', pointerId, isTouch, start: at, at };
    return { state: next, actions: [{ type: 'tool', event: 'pointerDown', sample }] };
  }
  // A palm that came down first must not keep the pen from drawing.
  if (kind === 'pen' && isTouchState(state) && button === 'main') {
    const pen = stepDown(IDLE, { type: 'down', sample, button, isSpaceHeld });
    return state.kind === 'tool' ? { ...pen, actions: [{ type: 'toolInterrupt' }, ...pen.actions] } : pen;
  }
  if (state.kind === 'pinching' || !isTouch || !state.isTouch) return { state, actions: [] };
  const pinching: InputState = {
    kind: 'pinching',
    first: { pointerId: state.pointerId, at: state.at },
    second: { pointerId, at },
  };
  return { state: pinching, actions: state.kind === 'tool' ? [{ type: 'toolInterrupt' }] : [] };
}

const isTouchState = (state: InputState): boolean =>
  state.kind === 'pinching' || ((state.kind === 'tool' || state.kind === 'panning') && state.isTouch);

function stepMove(state: InputState, sample: PointerSample): InputStep {
  const { pointerId, screenPoint: at } = sample;
  switch (state.kind) {
    case 'idle':
      return { state, actions: [{ type: 'tool', event: 'pointerMove', sample }] };
    case 'tool':
      if (state.pointerId !== pointerId) return { state, actions: [] };
      return { state: { ...state, at }, actions: [{ type: 'tool', event: 'pointerMove', sample }] };
    case 'panning':
      if (state.pointerId !== pointerId) return { state, actions: [] };
      return { state: { ...state, at }, actions: [panFrom(state.at, at)] };
    case 'pinching':
      return pinch(state, sample);
  }
}

function stepUp(state: InputState, sample: PointerSample): InputStep {
  const { pointerId } = sample;
  if (state.kind === 'tool' && state.pointerId === pointerId) {
    return { state: IDLE, actions: [{ type: 'tool', event: 'pointerUp', sample }] };
  }
  return { state: withoutPointer(state, pointerId), actions: [] };
}

function stepLost(state: InputState, pointerId: number | null): InputStep {
  const isOurs = pointerId === null || (state.kind === 'tool' && state.pointerId === pointerId);
  const next = pointerId === null ? IDLE : withoutPointer(state, pointerId);
  return { state: next, actions: isOurs ? [{ type: 'toolInterrupt' }] : [] };
}

function stepHandOver(state: InputState): InputStep {
  if (state.kind !== 'tool') return { state, actions: [] };
  const { pointerId, isTouch, start, at } = state;
  return { state: { kind: 'panning', pointerId, isTouch, at }, actions: [panFrom(start, at)] };
}

/** A finger that stays down after a pinch goes on panning. */
function withoutPointer(state: InputState, pointerId: number): InputState {
  switch (state.kind) {
    case 'idle':
      return state;
    case 'tool':
    case 'panning':
      return state.pointerId === pointerId ? IDLE : state;
    case 'pinching': {
      const left = [state.first, state.second].filter((finger) => finger.pointerId !== pointerId);
      const [stays] = left;
      return left.length === 1 && stays ? { kind: 'panning', isTouch: true, ...stays } : state;
    }
  }
}

function pinch(
  state: Extract<InputState, { kind: 'pinching' }>,
  { pointerId, screenPoint: at }: PointerSample,
): InputStep {
  const first = state.first.pointerId === pointerId ? { pointerId, at } : state.first;
  const second = state.second.pointerId === pointerId ? { pointerId, at } : state.second;
  if (first === state.first && second === state.second) return { state, actions: [] };
  const from = middle(state.first.at, state.second.at);
  const to = middle(first.at, second.at);
  const before = Math.max(1, Math.hypot(state.first.at.x - state.second.at.x, state.first.at.y - state.second.at.y));
  const after = Math.max(1, Math.hypot(first.at.x - second.at.x, first.at.y - second.at.y));
  return {
    state: { kind: 'pinching', first, second },
    actions: [panFrom(from, to), { type: 'zoom', at: to, factor: after / before }],
  };
}

function panFrom(from: Point, to: Point): InputAction {
  return { type: 'pan', dx: to.x - from.x, dy: to.y - from.y };
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
