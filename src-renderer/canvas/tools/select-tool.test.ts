import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import { square } from '../test-support/lesions';
import { NO_MODIFIERS, PointerScript, testContext } from '../test-support/pointer-script';
import { selectTool } from './select-tool';
import type { ToolContext, ToolEvent } from './tool';

const [A, B, C] = ['a', 'b', 'c'] as LesionId[] as [LesionId, LesionId, LesionId];

/** One selected lesion at 100 %. */
function editing(
  polygons: Polygon[] = [square(100, 100, 100)],
  rest: Partial<ToolContext> = {},
): PointerScript<typeof selectTool.initial> {
  return new PointerScript(
    selectTool,
    testContext({
      selectedIds: [A],
      redrawIds: [A],
      editable: { lesionIds: [A], polygons },
      hit: ({ x, y }) => (x > 96 && x < 204 && y > 96 && y < 204 ? [A] : []),
      ...rest,
    }),
  );
}

describe('selecting', () => {
  it('selects the smallest lesion under a click, and clears on the ground', () => {
    const script = new PointerScript(selectTool, testContext({ hit: ({ x }) => (x < 50 ? [B, A] : []) }));
    script.click(10, 10);
    script.context = { ...script.context, selectedIds: [B] };
    script.click(90, 10);
    expect(script.selections).toEqual([
      [[B], 'click'],
      [[], 'clear'],
    ]);
  });

  it('goes through overlapping lesions when the same place is clicked again', () => {
    const script = new PointerScript(selectTool, testContext({ hit: () => [A, B, C] }));
    for (let i = 0; i < 4; i++) {
      script.click(10, 10);
      const chosen = script.selections.at(-1)?.[0] ?? [];
      script.context = { ...script.context, selectedIds: chosen };
    }
    expect(script.selections.map(([ids]) => ids)).toEqual([[A], [B], [C], [A]]);
  });

  it('starts again with the smallest at another place', () => {
    const script = new PointerScript(selectTool, testContext({ hit: () => [A, B] }));
    script.click(10, 10);
    script.context = { ...script.context, selectedIds: [A] };
    script.click(30, 10);
    expect(script.selections.map(([ids]) => ids)).toEqual([[A], [A]]);
  });

  it('adds and takes away with Shift or Ctrl, and leaves the selection alone on the ground', () => {
    const script = new PointerScript(
      selectTool,
      testContext({ selectedIds: [A], hit: ({ x }) => (x < 50 ? [B] : []) }),
    );
    script.click(10, 10, { shift: true }).click(10, 10, { ctrl: true }).click(90, 10, { shift: true });
    expect(script.selections).toEqual([
      [[B], 'toggle'],
      [[B], 'toggle'],
    ]);
  });

  it('tells the lesion under the pointer once, and its end', () => {
    const script = new PointerScript(selectTool, testContext({ hit: ({ x }) => (x < 50 ? [B] : []) }));
    script.move(10, 10).move(11, 10).send({ type: 'pointerLeave' });
    expect(script.effects).toEqual([
      { type: 'hover', lesionId: B },
      { type: 'hover', lesionId: null },
    ]);
  });

  it('hands a drag on the ground over to the camera', () => {
    const script = new PointerScript(selectTool).down(10, 10).move(13, 10);
    expect(script.effects).toEqual([]);
    script.move(16, 10);
    expect(script.effects).toEqual([{ type: 'pan' }]);
    expect(script.state.kind).toBe('idle');
  });

  it('does nothing to lesions that are hidden', () => {
    const script = editing(undefined, { isOverlayVisible: false });
    script.click(150, 150).drag([
      { x: 100, y: 100 },
      { x: 90, y: 90 },
    ]);
    expect(script.selections).toEqual([]);
    expect(script.commits).toEqual([]);
  });
});

describe('moving a vertex', () => {
  it('commits one redraw with the whole polygon on the grid', () => {
    const script = editing().drag([
      { x: 101, y: 101 },
      { x: 95, y: 95 },
      { x: 81.0004, y: 91 },
    ]);
    expect(script.commits).toEqual([
      {
        kind: 'redraw',
        lesionIds: [A],
        polygons: [{ exterior: [{ x: 80, y: 90 }, ...square(100, 100, 100).exterior.slice(1)], holes: [] }],
      },
    ]);
    expect(script.state.kind).toBe('idle');
  });

  it('shows the draft from where the drag began, not from the draft before', () => {
    const script = editing().down(100, 100).move(60, 60).move(90, 95);
    expect(script.sketch).toEqual({
      kind: 'polygons',
      polygons: [{ exterior: [{ x: 90, y: 95 }, ...square(100, 100, 100).exterior.slice(1)], holes: [] }],
      isValid: true,
      activeVertex: { x: 90, y: 95 },
    });
  });

  it.each(['cancel', 'interrupt'] as const)('restores on %s', (type) => {
    const script = editing().down(100, 100).move(60, 60).send({ type }).up(60, 60);
    expect(script.commits).toEqual([]);
    expect(script.hasDraft).toBe(false);
  });

  it('turns red over a crossing and refuses it in words', () => {
    const script = editing().down(100, 100).move(250, 150);
    expect(script.sketch).toMatchObject({ kind: 'polygons', isValid: false });
    script.up(250, 150);
    expect(script.commits).toEqual([]);
    expect(script.refusals).toEqual([expect.stringMatching(/crosses itself at .* Nothing was changed\./)]);
  });

  it('changes nothing when the vertex is brought back', () => {
    expect(
      editing().drag([
        { x: 100, y: 100 },
        { x: 60, y: 60 },
        { x: 100, y: 100 },
      ]).effects,
    ).toEqual([]);
  });

  it('moves a vertex of a hole, and of a later part', () => {
    const withHole: Polygon = { ...square(100, 100, 100), holes: [square(140, 140, 50).exterior] };
    const script = editing([square(300, 300, 100), withHole]).drag([
      { x: 140, y: 140 },
      { x: 130, y: 130 },
    ]);
    const [edit] = script.commits;
    expect(edit?.kind === 'redraw' && edit.polygons.map(({ holes }) => holes)).toEqual([
      [],
      [
        [
          { x: 130, y: 130 },
          { x: 140, y: 190 },
          { x: 190, y: 190 },
          { x: 190, y: 140 },
        ],
      ],
    ]);
  });

  it('waits while an edit is being stored', () => {
    const script = editing(undefined, { isBusy: true }).drag([
      { x: 100, y: 100 },
      { x: 60, y: 60 },
    ]);
    expect(script.effects).toEqual([{ type: 'refuse', message: 'The last outline is still being saved.' }]);
  });

  it('leaves a lesion that is tiny on screen alone', () => {
    const script = editing([square(100, 100, 100)], { framePxPerScreenPx: 5 }).drag([
      { x: 100, y: 100 },
      { x: 60, y: 60 },
    ]);
    expect(script.effects).toEqual([{ type: 'pan' }]);
  });
});

describe('inserting and deleting a vertex', () => {
  it('inserts at the handle in the middle of an edge by a drag', () => {
    const script = editing().drag([
      { x: 150, y: 100 },
      { x: 150, y: 90 },
      { x: 150, y: 80 },
    ]);
    const [edit] = script.commits;
    expect(edit?.kind === 'redraw' && edit.polygons[0]?.exterior).toEqual([
      { x: 100, y: 100 },
      { x: 150, y: 80 },
      { x: 200, y: 100 },
      { x: 200, y: 200 },
      { x: 100, y: 200 },
    ]);
  });

  it('inserts at the handle by a click, and anywhere on an edge by a double click', () => {
    const click = editing().click(150, 101).commits;
    const twice = editing().doubleClick(120, 102);
    expect(click.map((edit) => edit.kind === 'redraw' && edit.polygons[0]?.exterior[1])).toEqual([{ x: 150, y: 100 }]);
    expect(twice.commits.map((edit) => edit.kind === 'redraw' && edit.polygons[0]?.exterior[1])).toEqual([
      { x: 120, y: 100 },
    ]);
    expect(twice.selections).toEqual([]);
  });

  it('deletes by Alt and click', () => {
    const [edit] = editing().click(200, 200, { alt: true }).commits;
    expect(edit?.kind === 'redraw' && edit.polygons[0]?.exterior).toEqual([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
      { x: 100, y: 200 },
    ]);
  });

  it('deletes by the right button, without a key', () => {
    const at = (x: number, y: number): ToolEvent => {
      return { type: 'secondary', framePoint: { x, y }, trail: [{ x, y }], modifiers: NO_MODIFIERS };
    };
    const [edit] = editing().send(at(203, 198)).commits;
    expect(edit?.kind === 'redraw' && edit.polygons[0]?.exterior).toEqual([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
      { x: 100, y: 200 },
    ]);
    expect(editing().send(at(150, 100)).effects).toEqual([]); // an edge is no vertex
    expect(editing().send(at(150, 150)).effects).toEqual([]);
  });

  it('deletes the vertex that was clicked last', () => {
    const script = editing().click(200, 200);
    expect(script.sketch).toMatchObject({ kind: 'handles', activeVertex: { x: 200, y: 200 } });
    expect(script.commits).toEqual([]);
    expect(script.send({ type: 'deleteVertex' }).commits).toHaveLength(1);
  });

  it('keeps three vertices of an exterior, and drops a hole with fewer', () => {
    const triangle: Polygon = { exterior: square(100, 100, 100).exterior.slice(0, 3), holes: [] };
    const refused = editing([triangle]).click(200, 200, { alt: true });
    expect(refused.commits).toEqual([]);
    expect(refused.refusals).toEqual(['An outline keeps at least three vertices. Reject the lesion to remove it.']);
    const hole = square(140, 140, 50).exterior.slice(0, 3);
    const [edit] = editing([{ ...square(100, 100, 100), holes: [hole] }]).click(140, 140, { alt: true }).commits;
    expect(edit?.kind === 'redraw' && edit.polygons).toEqual([square(100, 100, 100)]);
  });

  it('shows by the cursor what a press would do', () => {
    const script = editing();
    const at = (x: number, y: number, alt = false): string => script.move(x, y, { alt }).cursor;
    expect([at(20, 20), at(170, 170), at(100, 100), at(100, 100, true), at(150, 100)]).toEqual([
      'ground',
      'lesion',
      'vertex',
      'remove',
      'insert',
    ]);
  });
});
