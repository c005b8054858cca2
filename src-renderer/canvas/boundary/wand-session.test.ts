import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { polygonArea } from '#shared/geometry/polygon';
import type { Point } from '#shared/geometry/types';
import type { CanvasEdit } from '../canvas-edit';
import type { SpreadFound } from '../enhance/lesion-pixels';
import type { PixelBlock } from '../enhance/pixel-block';
import { spreadIn } from './boundary-task';
import { WandSession } from './wand-session';

/** A dark disc of 12 px about 30, 30 on light ground. */
const block: PixelBlock = {
  ...{ width: 60, height: 60, originX: 0, originY: 0, stepX: 1, stepY: 1 },
  rgba: Uint8ClampedArray.from({ length: 4 * 60 * 60 }, (_, at) => {
    const [x, y] = [Math.floor(at / 4) % 60, Math.floor(at / 240)];
    return at % 4 === 3 ? 255 : Math.hypot(x + 0.5 - 30, y + 0.5 - 30) < 12 ? 80 : 200;
  }),
};
const seed = { x: 30, y: 30 };
const lesionIds = ['a' as LesionId];
let taken: CanvasEdit[];
let refused: string[];
let wand: WandSession;
/** What happened, in order. */
let log: string[];
/** Presses whose pixels do not answer before the test says so. */
let waiting: (() => void)[] | null;
const found = (at: Point): SpreadFound => ({
  field: spreadIn({ view: 'plain', block, plain: block }, at, 28),
  place: { ...block },
  scale: 2, // frame px per photo px
});
beforeEach(() => {
  [taken, refused, log, waiting] = [[], [], [], null];
  wand = new WandSession({
    spread: (at) => {
      log.push('spread');
      if (!waiting) return Promise.resolve(found(at));
      return new Promise((done) => waiting?.push(() => done(found(at))));
    },
    redraw: () => undefined,
    press: () => log.push('press'),
    take: (edit) => {
      log.push('take');
      void edit.then((one) => one && taken.push(one));
    },
    refuse: (message) => refused.push(message),
  });
});
afterEach(() => expect(refused).toEqual([]));

describe('WandSession', () => {
  it('shows a region by itself as an outline', async () => {
    wand.run({ kind: 'begin', seed, mode: 'replace', lesionIds });
    await vi.waitFor(() => expect(wand.preview).not.toBeNull());
    expect(wand.change).toBeNull();
    wand.run({ kind: 'take' });
    await vi.waitFor(() => expect(taken).toMatchObject([{ kind: 'redraw', lesionIds }]));
  });
  it.each([
    ['union', 'grow', 'unite'],
    ['subtract', 'erase', 'subtract'],
  ] as const)('shows what a %s changes of the outline, and takes the same region', async (mode, change, operation) => {
    wand.run({ kind: 'begin', seed, mode, lesionIds });
    await vi.waitFor(() => expect(wand.change).not.toBeNull());
    expect(wand.preview).toBeNull();
    const shown = wand.change!;
    expect(shown).toMatchObject({ mode: change, lesionIds });
    const [exterior] = shown.region.kind === 'rings' ? shown.region.rings : [];
    // A disc of 24 frame px.
    expect(Math.abs(polygonArea({ exterior: exterior!, holes: [] }) / (Math.PI * 24 ** 2) - 1)).toBeLessThan(0.15);
    wand.run({ kind: 'take' });
    await vi.waitFor(() => expect(taken).toHaveLength(1));
    expect(taken[0]).toMatchObject({ kind: 'work', lesionIds, work: { operation } });
    expect(wand.change).toBeNull();
  });
  it('says that it was pressed before it asks for pixels, and has its turn at the release, not at their answer', async () => {
    waiting = [];
    wand.run({ kind: 'begin', seed, mode: 'add', lesionIds: [] });
    wand.run({ kind: 'take' });
    expect([log, wand.preview, taken]).toEqual([['press', 'spread', 'take'], null, []]);
    waiting[0]!();
    await vi.waitFor(() => expect(taken).toMatchObject([{ kind: 'add' }]));
  });
  it('keeps a press that was let go when the next one comes before its pixels; each keeps its own options', async () => {
    waiting = [];
    wand.run({ kind: 'begin', seed, mode: 'replace', lesionIds });
    wand.run({ kind: 'take' });
    wand.run({ kind: 'begin', seed, mode: 'subtract', lesionIds });
    wand.run({ kind: 'take' });
    wand.run({ kind: 'begin', seed, mode: 'union', lesionIds });
    wand.run({ kind: 'drop' }); // Esc before it was let go
    for (const answer of waiting.toReversed()) answer();
    await vi.waitFor(() => expect(taken).toHaveLength(2));
    expect(taken.map(({ kind }) => kind).toSorted()).toEqual(['redraw', 'work']);
    expect([wand.preview, wand.change]).toEqual([null, null]);
  });
});
