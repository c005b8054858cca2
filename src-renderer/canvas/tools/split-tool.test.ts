import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { square } from '../test-support/lesions';
import { PointerScript, testContext } from '../test-support/pointer-script';
import { splitTool } from './split-tool';
import type { ToolContext } from './tool';

const id = 'a' as LesionId;
const selected: Partial<ToolContext> = { editable: { lesionIds: [id], polygons: [square(100, 100, 50)] } };
const start = (rest = selected) => new PointerScript(splitTool, testContext(rest));
const lines = (script: ReturnType<typeof start>) =>
  script.commits.map((edit) => (edit.kind === 'work' && edit.work.operation === 'split' ? edit.work.line : null));

describe('split', () => {
  it('takes a dragged line, a little longer at both ends', () => {
    const script = start().drag([
      { x: 125, y: 90 },
      { x: 125, y: 120 },
      { x: 125, y: 160 },
    ]);
    expect(lines(script)).toEqual([
      [
        { x: 125, y: 82 },
        { x: 125, y: 90 },
        { x: 125, y: 160 },
        { x: 125, y: 168 },
      ],
    ]);
    expect(script.commits).toMatchObject([{ lesionIds: [id] }]);
  });
  it('takes clicked points, ended by a double click or Enter; Backspace takes the last one back', () => {
    const script = start().click(90, 90).click(200, 200).click(160, 160);
    script.send({ type: 'deleteVertex' }).send({ type: 'deleteVertex' }).click(160, 160).send({ type: 'complete' });
    expect(lines(script)[0]!.slice(1, -1)).toEqual([
      { x: 90, y: 90 },
      { x: 160, y: 160 },
    ]);
    expect(start().click(90, 90).doubleClick(160, 160).commits).toHaveLength(1);
  });
  it('shows both sides before it is let go', () => {
    const script = start().down(125, 90).move(125, 160);
    expect(script.sketch).toMatchObject({ kind: 'cut', polygons: [square(100, 100, 50)] });
    const { sketch } = script;
    expect(sketch.kind === 'cut' && sketch.side!.length).toBeGreaterThan(4);
    expect(script.cursor).toBe('cut');
  });
  it('shows one colour where two would tell of a cut beyond the line', () => {
    // A loop inside with a loose end: what it encloses is parted, nothing else.
    const script = start().down(110, 90).move(110, 140).move(140, 140).move(140, 110).move(112, 110);
    expect(script.sketch).toMatchObject({ kind: 'cut', side: [] });
    expect(script.sketch.kind === 'cut' && script.sketch.label?.text).toBe('2 pieces');
    expect(script.cursor).toBe('cut');
  });
  it('counts the pieces beside the pointer, and says while there is nothing that it parts', () => {
    const script = start().down(125, 90).move(125, 130);
    expect([script.cursor, script.sketch]).toMatchObject([
      'cutNothing',
      { side: null, label: { at: { x: 125, y: 130 }, text: 'Parts nothing yet' } },
    ]);
    script.move(125, 160);
    expect([script.cursor, script.sketch]).toMatchObject(['cut', { label: { text: '2 pieces' } }]);
    script.move(110, 160).move(110, 90);
    expect(script.sketch).toMatchObject({ label: { at: { x: 110, y: 90 }, text: '3 pieces' } });
    script.up(110, 90);
    expect(script.commits).toMatchObject([{ sketch: { kind: 'cut', label: null } }]);
  });
  it('is taken back by Esc, then put away; does nothing with one point', () => {
    const script = start().click(90, 90).send({ type: 'complete' });
    expect([script.hasDraft, script.commits]).toEqual([true, []]);
    script.send({ type: 'cancel' });
    expect([script.hasDraft, script.effects]).toEqual([false, []]);
    expect(script.send({ type: 'cancel' }).effects).toEqual([{ type: 'cancelTool' }]);
  });
  it('needs one selected lesion', () => {
    const script = start({}).click(10, 10);
    expect([script.refusals, script.cursor]).toEqual([['Select the one lesion to split first.'], 'refused']);
  });
});
