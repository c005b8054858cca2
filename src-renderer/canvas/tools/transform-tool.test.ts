import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { polygonBounds } from '#shared/geometry/bounds';
import type { Polygon } from '#shared/geometry/types';
import { square } from '../test-support/lesions';
import { PointerScript, testContext } from '../test-support/pointer-script';
import type { ToolContext } from './tool';
import { createTransformTool } from './transform-tool';

const [a, b] = ['a' as LesionId, 'b' as LesionId];
const lesionA = { lesionIds: [a], polygons: [square(100, 100, 100)] };
const lesionB = { lesionIds: [b], polygons: [square(300, 100, 100)] };
const world = (...lesions: (typeof lesionA)[]): Partial<ToolContext> => ({
  movable: () => lesions,
  mask: () => lesions,
});
const start = (mode: 'transform' | 'shift', rest = world(lesionA)) =>
  new PointerScript(createTransformTool(mode), testContext(rest));
const boxes = (script: ReturnType<typeof start>): number[][] =>
  script.commits.flatMap((edit) => {
    const polygons: readonly Polygon[] =
      edit.kind === 'redraw'
        ? edit.polygons
        : edit.kind === 'redrawEach'
          ? edit.redrawn.flatMap((one) => one.polygons)
          : [];
    return polygons.map(polygonBounds).map(({ minX, minY, maxX, maxY }) => [minX, minY, maxX, maxY]);
  });

describe('move, scale and rotate', () => {
  it('moves by a drag inside the lesion, along one axis with Shift', () => {
    const from = { x: 150, y: 160 };
    expect(boxes(start('transform').drag([from, { x: 180, y: 150 }]))).toEqual([[130, 90, 230, 190]]);
    expect(boxes(start('transform').drag([from, { x: 180, y: 150 }], { shift: true }))).toEqual([[130, 100, 230, 200]]);
  });
  it('scales about the opposite corner, about the middle with Alt, and one way at a side', () => {
    expect(
      boxes(
        start('transform').drag([
          { x: 200, y: 200 },
          { x: 250, y: 250 },
        ]),
      ),
    ).toEqual([[100, 100, 250, 250]]);
    expect(
      boxes(
        start('transform').drag(
          [
            { x: 200, y: 200 },
            { x: 250, y: 250 },
          ],
          { alt: true },
        ),
      ),
    ).toEqual([[50, 50, 250, 250]]);
    expect(
      boxes(
        start('transform').drag([
          { x: 200, y: 150 },
          { x: 250, y: 170 },
        ]),
      ),
    ).toEqual([[100, 100, 250, 200]]);
    // Nothing is turned inside out.
    expect(
      boxes(
        start('transform').drag([
          { x: 200, y: 150 },
          { x: 0, y: 150 },
        ]),
      ),
    ).toEqual([[100, 100, 105, 200]]);
  });
  it('turns about the middle: a square by a quarter is itself, by an eighth a larger box', () => {
    const knob = { x: 150, y: 74 };
    expect(boxes(start('transform').drag([knob, { x: 226, y: 150 }]))).toEqual([[100, 100, 200, 200]]);
    const [box] = boxes(start('transform').drag([knob, { x: 205, y: 95 }], { shift: true }));
    expect(box![2]! - box![0]!).toBeCloseTo(100 * Math.SQRT2, 2);
  });
  it('gathers arrow keys until Enter; Esc takes them back', () => {
    const script = start('transform');
    for (let i = 0; i < 3; i++) script.send({ type: 'nudge', dx: 1, dy: 0 });
    script.send({ type: 'nudge', dx: 0, dy: -10 });
    expect([script.hasDraft, script.commits]).toEqual([true, []]);
    expect(script.sketch).toMatchObject({ label: { text: 'x +3.0, y −10.0 px' } });
    expect(boxes(script.send({ type: 'complete' }))).toEqual([[103, 90, 203, 190]]);
    script.send({ type: 'nudge', dx: 5, dy: 0 }).send({ type: 'cancel' }).send({ type: 'complete' });
    expect([script.hasDraft, script.commits.length]).toEqual([false, 1]);
  });
  it('takes typed numbers: size and turn about the middle, then the move', () => {
    const numbers = { dx: 10, dy: 0, angleDeg: 90, scalePercent: 50 };
    const script = start('transform').send({ type: 'numbers', numbers });
    expect(boxes(script.send({ type: 'complete' }))).toEqual([[135, 125, 185, 175]]);
  });
  it('tells in a drag, as numbers, what its label says; Esc takes them back', () => {
    const script = start('transform').down(150, 150).move(162.25, 140);
    expect(script.sketch).toMatchObject({
      numbers: { dx: 12.25, dy: -10, angleDeg: 0, scalePercent: 100 },
      label: { text: 'x +12.3, y −10.0 px' },
    });
    script.send({ type: 'cancel' });
    expect(script.sketch).toMatchObject({ numbers: { dx: 0, dy: 0, angleDeg: 0, scalePercent: 100 }, label: null });
    // A corner away from the opposite one: half as large again, its middle by a quarter of the side.
    script.up(0, 0).down(200, 200).move(250, 250);
    expect(script.sketch).toMatchObject({ numbers: { dx: 25, dy: 25, angleDeg: 0, scalePercent: 150 } });
    script.send({ type: 'cancel' }).up(0, 0).down(200, 150).move(250, 150);
    expect(script.sketch).toMatchObject({ numbers: { dx: 25, dy: 0, angleDeg: 0, scalePercent: null } });
  });
  it('typed numbers go on from keys and turns, and leave a stretch as it is', () => {
    const script = start('transform').send({ type: 'nudge', dx: 4, dy: 0 });
    script.send({ type: 'numbers', numbers: { dx: 4, dy: 3, angleDeg: 90, scalePercent: 100 } });
    expect(script.sketch).toMatchObject({ numbers: { dx: 4, dy: 3, scalePercent: 100 } });
    expect(boxes(script.send({ type: 'complete' }))).toEqual([[104, 103, 204, 203]]);
    const stretched = start('transform').down(200, 150).move(250, 150);
    stretched.context = testContext({ ...world(lesionA), isBusy: true });
    stretched.up(250, 150); // refused: it waits as it is
    stretched.context = testContext(world(lesionA));
    const numbers = { dx: 25, dy: 7, angleDeg: 90, scalePercent: null };
    // 150 × 100 px about (175, 157), a quarter turned.
    expect(boxes(stretched.send({ type: 'numbers', numbers }).send({ type: 'complete' }))).toEqual([
      [125, 82, 225, 232],
    ]);
  });
  it('moves several lesions as one edit', () => {
    const script = start('transform', world(lesionA, lesionB)).drag([
      { x: 150, y: 150 },
      { x: 150, y: 160 },
    ]);
    expect(script.commits).toMatchObject([
      { kind: 'redrawEach', reason: null, redrawn: [{ lesionIds: [a] }, { lesionIds: [b] }] },
    ]);
    expect(boxes(script)).toEqual([
      [100, 110, 200, 210],
      [300, 110, 400, 210],
    ]);
  });
  it('says by the cursor what a press would do; the ground pans, a click selects', () => {
    const script = start('transform', { ...world(lesionA), hit: ({ x }) => (x > 300 ? [b] : []) });
    const cursors = [
      [150, 150],
      [200, 200],
      [200, 100],
      [200, 150],
      [150, 100],
      [150, 74],
      [500, 500],
    ].map(([x, y]) => script.move(x!, y!).cursor);
    expect(cursors).toEqual(['move', 'scaleDown', 'scaleUp', 'scaleAcross', 'scaleAlong', 'rotate', 'ground']);
    expect(script.down(250, 250).move(280, 280).effects).toEqual([{ type: 'pan' }]);
    expect(script.click(320, 150).selections).toEqual([[[b], 'click']]);
  });
  it('is taken back by Esc in a drag, and by an interruption', () => {
    const script = start('transform').down(150, 150).move(180, 150).send({ type: 'cancel' }).up(180, 150);
    script.down(150, 150).move(180, 150).send({ type: 'interrupt' });
    expect([script.commits, script.hasDraft]).toEqual([[], false]);
  });
  it('needs a selection', () => {
    expect(start('transform', world()).click(1, 1).refusals).toEqual(['Select the lesions to move first.']);
  });
});

describe('shift of a mask', () => {
  it('moves all of it by one offset, waits for Enter, and gives G3', () => {
    const script = start('shift', world(lesionA, lesionB)).drag([
      { x: 0, y: 0 },
      { x: 7, y: -3 },
    ]);
    expect([script.commits, script.hasDraft]).toEqual([[], true]);
    script.send({ type: 'nudge', dx: 1, dy: 0 }).send({ type: 'complete' });
    expect(script.commits).toMatchObject([{ kind: 'redrawEach', reason: 'G3', redrawn: { length: 2 } }]);
    expect(boxes(script)).toEqual([
      [108, 97, 208, 197],
      [308, 97, 408, 197],
    ]);
  });
  it('says when there is nothing to shift', () => {
    expect(start('shift', world()).click(1, 1).refusals[0]).toContain('nothing to shift');
  });
});
