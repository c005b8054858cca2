import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { PointerScript, testContext } from '../test-support/pointer-script';
import { square } from '../test-support/lesions';
import { createBrushTool } from './brush-tool';
import type { ToolContext } from './tool';

const id = 'a' as LesionId;
const selected: Partial<ToolContext> = {
  selectedIds: [id],
  redrawIds: [id],
  editable: { lesionIds: [id], polygons: [square(100, 100, 50)] },
};
const start = (name: 'brush' | 'eraser', rest: Partial<ToolContext> = {}) =>
  new PointerScript(createBrushTool(name), testContext(rest));

describe('brush', () => {
  it('draws a new lesion without selection, with the radius that is set', () => {
    const script = start('brush').drag([
      { x: 10, y: 10 },
      { x: 30, y: 10 },
      { x: 50, y: 10 },
    ]);
    expect(script.commits).toMatchObject([
      {
        kind: 'work',
        lesionIds: [],
        work: {
          operation: 'brush',
          mode: 'add',
          stroke: [
            { x: 10, y: 10, radius: 10 },
            { x: 50, y: 10, radius: 10 },
          ],
        },
      },
    ]);
    expect(script.hasDraft).toBe(false);
  });

  it('adds to the selected lesion where it begins within reach of it, else draws a new one unless Shift is held', () => {
    const ids = (x: number, shift: boolean) =>
      start('brush', selected)
        .drag(
          [
            { x, y: 120 },
            { x: 95, y: 120 },
          ],
          { shift },
        )
        .commits.map((edit) => (edit.kind === 'work' ? edit.lesionIds : null));
    expect([ids(91, false), ids(80, false), ids(80, true)]).toEqual([[[id]], [[]], [[id]]]);
  });

  it('shows what a press would do, before it is made', () => {
    const script = start('brush', selected).move(300, 300);
    expect([script.cursor, script.sketch]).toMatchObject(['brushNew', { mode: 'new', ring: { x: 300, radius: 10 } }]);
    expect(script.move(120, 120).cursor).toBe('brushGrow');
    expect(script.move(120, 120, { alt: true }).cursor).toBe('brushErase');
    expect(script.move(300, 300, { shift: true }).sketch).toMatchObject({ mode: 'grow' });
  });

  it('erases with Alt, and the eraser adds with Alt', () => {
    const mode = (name: 'brush' | 'eraser', alt: boolean) =>
      start(name, selected)
        .drag(
          [
            { x: 120, y: 120 },
            { x: 130, y: 120 },
          ],
          { alt },
        )
        .commits.map((edit) => (edit.kind === 'work' && edit.work.operation === 'brush' ? edit.work.mode : null));
    expect([mode('brush', true), mode('eraser', false), mode('eraser', true)]).toEqual([['erase'], ['erase'], ['add']]);
  });

  it('takes the radius from the pressure of a pen, and keeps the last one when it is lifted', () => {
    const script = start('brush')
      .pen('pointerDown', { x: 0, y: 0 }, 0.25)
      .pen('pointerMove', { x: 20, y: 0 }, 1)
      .pen('pointerMove', { x: 40, y: 0 }, 0.01)
      .pen('pointerUp', { x: 60, y: 0 }, 0);
    const [edit] = script.commits;
    const radii = edit?.kind === 'work' && edit.work.operation === 'brush' ? edit.work.stroke : [];
    expect(radii.map(({ radius }) => radius)).toEqual([5, 20, 2, 2]);
  });

  it('is taken back by Esc and by a second finger, and Esc once more puts it away', () => {
    const script = start('brush').down(10, 10).move(20, 20);
    expect(script.hasDraft).toBe(true);
    script.send({ type: 'cancel' }).up(20, 20).down(10, 10).send({ type: 'interrupt' }).send({ type: 'cancel' });
    expect([script.commits, script.effects]).toEqual([[], [{ type: 'cancelTool' }]]);
  });

  it('is finished by Enter, too', () => {
    expect(start('brush').down(10, 10).move(20, 10).send({ type: 'complete' }).commits).toHaveLength(1);
  });

  it('says why it cannot begin', () => {
    const refusals = (script: ReturnType<typeof start>) => script.click(10, 10).refusals;
    expect(refusals(start('eraser'))).toEqual(['Select the one lesion to erase from first.']);
    expect(refusals(start('brush', { canDraw: false }))).toEqual([
      'This view has no frame, so nothing can be drawn on it.',
    ]);
    const two = start('brush', { selectedIds: [id, 'b' as LesionId] });
    expect(refusals(two)[0]).toContain('Several lesions are selected');
    expect(two.cursor).toBe('refused');
    expect(two.commits).toEqual([]);
  });
});
