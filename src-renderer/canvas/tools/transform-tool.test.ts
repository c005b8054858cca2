import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { polygonBounds } from '#shared/geometry/bounds';
import { polygonArea } from '#shared/geometry/polygon';
import type { Bounds, Point, Polygon } from '#shared/geometry/types';
import type { ReshapeEdit } from '../canvas-edit';
import { square } from '../test-support/lesions';
import { PointerScript, testContext } from '../test-support/pointer-script';
import type { EditableLesion, Sketch, ToolContext } from './tool';
import { transformTool } from './transform-tool';

const id = (name: string): LesionId => name as LesionId;
const lesion = (name: string, ...polygons: Polygon[]): EditableLesion => ({ lesionIds: [id(name)], polygons });
/** A square of 100 px at 200, 300, at 100 % on a frame of 1000 x 800. */
const ONE = [lesion('one', square(200, 300, 100))];
const world = (of: readonly EditableLesion[] = ONE, rest: Partial<ToolContext> = {}): ToolContext =>
  testContext({ movable: () => of, ...rest });
const script = (
  of?: readonly EditableLesion[],
  rest?: Partial<ToolContext>,
): PointerScript<typeof transformTool.initial> => new PointerScript(transformTool, world(of, rest));

type Hand = ReturnType<typeof script>;
const sketchOf = (hand: Hand): Extract<Sketch, { kind: 'transform' }> => {
  if (hand.sketch.kind !== 'transform') throw new Error(`the sketch is ${hand.sketch.kind}`);
  return hand.sketch;
};
const edits = (hand: Hand): ReshapeEdit[] =>
  hand.commits.map((edit) => {
    if (edit.kind !== 'reshape') throw new Error(edit.kind);
    return edit;
  });
const boundsOf = (hand: Hand, item = 0): Bounds => polygonBounds(edits(hand).at(-1)!.items[item]!.polygons[0]!);
/** The corners of the box stand 8 px outside of the lesion. */
const corner = (hand: Hand, index: 0 | 1 | 2 | 3): Point => sketchOf(hand).corners[index]!;

describe('dragging inside', () => {
  it('moves, shows how far, and stores one edit on release', () => {
    const hand = script().move(250, 350).down(250, 350).move(256, 350);
    hand.move(270.5, 340);
    expect(sketchOf(hand)).toMatchObject({ isMoved: true, isValid: true, words: '20.5, −10.0 px' });
    expect(sketchOf(hand).report).toMatchObject({
      areaBeforePx2: 10_000,
      areaAfterPx2: 10_000,
      over: 0,
      isWaiting: false,
    });
    expect(hand.commits).toEqual([]);
    hand.up(270.5, 340);
    expect(edits(hand)).toMatchObject([{ how: 'move', atFrame: null, items: [{ lesionIds: ['one'] }] }]);
    expect(boundsOf(hand)).toEqual({ minX: 220.5, minY: 290, maxX: 320.5, maxY: 390 });
    expect(hand.hasDraft).toBe(false);
  });

  it('keeps to one axis with Shift', () => {
    const hand = script().down(250, 350).move(280, 362, { shift: true }).up(280, 362, { shift: true });
    expect(boundsOf(hand)).toEqual({ minX: 230, minY: 300, maxX: 330, maxY: 400 });
  });

  it('takes holes and all parts along, each lesion for itself', () => {
    const ring: Polygon = { ...square(10, 10, 40), holes: [[...square(20, 20, 10).exterior].reverse()] };
    const hand = script([lesion('ring', ring), lesion('split', square(100, 10, 5), square(110, 10, 5))]);
    hand.down(60, 30).move(70, 30).up(77, 32);
    const [{ items }] = edits(hand) as [ReshapeEdit];
    expect(items.map(({ lesionIds, polygons }) => [lesionIds, polygons.length])).toEqual([
      [['ring'], 1],
      [['split'], 2],
    ]);
    expect(items[0]?.polygons[0]?.holes[0]).toContainEqual({ x: 37, y: 22 });
    expect(polygonArea(items[0]!.polygons[0]!)).toBe(1500);
  });

  it('is taken back by Esc, and by an interrupt', () => {
    for (const type of ['cancel', 'interrupt'] as const) {
      const hand = script().down(250, 350).move(300, 350).send({ type });
      expect(sketchOf(hand).isMoved).toBe(false);
      hand.up(300, 350);
      expect(hand.commits).toEqual([]);
    }
  });

  it('of less than 4 px on screen moves nothing', () => {
    const hand = script().down(250, 350).move(252, 351).up(252, 351);
    expect(hand.commits).toEqual([]);
    expect(sketchOf(hand).isMoved).toBe(false);
  });
});

describe('a corner', () => {
  const dragCorner = (index: 0 | 1 | 2 | 3, by: Point, modifiers = {}): Hand => {
    const hand = script();
    const { x, y } = corner(hand, index);
    return hand
      .move(x, y)
      .down(x, y)
      .move(x + by.x / 2, y + by.y / 2, modifiers)
      .up(x + by.x, y + by.y, modifiers);
  };

  it('scales both ways freely, the opposite corner stays', () => {
    const hand = dragCorner(2, { x: 50, y: -20 });
    expect(edits(hand)[0]?.how).toBe('scale');
    expect(boundsOf(hand)).toEqual({ minX: 200, minY: 300, maxX: 350, maxY: 380 });
    expect(boundsOf(dragCorner(0, { x: 50, y: -20 }))).toEqual({ minX: 250, minY: 280, maxX: 300, maxY: 400 });
  });

  it('keeps the shape with Shift and the middle with Alt', () => {
    expect(boundsOf(dragCorner(2, { x: 50, y: 50 }, { shift: true }))).toEqual({
      minX: 200,
      minY: 300,
      maxX: 350,
      maxY: 450,
    });
    // Of a pull of 60, 20 along a diagonal of 1, 1 the part along it is 40, 40.
    expect(boundsOf(dragCorner(2, { x: 60, y: 20 }, { shift: true }))).toMatchObject({ maxX: 340, maxY: 440 });
    expect(boundsOf(dragCorner(1, { x: 25, y: -10 }, { alt: true }))).toEqual({
      minX: 175,
      minY: 290,
      maxX: 325,
      maxY: 410,
    });
  });

  it('shows the share and the area while it is pulled', () => {
    const hand = script();
    const { x, y } = corner(hand, 2);
    hand.down(x, y).move(x + 50, y - 20);
    expect(sketchOf(hand).words).toBe('25.0, −10.0 px · 150.0 × 80.0 %');
    expect(sketchOf(hand).report.areaAfterPx2).toBeCloseTo(12_000, 6);
  });

  it('refuses a mirror image and what is less than a pixel, and goes back', () => {
    const mirrored = dragCorner(2, { x: -150, y: 0 });
    expect(mirrored.refusals).toEqual([
      'A lesion is not turned inside out: its mirror image is another shape. Nothing was changed.',
    ]);
    const nothing = dragCorner(2, { x: -99.5, y: 0 });
    expect(nothing.refusals[0]).toMatch(/^Nothing would be left: it would be less than 1 px wide or high/);
    for (const hand of [mirrored, nothing]) {
      expect(hand.commits).toEqual([]);
      expect(sketchOf(hand)).toMatchObject({ isMoved: false, isValid: true });
    }
    const red = script();
    const { x, y } = corner(red, 2);
    red.down(x, y).move(x - 150, y);
    expect(sketchOf(red)).toMatchObject({ isValid: false, words: 'Not possible' });
  });
});

describe('the round handle', () => {
  it('turns about the middle, clockwise on screen', () => {
    const hand = script([lesion('bar', { exterior: [...bar(200, 300, 100, 20)], holes: [] })]);
    const { x, y } = sketchOf(hand).rotate;
    expect({ x, y }).toEqual({ x: 250, y: 300 - 14 - 26 }); // the box is at least 48 px high, then 26 px
    // From above the middle (250, 310) to the right of it: a quarter turn.
    hand.down(x, y).move(290, 280).up(300, 310);
    expect(edits(hand)[0]?.how).toBe('rotate');
    expect(boundsOf(hand)).toEqual({ minX: 240, minY: 260, maxX: 260, maxY: 360 });
  });

  it('turns in steps of 15 degrees with Shift, also after arrow keys', () => {
    const hand = script();
    const { x, y } = sketchOf(hand).rotate;
    hand.down(x, y).move(x + 40, y, { shift: true });
    expect(sketchOf(hand).words).toBe('0.0, 0.0 px · 30.0°'); // atan(40 / 84) is 25.5 degrees
    hand.up(x + 40, y, { shift: true });
    expect(polygonArea(edits(hand)[0]!.items[0]!.polygons[0]!)).toBeCloseTo(10_000, 0);
    const moved = script().send({ type: 'nudge', dx: 5, dy: 0 });
    const at = sketchOf(moved).rotate;
    moved
      .down(at.x, at.y)
      .move(at.x + 20, at.y)
      .up(at.x + 20, at.y);
    expect(edits(moved)[0]?.how).toBe('transform');
    expect(moved.commits).toHaveLength(1);
  });

  it('stands below where there is no room above', () => {
    const hand = script([lesion('top', square(200, 4, 60))]);
    expect(sketchOf(hand).rotate.y).toBe(64 + 8 + 26);
  });
});

describe('arrow keys and typed numbers', () => {
  it('gather until Enter stores them as one edit', () => {
    const hand = script();
    for (let i = 0; i < 3; i++) hand.send({ type: 'nudge', dx: 1, dy: 0 });
    hand.send({ type: 'nudge', dx: 0, dy: -10 });
    expect(hand.commits).toEqual([]);
    expect(hand.hasDraft).toBe(true);
    expect(sketchOf(hand)).toMatchObject({ words: '3.0, −10.0 px', report: { isWaiting: true } });
    hand.send({ type: 'complete' });
    expect(boundsOf(hand)).toEqual({ minX: 203, minY: 290, maxX: 303, maxY: 390 });
    hand.send({ type: 'complete' });
    expect(hand.commits).toHaveLength(1);
  });

  it('are the start of a drag that follows', () => {
    const hand = script().send({ type: 'nudge', dx: 10, dy: 0 });
    hand.down(250, 350).move(260, 350).up(260, 355);
    expect(boundsOf(hand)).toEqual({ minX: 220, minY: 305, maxX: 320, maxY: 405 });
    expect(hand.commits).toHaveLength(1);
  });

  it('are taken back by Esc; a second Esc puts the tool away', () => {
    const hand = script().send({ type: 'nudge', dx: 10, dy: 0 }).send({ type: 'cancel' });
    expect(sketchOf(hand).isMoved).toBe(false);
    expect(hand.effects).toEqual([]);
    hand.send({ type: 'cancel' });
    expect(hand.effects).toEqual([{ type: 'cancelTool' }]);
  });

  it('scale and turn about the middle, then move', () => {
    const pose = { dx: 10, dy: 20, scaleX: 0.5, scaleY: 0.5, angleRad: Math.PI / 2 };
    const hand = script().send({ type: 'pose', pose }).send({ type: 'complete' });
    expect(edits(hand)[0]?.how).toBe('transform');
    expect(boundsOf(hand)).toEqual({ minX: 235, minY: 345, maxX: 285, maxY: 395 });
  });

  it('of lesions that are no longer selected say nothing of the others', () => {
    const hand = script().send({ type: 'nudge', dx: 10, dy: 0 });
    hand.context = world([lesion('other', square(500, 500, 50))]);
    expect(sketchOf(hand).isMoved).toBe(false);
    hand.send({ type: 'complete' });
    expect(hand.commits).toEqual([]);
  });

  it('do nothing without a selection or a frame, and are refused while the last one is stored', () => {
    expect(script([]).send({ type: 'nudge', dx: 1, dy: 0 }).hasDraft).toBe(false);
    expect(script(ONE, { canDraw: false, frame: null }).send({ type: 'nudge', dx: 1, dy: 0 }).hasDraft).toBe(false);
    const busy = script(ONE, { isBusy: true }).send({ type: 'nudge', dx: 1, dy: 0 });
    expect(busy.refusals).toEqual(['The last outline is still being saved.']);
  });
});

describe('the edge of the frame', () => {
  it('asks: the drag waits, Enter cuts off, and the other answer leaves those lesions', () => {
    const two = [lesion('left', square(10, 10, 100)), lesion('right', square(300, 10, 100))];
    const hand = script(two).down(200, 60).move(150, 60).up(150, 60);
    expect(hand.commits).toEqual([]);
    expect(hand.refusals).toEqual([]);
    expect(sketchOf(hand)).toMatchObject({
      words: '−50.0, 0.0 px · over the frame',
      report: { over: 1, outside: 0, isWaiting: true },
    });
    hand.send({ type: 'complete', atFrame: 'leave' });
    expect(edits(hand)).toMatchObject([{ atFrame: 'leave' }]);
    const cut = script(two).down(200, 60).move(150, 60).up(150, 60).send({ type: 'complete' });
    expect(edits(cut)).toMatchObject([{ atFrame: 'clip', items: [{ lesionIds: ['left'] }, { lesionIds: ['right'] }] }]);
  });

  it('refuses what would lie outside altogether, and goes back', () => {
    const hand = script().down(250, 350).move(0, 350).up(-200, 350);
    expect(hand.refusals).toEqual(['The lesion would lie outside the frame altogether. Nothing was changed.']);
    expect(sketchOf(hand).isMoved).toBe(false);
  });

  it('itself may be touched', () => {
    const hand = script().down(250, 350).move(100, 350).up(50, 350);
    expect(edits(hand)).toMatchObject([{ atFrame: null }]);
    expect(boundsOf(hand).minX).toBe(0);
  });
});

describe('a press', () => {
  it('outside pans, a click selects, and neither while something waits', () => {
    const hit = (): LesionId[] => [id('other')];
    expect(script().drag([{ x: 600, y: 600 }, { x: 620, y: 600 }]).effects).toContainEqual({ type: 'pan' }); // prettier-ignore
    expect(script(ONE, { hit }).click(600, 600).selections).toEqual([[['other'], 'click']]);
    expect(script(ONE, { hit }).click(600, 600, { ctrl: true }).selections).toEqual([[['other'], 'toggle']]);
    const waiting = script(ONE, { hit }).send({ type: 'nudge', dx: 1, dy: 0 }).click(600, 600);
    expect(waiting.selections).toEqual([]);
    expect(waiting.refusals).toEqual(['Enter stores what you moved, Escape takes it back.']);
  });

  it('tells by the cursor what it will do', () => {
    const hand = script();
    const cursors = [
      { x: 250, y: 350 },
      corner(hand, 0),
      corner(hand, 1),
      sketchOf(hand).rotate,
      { x: 700, y: 700 },
    ].map(({ x, y }) => hand.move(x, y).cursor);
    expect(cursors).toEqual(['move', 'scaleDown', 'scaleUp', 'rotate', 'ground']);
  });

  it('on a lesion of a few pixels finds its handles apart from each other', () => {
    const hand = script([lesion('tiny', square(500, 400, 4))]);
    const [first, second] = [corner(hand, 0), corner(hand, 1)];
    expect(Math.hypot(first.x - second.x, first.y - second.y)).toBe(48);
    expect(hand.move(502, 402).cursor).toBe('move');
  });
});

function bar(x: number, y: number, width: number, height: number): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}
