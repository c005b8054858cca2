import { pointInPolygon } from '#shared/geometry/hit-test';
import type { Point } from '#shared/geometry/types';
import {
  BUSY_MESSAGE,
  DRAG_FROM_PX,
  stay,
  type Step,
  type Tool,
  type ToolContext,
  type ToolEvent,
  type ToolPointerEvent,
} from './tool';

/** What becomes of the region: a new lesion, the selected one's outline, or a part added to or cut from it. */
export type WandMode = 'add' | 'replace' | 'union' | 'subtract';

/** `seed` in frame px: where the region spreads from. */
export type WandState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'spreading';
      readonly seed: Point;
      /** Of the tolerance: 1 until the pointer is dragged. */
      readonly factor: number;
    };

/** Dragging so far to the right or up doubles the tolerance, the other way halves it; CSS px. */
const DOUBLE_BY_PX = 80;

/**
 * Spreads from where it is pressed over what the image view shows; dragging changes the tolerance, release takes the
 * region. On the selected lesion it takes the place of its outline, with Shift it is added, with Alt cut off; elsewhere
 * it becomes a new lesion.
 */
export const wandTool: Tool<WandState> = {
  initial: { kind: 'idle' },
  step(state, event, context) {
    if (state.kind === 'spreading') return stepSpreading(state, event, context);
    if (event.type === 'cancel') return stay(state, { type: 'cancelTool' });
    return event.type === 'pointerDown' ? press(state, event, context) : stay(state);
  },
  sketch: () => ({ kind: 'none' }),
  cursor: (_, context) => (context.canDraw && !context.isBusy ? 'draw' : 'refused'),
  hasDraft: ({ kind }) => kind === 'spreading',
  holdsOnPress: () => true,
};

function press(
  state: WandState,
  { framePoint: seed, modifiers }: ToolPointerEvent,
  context: ToolContext,
): Step<WandState> {
  if (!context.canDraw)
    return stay(state, { type: 'refuse', message: 'This view has no frame: nothing can be drawn in it.' });
  if (context.isBusy) return stay(state, { type: 'refuse', message: BUSY_MESSAGE });
  const { editable } = context;
  const changesSelected = modifiers.shift || modifiers.alt;
  if (changesSelected && !editable)
    return stay(state, { type: 'refuse', message: 'Select the one lesion to add to or to cut from.' });
  const isOnSelected = editable?.polygons.some((polygon) => pointInPolygon(polygon, seed)) ?? false;
  const mode: WandMode = modifiers.alt ? 'subtract' : modifiers.shift ? 'union' : isOnSelected ? 'replace' : 'add';
  const lesionIds = mode === 'add' ? [] : (editable?.lesionIds ?? []);
  return stay(
    { kind: 'spreading', seed, factor: 1 },
    { type: 'spread', phase: { kind: 'begin', seed, mode, lesionIds } },
  );
}

function stepSpreading(
  state: Extract<WandState, { kind: 'spreading' }>,
  event: ToolEvent,
  { framePxPerScreenPx }: ToolContext,
): Step<WandState> {
  switch (event.type) {
    case 'pointerMove': {
      const right = (event.framePoint.x - state.seed.x) / framePxPerScreenPx;
      const up = (state.seed.y - event.framePoint.y) / framePxPerScreenPx;
      if (state.factor === 1 && Math.hypot(right, up) < DRAG_FROM_PX) return stay(state);
      const factor = 2 ** ((right + up) / DOUBLE_BY_PX);
      return stay({ ...state, factor }, { type: 'spread', phase: { kind: 'tune', factor } });
    }
    case 'pointerUp':
      return stay({ kind: 'idle' }, { type: 'spread', phase: { kind: 'take' } });
    case 'cancel':
    case 'interrupt':
      return stay({ kind: 'idle' }, { type: 'spread', phase: { kind: 'drop' } });
    default:
      return stay(state);
  }
}
