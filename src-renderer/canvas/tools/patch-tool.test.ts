import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { polygonArea } from '#shared/geometry/polygon';
import { square } from '../test-support/lesions';
import { PointerScript, testContext } from '../test-support/pointer-script';
import { patchTool } from './patch-tool';
import type { ToolContext } from './tool';

const id = 'a' as LesionId;
const holed = {
  ...square(100, 100, 100),
  holes: [
    [
      { x: 130, y: 130 },
      { x: 130, y: 170 },
      { x: 170, y: 170 },
      { x: 170, y: 130 },
    ],
  ],
};
const of = (polygon = square(100, 100, 100)): Partial<ToolContext> => ({
  editable: { lesionIds: [id], polygons: [polygon] },
});
const start = (rest = of()) => new PointerScript(patchTool, testContext(rest));
/** A bump of 20 × 40 px on the right side. */
const BUMP = [
  { x: 200, y: 130 },
  { x: 220, y: 130 },
  { x: 220, y: 170 },
  { x: 200, y: 170 },
];
const areas = (script: ReturnType<typeof start>) =>
  script.commits.map((edit) => (edit.kind === 'redraw' ? polygonArea(edit.polygons[0]!) : null));

describe('patch', () => {
  it('replaces the shorter stretch between two places of the outline', () => {
    const script = start().drag(BUMP);
    expect(areas(script)).toEqual([10_800]);
    expect(script.commits).toMatchObject([{ kind: 'redraw', lesionIds: [id] }]);
  });
  it('takes the other side after Tab', () => {
    const script = start().down(200, 130);
    for (const { x, y } of BUMP.slice(1)) script.move(x, y);
    script.send({ type: 'swap' });
    expect(script.sketch).toMatchObject({ kind: 'polygons', label: { text: '−9200 px² (−92.0 %)' } });
    expect(areas(script.up(200, 170))).toEqual([800]);
  });
  it('shows the result, the stretch that goes and the change of area, before it is let go', () => {
    const script = start().move(200, 130);
    expect([script.cursor, script.sketch]).toMatchObject(['onEdge', { kind: 'path', snapped: { x: 200, y: 130 } }]);
    script.down(200, 130);
    for (const { x, y } of BUMP.slice(1, 3)) script.move(x, y);
    expect(script.sketch).toMatchObject({ kind: 'path' });
    script.move(201, 170);
    expect(script.sketch).toMatchObject({
      kind: 'polygons',
      isValid: true,
      replaced: [
        { x: 200, y: 130 },
        { x: 200, y: 170 },
      ],
      label: { text: '+800 px² (+8.0 %)' },
    });
  });
  it('goes click by click, too', () => {
    const script = start();
    for (const { x, y } of BUMP) script.click(x, y);
    expect(areas(script)).toEqual([10_800]);
  });
  it('patches the hole that it begins on', () => {
    const script = start(of(holed)).drag([
      { x: 130, y: 140 },
      { x: 115, y: 140 },
      { x: 115, y: 160 },
      { x: 130, y: 160 },
    ]);
    expect(areas(script)).toEqual([10_000 - 1600 - 300]);
  });
  it('refuses what does not begin or end on the outline, and what crosses it', () => {
    expect(
      start().drag([
        { x: 150, y: 150 },
        { x: 160, y: 150 },
      ]).refusals,
    ).toEqual(['Begin on the outline of the selected lesion.']);
    const open = start().drag(BUMP.slice(0, 3));
    expect(open.refusals).toEqual(['The line has to end on the outline that it began on.']);
    const crossing = start().drag([
      { x: 200, y: 150 },
      { x: 80, y: 150 },
      { x: 80, y: 130 },
      { x: 200, y: 120 },
    ]);
    expect(crossing.refusals[0]).toContain('Nothing was changed.');
    expect([...open.commits, ...crossing.commits]).toEqual([]);
  });
  it('is taken back by Esc and needs one selected lesion', () => {
    const script = start().down(200, 130).move(220, 130).send({ type: 'cancel' });
    expect([script.hasDraft, script.up(220, 130).commits]).toEqual([false, []]);
    expect(start({}).click(1, 1).refusals).toEqual(['Select the one lesion whose outline is to change first.']);
  });
});
