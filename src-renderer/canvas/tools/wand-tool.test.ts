import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import type { ToolContext, ToolEffect, ToolEvent } from './tool';
import { wandTool, type WandState } from './wand-tool';

const square: Polygon = {
  exterior: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ],
  holes: [],
};
const id = 'one' as LesionId;
const context = (more: Partial<ToolContext> = {}): ToolContext =>
  ({
    framePxPerScreenPx: 0.5,
    isBusy: false,
    canDraw: true,
    editable: { lesionIds: [id], polygons: [square] },
    ...more,
  }) as ToolContext;
const pointer = (
  type: 'pointerDown' | 'pointerMove' | 'pointerUp',
  x: number,
  y: number,
  held: 'shift' | 'alt' | null = null,
): ToolEvent => ({
  type,
  framePoint: { x, y },
  trail: [{ x, y }],
  modifiers: { shift: held === 'shift', ctrl: false, alt: held === 'alt' },
});
function script(events: readonly ToolEvent[], world = context()): { effects: ToolEffect[]; state: WandState } {
  let state = wandTool.initial;
  const effects: ToolEffect[] = [];
  for (const event of events) {
    const step = wandTool.step(state, event, world);
    state = step.state;
    effects.push(...step.effects);
  }
  return { effects, state };
}
const phases = (effects: readonly ToolEffect[]): unknown[] =>
  effects.map((effect) => (effect.type === 'spread' ? effect.phase : effect));

describe('wandTool', () => {
  it('adds a new lesion from one click beside the selected one', () => {
    const { effects } = script([pointer('pointerDown', 50, 50), pointer('pointerUp', 50, 50)]);
    expect(effects).toEqual([
      { type: 'spread', phase: { kind: 'begin', seed: { x: 50, y: 50 }, mode: 'add', lesionIds: [] } },
      { type: 'spread', phase: { kind: 'take' } },
    ]);
  });
  it('takes the place of the selected outline, is added with Shift and cut off with Alt', () => {
    const press = (x: number, held: 'shift' | 'alt' | null): unknown[] =>
      phases(script([pointer('pointerDown', x, 5, held), pointer('pointerUp', x, 5)]).effects);
    const begun = (x: number, mode: string): unknown[] => [
      { kind: 'begin', seed: { x, y: 5 }, mode, lesionIds: [id] },
      { kind: 'take' },
    ];
    expect(press(5, null)).toEqual(begun(5, 'replace'));
    expect(press(50, 'shift')).toEqual(begun(50, 'union'));
    expect(press(5, 'alt')).toEqual(begun(5, 'subtract'));
  });
  it('doubles the tolerance per 80 px on screen to the right or up, and a shaking hand changes nothing', () => {
    const { effects } = script([
      pointer('pointerDown', 50, 50),
      pointer('pointerMove', 51, 50), // 2 px on screen
      pointer('pointerMove', 90, 50), // 80 px on screen
      pointer('pointerMove', 50, 90), // 80 px down
    ]);
    expect(effects.slice(1)).toEqual([
      { type: 'spread', phase: { kind: 'tune', factor: 2 } },
      { type: 'spread', phase: { kind: 'tune', factor: 0.5 } },
    ]);
  });
  it('Esc drops the region, then the tool', () => {
    const { effects, state } = script([pointer('pointerDown', 50, 50), { type: 'cancel' }, { type: 'cancel' }]);
    expect(effects.slice(1)).toEqual([{ type: 'spread', phase: { kind: 'drop' } }, { type: 'cancelTool' }]);
    expect(state).toEqual({ kind: 'idle' });
  });
  it('refuses in words without a frame, while an edit is stored, and with nothing to change', () => {
    const refused = (more: Partial<ToolContext>, held: 'shift' | null = null): unknown =>
      script([pointer('pointerDown', 5, 5, held)], context(more)).effects[0]?.type;
    expect([refused({ canDraw: false }), refused({ isBusy: true }), refused({ editable: null }, 'shift')]).toEqual([
      'refuse',
      'refuse',
      'refuse',
    ]);
  });
});
