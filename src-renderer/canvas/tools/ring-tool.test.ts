import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { signedRingArea } from '#shared/geometry/ring';
import type { Point } from '#shared/geometry/types';
import { PointerScript, testContext } from '../test-support/pointer-script';
import { createRingTool } from './ring-tool';
import type { ToolContext } from './tool';

const addTool = createRingTool('add');
const adding = (rest: Partial<ToolContext> = {}) => new PointerScript(addTool, testContext(rest));
const triangle = (script: ReturnType<typeof adding>) => script.click(100, 100).click(200, 100).click(200, 200);
const TRIANGLE = [
  { x: 100, y: 100 },
  { x: 200, y: 100 },
  { x: 200, y: 200 },
];

/** A circle traced from an angle on; more than a whole turn overshoots. */
function circle(turns: number, radius = 50, count = 60): Point[] {
  return Array.from({ length: count + 1 }, (_, i) => {
    const angle = (2 * Math.PI * turns * i) / count;
    return { x: 300 + radius * Math.cos(angle), y: 300 + radius * Math.sin(angle) };
  });
}

describe('click by click', () => {
  it('closes at the first vertex', () => {
    const script = triangle(adding()).click(104, 103);
    expect(script.commits).toEqual([{ kind: 'add', polygon: { exterior: TRIANGLE, holes: [] } }]);
    expect(script.state).toEqual({ kind: 'idle' });
  });

  it('closes by Enter and by double click, with one edit each', () => {
    const twice = adding().click(100, 100).click(200, 100).doubleClick(200, 200);
    expect(triangle(adding()).send({ type: 'complete' }).commits).toEqual(twice.commits);
    expect(twice.commits).toEqual([{ kind: 'add', polygon: { exterior: TRIANGLE, holes: [] } }]);
  });

  // At 1 frame px per screen px, the 9 px around the first vertex would cover all of such a lesion.
  it.each([1, 0.5, 0.1])('draws a lesion of 6 px at %d frame px per screen px', (framePxPerScreenPx) => {
    const script = adding({ framePxPerScreenPx });
    const vertices = circle(1, 3, 8).slice(0, 8);
    for (const { x, y } of vertices) script.click(x, y);
    expect(script.commits).toEqual([]);
    expect(script.state).toMatchObject({ kind: 'placing', vertices: { length: 8 } });
    const [first] = vertices;
    expect(script.move(first!.x + 0.5, first!.y).cursor).toBe('close');
    script.click(first!.x + 0.5, first!.y);
    expect(script.commits).toMatchObject([{ kind: 'add', polygon: { exterior: { length: 8 } } }]);
  });

  it('takes the second click of a double click for no vertex, also in a small ring', () => {
    const script = adding().click(100, 100).click(106, 100).click(106, 106).doubleClick(106, 106);
    expect(script.commits).toMatchObject([{ polygon: { exterior: { length: 3 } } }]);
  });

  it('stores the exterior clockwise on screen, on the grid', () => {
    const script = adding().click(200.3, 200.3).click(200.3, 100).click(100, 100).send({ type: 'complete' });
    const [edit] = script.commits;
    const exterior = edit?.kind === 'add' ? edit.polygon.exterior : [];
    expect(signedRingArea(exterior)).toBeGreaterThan(0);
    expect(exterior[0]).toEqual({ x: Math.round(200.3 * 1024) / 1024, y: Math.round(200.3 * 1024) / 1024 });
  });

  it('leaves points outside the frame where they are', () => {
    const script = adding().click(-50, -50).click(100, -50).click(100, 60).send({ type: 'complete' });
    expect(script.commits).toMatchObject([{ polygon: { exterior: [{ x: -50, y: -50 }, {}, {}] } }]);
  });

  it('takes back the last vertex, and the last one ends the ring', () => {
    const script = triangle(adding()).send({ type: 'deleteVertex' }).click(150, 180).send({ type: 'complete' });
    expect(script.commits).toMatchObject([
      {
        polygon: {
          exterior: [
            { x: 100, y: 100 },
            { x: 200, y: 100 },
            { x: 150, y: 180 },
          ],
        },
      },
    ]);
    expect(adding().click(1, 1).send({ type: 'deleteVertex' }).hasDraft).toBe(false);
  });

  it('takes the ring back by Esc, and puts the tool away by the next one', () => {
    const script = triangle(adding()).send({ type: 'cancel' });
    expect(script.effects).toEqual([]);
    expect(script.hasDraft).toBe(false);
    expect(script.send({ type: 'cancel' }).effects).toEqual([{ type: 'cancelTool' }]);
  });

  it('refuses fewer than three vertices, and a crossing, and keeps what was drawn', () => {
    const short = adding().click(100, 100).click(200, 100).send({ type: 'complete' });
    expect(short.refusals).toEqual(['An outline needs at least three vertices.']);
    expect(short.hasDraft).toBe(true);
    const bowTie = adding().click(100, 100).click(200, 200).click(200, 100).click(100, 180).send({ type: 'complete' });
    expect(bowTie.refusals).toEqual([expect.stringContaining('crosses itself')]);
    expect(bowTie.state).toMatchObject({ kind: 'placing', vertices: { length: 4 } });
  });

  it('keeps the ring when the gesture is interrupted', () => {
    const script = triangle(adding()).down(300, 300).send({ type: 'interrupt' });
    expect(script.state).toMatchObject({ kind: 'placing', vertices: TRIANGLE });
  });

  it('shows the rubber band, and that a click would close', () => {
    const script = triangle(adding()).move(150, 220);
    expect(script.sketch).toEqual({
      kind: 'ring',
      vertices: TRIANGLE,
      pointer: { x: 150, y: 220 },
      isClosing: false,
      isTrace: false,
    });
    expect([script.cursor, script.move(102, 101).cursor]).toEqual(['draw', 'close']);
  });
});

describe('freehand', () => {
  it('closes on release, simplified within half a frame px', () => {
    const script = adding().drag(circle(0.97));
    const [edit] = script.commits;
    const exterior = edit?.kind === 'add' ? edit.polygon.exterior : [];
    expect(exterior.length).toBeLessThan(40);
    expect(Math.abs(signedRingArea(exterior)) / (Math.PI * 2500)).toBeGreaterThan(0.97);
  });

  it('cuts off ends that overshoot', () => {
    const spiral = circle(1.1).map(({ x, y }, i) => ({ x: x + i * 0.05, y: y + i * 0.02 }));
    const script = adding().drag(spiral);
    expect(script.refusals).toEqual([]);
    expect(script.commits).toHaveLength(1);
  });

  it('refuses a figure of eight', () => {
    const eight = Array.from({ length: 80 }, (_, i) => ({
      x: 300 + 80 * Math.sin(i / 12.8),
      y: 300 + 60 * Math.sin(i / 6.4),
    }));
    const script = adding().drag(eight);
    expect(script.commits).toEqual([]);
    expect(script.refusals).toHaveLength(1);
    expect(script.hasDraft).toBe(false);
  });

  it('takes a shaky click for a click', () => {
    const script = adding().drag([
      { x: 100, y: 100 },
      { x: 105, y: 101 },
      { x: 106, y: 102 },
    ]);
    expect(script.state).toMatchObject({ kind: 'placing', vertices: [{ x: 100, y: 100 }] });
  });

  it('adds a stretch between clicks without closing', () => {
    const script = adding()
      .click(100, 100)
      .drag([
        { x: 200, y: 100 },
        { x: 220, y: 130 },
        { x: 210, y: 200 },
      ]);
    expect(script.state).toMatchObject({ kind: 'placing', vertices: { length: 4 } });
    expect(script.send({ type: 'complete' }).commits).toHaveLength(1);
  });

  it('restores on Esc in mid drag', () => {
    const script = adding().click(100, 100).down(200, 200).move(250, 250).send({ type: 'cancel' }).up(250, 250);
    expect(script.state).toMatchObject({ kind: 'placing', vertices: [{ x: 100, y: 100 }] });
    expect(script.commits).toEqual([]);
  });
});

describe('what it replaces', () => {
  it('redraws every selected lesion with one outline', () => {
    const ids = ['a', 'b'] as LesionId[];
    const script = new PointerScript(createRingTool('redraw'), testContext({ selectedIds: ids, redrawIds: ids }));
    script.click(100, 100).click(200, 100).click(200, 200).send({ type: 'complete' });
    expect(script.commits).toEqual([{ kind: 'redraw', lesionIds: ids, polygons: [{ exterior: TRIANGLE, holes: [] }] }]);
  });

  it('says why nothing can be drawn', () => {
    const redraw = new PointerScript(createRingTool('redraw'));
    expect(redraw.cursor).toBe('refused');
    expect(redraw.click(1, 1).refusals).toEqual(['Select the lesion to redraw first.']);
    expect(adding({ canDraw: false }).click(1, 1).refusals).toEqual([
      'This view has no frame, so nothing can be drawn on it.',
    ]);
    expect(adding({ isBusy: true }).click(1, 1).refusals).toEqual(['The last outline is still being saved.']);
  });
});
