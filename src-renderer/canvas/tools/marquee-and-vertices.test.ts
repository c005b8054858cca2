import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds, Point } from '#shared/geometry/types';
import { PointerScript, testContext } from '../test-support/pointer-script';
import { marqueeTool } from './marquee-tool';
import { createRingTool } from './ring-tool';
import { selectTool } from './select-tool';
import type { ToolContext } from './tool';
import { vertexEraserTool } from './vertex-eraser-tool';

const [a, b] = ['a' as LesionId, 'b' as LesionId];
const asked: Bounds[] = [];
const within = (bounds: Bounds): LesionId[] => {
  asked.push(bounds);
  return bounds.maxX > 100 ? [a, b] : [];
};
const octagon = Array.from({ length: 8 }, (_, k): Point => ({
  x: Math.round(200 + 100 * Math.cos((k * Math.PI) / 4)),
  y: Math.round(200 + 100 * Math.sin((k * Math.PI) / 4)),
}));
const selected: Partial<ToolContext> = {
  selectedIds: [a],
  redrawIds: [a],
  editable: { lesionIds: [a], polygons: [{ exterior: octagon, holes: [] }] },
};

describe('marquee', () => {
  it('selects what the rectangle meets, whichever way it is dragged', () => {
    const script = new PointerScript(marqueeTool, testContext({ within })).down(150, 90).move(120, 80);
    expect(script.sketch).toEqual({ kind: 'marquee', from: { x: 150, y: 90 }, to: { x: 120, y: 80 } });
    expect(script.up(50, 40).selections).toEqual([[[a, b], 'click']]);
    expect(asked.at(-1)).toEqual({ minX: 50, minY: 40, maxX: 150, maxY: 90 });
    expect(
      script
        .drag([
          { x: 0, y: 0 },
          { x: 5, y: 5 },
        ])
        .selections.at(-1),
    ).toEqual([[], 'clear']);
    expect(
      script
        .drag(
          [
            { x: 0, y: 0 },
            { x: 150, y: 5 },
          ],
          { shift: true },
        )
        .selections.at(-1),
    ).toEqual([[a, b], 'add']);
  });
  it('is Shift and a drag in the select tool, which pans without', () => {
    const script = new PointerScript(selectTool, testContext({ within }));
    script.drag([{ x: 10, y: 10 }, { x: 90, y: 90 }, { x: 150, y: 150 }], { shift: true }); // prettier-ignore
    expect(script.selections).toEqual([[[a, b], 'add']]);
    script.down(10, 10, { shift: true }).move(90, 90, { shift: true }).send({ type: 'cancel' }).up(150, 150);
    expect(script.selections).toHaveLength(1);
  });
  it('selects nothing unseen', () => {
    const script = new PointerScript(marqueeTool, testContext({ within, isOverlayVisible: false }));
    expect(
      script.drag([
        { x: 0, y: 0 },
        { x: 150, y: 5 },
      ]).selections,
    ).toEqual([[[], 'clear']]);
  });
});

describe('vertices erased along the outline', () => {
  const start = (rest: Partial<ToolContext> = selected) => new PointerScript(vertexEraserTool, testContext(rest));
  /** From the first vertex to the third, past the second. */
  const along = octagon.slice(0, 3);

  it('takes out what a drag comes near, also between two reports, as one edit', () => {
    const script = start().down(octagon[0]!.x, octagon[0]!.y).move(octagon[1]!.x, octagon[1]!.y);
    expect(script.sketch).toMatchObject({ kind: 'polygons', isValid: true, label: { text: '−2 vertices' } });
    script.up(octagon[2]!.x, octagon[2]!.y);
    expect(script.commits).toMatchObject([{ kind: 'redraw', polygons: [{ exterior: { length: 5 } }] }]);
    const quick = start().down(octagon[0]!.x, octagon[0]!.y).up(octagon[4]!.x, octagon[4]!.y);
    expect(quick.commits).toMatchObject([{ polygons: [{ exterior: { length: 6 } }] }]);
  });
  it('keeps three, and says so', () => {
    const script = start().drag([...octagon, ...octagon]);
    expect([script.commits, script.refusals[0]]).toEqual([[], expect.stringContaining('at least three vertices')]);
  });
  it('is taken back by Esc; no vertex met is no edit', () => {
    const script = start().down(octagon[0]!.x, octagon[0]!.y).send({ type: 'cancel' }).up(0, 0);
    script.drag([
      { x: 0, y: 0 },
      { x: 20, y: 0 },
    ]);
    expect(script.effects).toEqual([]);
  });
  it('is Alt and a drag from a vertex in the select tool, too', () => {
    const script = new PointerScript(selectTool, testContext(selected)).drag(along, { alt: true });
    expect(script.commits).toMatchObject([{ kind: 'redraw', polygons: [{ exterior: { length: 5 } }] }]);
  });
  it('needs one lesion', () => {
    expect(start({}).click(1, 1).refusals).toEqual(['Select the one lesion whose vertices are to go first.']);
  });
});

describe('a drawn region', () => {
  const ring = octagon.flatMap((point, k) => {
    const next = octagon[(k + 1) % 8]!;
    return [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }];
  });
  it('is taken away from the selected lesion', () => {
    const script = new PointerScript(createRingTool('subtract'), testContext(selected)).drag(ring);
    expect(script.commits).toMatchObject([{ kind: 'work', lesionIds: [a], work: { operation: 'subtract' } }]);
    const none = new PointerScript(createRingTool('subtract'), testContext()).click(1, 1);
    expect(none.refusals).toEqual(['Select the one lesion to take the region away from first.']);
  });
  it('shows that letting go would close it, once the trace is back at its beginning', () => {
    const script = new PointerScript(createRingTool('add'), testContext()).down(ring[0]!.x, ring[0]!.y);
    for (const { x, y } of ring.slice(1, 10)) script.move(x, y);
    expect([script.cursor, script.sketch]).toMatchObject(['draw', { isClosing: false, pointer: ring[0] }]);
    for (const { x, y } of [...ring.slice(10), ring[0]!]) script.move(x, y);
    expect([script.cursor, script.sketch]).toMatchObject(['close', { isClosing: true }]);
    expect(script.up(ring[0]!.x, ring[0]!.y).commits).toHaveLength(1);
  });
  it('closes, too, when a traced stretch comes back to the first clicked point', () => {
    const script = new PointerScript(createRingTool('add'), testContext());
    script
      .click(ring[0]!.x, ring[0]!.y)
      .click(ring[1]!.x, ring[1]!.y)
      .drag([...ring.slice(2), ring[0]!]);
    expect([script.commits.length, script.hasDraft]).toEqual([1, false]);
  });
});
