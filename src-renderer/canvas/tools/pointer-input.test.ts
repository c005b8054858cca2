import { describe, expect, it } from 'vitest';
import { NO_MODIFIERS } from '../test-support/pointer-script';
import { stepInput, type InputAction, type InputEvent, type InputState, type PointerSample } from './pointer-input';

function sample(pointerId: number, x: number, y: number, kind: PointerSample['kind'] = 'mouse'): PointerSample {
  return { pointerId, kind, screenPoint: { x, y }, screenTrail: [{ x, y }], modifiers: NO_MODIFIERS };
}
const down = (at: PointerSample, rest: Partial<Extract<InputEvent, { type: 'down' }>> = {}): InputEvent => ({
  type: 'down',
  sample: at,
  button: 'main',
  isSpaceHeld: false,
  ...rest,
});
const move = (at: PointerSample): InputEvent => ({ type: 'move', sample: at });
const up = (at: PointerSample): InputEvent => ({ type: 'up', sample: at });

function run(...events: InputEvent[]): { state: InputState; actions: InputAction[] } {
  let state: InputState = { kind: 'idle' };
  const actions: InputAction[] = [];
  for (const event of events) {
    const step = stepInput(state, event);
    state = step.state;
    actions.push(...step.actions);
  }
  return { state, actions };
}
const names = (actions: readonly InputAction[]) =>
  actions.map((action) => (action.type === 'tool' ? action.event : action.type));

describe('stepInput', () => {
  it('gives a press, drag and release to the tool', () => {
    const { state, actions } = run(down(sample(1, 0, 0)), move(sample(1, 5, 5)), up(sample(1, 5, 5)));
    expect(names(actions)).toEqual(['pointerDown', 'pointerMove', 'pointerUp']);
    expect(state).toEqual({ kind: 'idle' });
  });

  it.each([{ button: 'middle' as const }, { isSpaceHeld: true }])('pans with %o', (how) => {
    const { actions } = run(down(sample(1, 10, 10), how), move(sample(1, 25, 4)), up(sample(1, 25, 4)));
    expect(actions).toEqual([{ type: 'toolLeave' }, { type: 'pan', dx: 15, dy: -6 }]);
  });

  it('leaves other buttons alone', () => {
    expect(run(down(sample(1, 0, 0), { button: 'other' })).actions).toEqual([]);
  });

  it('pans the whole way when the tool hands a drag over', () => {
    const { actions } = run(down(sample(1, 0, 0)), move(sample(1, 6, 0)), { type: 'handOver' }, move(sample(1, 9, 2)));
    expect(actions.slice(2)).toEqual([
      { type: 'pan', dx: 6, dy: 0 },
      { type: 'pan', dx: 3, dy: 2 },
    ]);
  });

  it('gives a pen the tool that a palm had taken, and leaves the palm out from then on', () => {
    const { state, actions } = run(
      down(sample(7, 300, 300, 'touch')),
      move(sample(7, 302, 300, 'touch')),
      down(sample(1, 100, 100, 'pen')),
      move(sample(7, 310, 300, 'touch')),
      move(sample(1, 110, 100, 'pen')),
      up(sample(7, 310, 300, 'touch')),
    );
    expect(names(actions)).toEqual(['pointerDown', 'pointerMove', 'toolInterrupt', 'pointerDown', 'pointerMove']);
    expect(state).toMatchObject({ kind: 'tool', pointerId: 1 });
  });

  it('interrupts the tool for a second finger, and zooms about the middle', () => {
    const { state, actions } = run(
      down(sample(1, 100, 100, 'touch')),
      down(sample(2, 200, 100, 'touch')),
      move(sample(2, 300, 100, 'touch')),
    );
    expect(names(actions)).toEqual(['pointerDown', 'toolInterrupt', 'pan', 'zoom']);
    expect(actions.at(-1)).toEqual({ type: 'zoom', at: { x: 200, y: 100 }, factor: 2 });
    expect(state.kind).toBe('pinching');
  });

  it('goes on panning with the finger that stays down', () => {
    const { actions } = run(
      down(sample(1, 100, 100, 'touch')),
      down(sample(2, 200, 100, 'touch')),
      up(sample(1, 100, 100, 'touch')),
      move(sample(2, 210, 105, 'touch')),
      up(sample(2, 210, 105, 'touch')),
      down(sample(3, 0, 0, 'touch')),
    );
    expect(actions.slice(2)).toEqual([
      { type: 'pan', dx: 10, dy: 5 },
      { type: 'tool', event: 'pointerDown', sample: sample(3, 0, 0, 'touch') },
    ]);
  });

  it('does not let a palm take a mouse drag', () => {
    const { state, actions } = run(
      down(sample(1, 0, 0)),
      down(sample(2, 50, 50, 'touch')),
      up(sample(2, 50, 50, 'touch')),
    );
    expect(names(actions)).toEqual(['pointerDown']);
    expect(state.kind).toBe('tool');
  });

  it('interrupts on a lost pointer and a lost window', () => {
    expect(names(run(down(sample(1, 0, 0)), { type: 'lost', pointerId: 1 }).actions)).toEqual([
      'pointerDown',
      'toolInterrupt',
    ]);
    const { state, actions } = run(down(sample(1, 0, 0)), { type: 'lost', pointerId: null });
    expect(names(actions)).toEqual(['pointerDown', 'toolInterrupt']);
    expect(state).toEqual({ kind: 'idle' });
  });

  it('tells the tool that the pointer has left, but not in mid drag', () => {
    expect(names(run({ type: 'leave' }).actions)).toEqual(['toolLeave']);
    expect(names(run(down(sample(1, 0, 0)), { type: 'leave' }).actions)).toEqual(['pointerDown']);
  });
});
