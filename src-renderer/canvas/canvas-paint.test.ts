import { afterEach, describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { CanvasEdit } from './canvas-edit';
import { resultDrafts } from './canvas-paint';
import { regionOf } from './layers/drawn-region';
import { LesionSet } from './lesion-set';
import { Settling } from './settling';
import { square, testLesion, testShape } from './test-support/lesions';
import type { Sketch } from './tools/tool';

const [a, b, c] = ['a', 'b', 'c'] as unknown as [LesionId, LesionId, LesionId];
const shapes = [testShape(square(0, 0, 100))];
const lesions = new LesionSet();
lesions.setLesions(
  [
    testLesion(a, square(0, 0, 50), { verdict: 'redrawn', shapes, group: [b] }),
    testLesion(b, square(50, 0, 50), { verdict: 'redrawn', shapes: [...shapes], group: [a] }),
    testLesion(c, square(300, 0, 50)),
  ],
  true,
);
const sketchOn = (lesionIds: LesionId[], x: number): Extract<Sketch, { kind: 'stroke' }> => ({
  ...{ kind: 'stroke', mode: lesionIds.length > 0 ? 'grow' : 'new', lesionIds },
  ...{ samples: [{ x, y: 0, radius: 5 }], ring: null },
});
const strokeOn = (lesionIds: LesionId[], x: number): CanvasEdit => {
  const sketch = sketchOn(lesionIds, x);
  const work = { operation: 'brush', mode: 'add', stroke: sketch.samples } as const;
  return { kind: 'work', work, lesionIds, sketch };
};
const settling = new Settling(() => undefined);
afterEach(() => settling.end());

describe('resultDrafts', () => {
  it('makes one draft of what is drawn into lesions that were redrawn together, whichever was selected', () => {
    settling.begin(strokeOn([a, b], 1));
    settling.begin(strokeOn([c], 2));
    const drafts = resultDrafts({ desk: { sketch: sketchOn([b, a], 3) }, settling, lesions, spread: null });
    expect(drafts.map(({ base, settling: before, drawn }) => [base?.id, before.length, drawn !== null])).toEqual([
      [a, 1, true],
      [c, 1, false],
    ]);
  });
  it('keeps new lesions apart, and each the same draft when it is let go', () => {
    const desk = { sketch: { kind: 'none' } as const };
    const edit = strokeOn([], 1);
    const sketch = edit.kind === 'work' ? edit.sketch : desk.sketch;
    const [before] = resultDrafts({ desk: { sketch }, settling, lesions, spread: null });
    settling.begin(edit);
    settling.begin(strokeOn([], 2));
    const after = resultDrafts({ desk, settling, lesions, spread: null });
    expect(after.map(({ key }) => key === before!.key)).toEqual([true, false]);
    expect(after.map(({ settling: own }) => own.length)).toEqual([1, 1]);
  });
  it('takes what the wand would change while nothing else is drawn', () => {
    const spread = { mode: 'erase', lesionIds: [c], region: regionOf(square(310, 10, 10)) } as const;
    const drafts = resultDrafts({ desk: { sketch: { kind: 'none' } }, settling, lesions, spread });
    expect(drafts).toMatchObject([{ base: { id: c }, settling: [], drawn: spread }]);
  });
});
