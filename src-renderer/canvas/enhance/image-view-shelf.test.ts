import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NEUTRAL_TONE } from '#shared/domain/image-view';
import type { EnhanceHost } from './enhance-host';
import type { EnhanceTask } from './enhance-protocol';
import { ImageViewShelf } from './image-view-shelf';
import type { ViewSight } from './view-sight';

/** Bitmaps without pixels that know whether they are open. */
let open = 0;
function bitmapOf(width: number, height: number): ImageBitmap {
  open++;
  const bitmap = {
    width,
    height,
    close: () => ((open -= bitmap.width > 0 ? 1 : 0), (bitmap.width = bitmap.height = 0)),
  };
  return bitmap as ImageBitmap;
}

/** A worker that answers at once, and what it was asked to do. */
let asked: EnhanceTask[] = [];
const host: EnhanceHost = {
  run: ((task: EnhanceTask) => {
    asked.push(task);
    task.bitmap?.close();
    if (task.type === 'part') return Promise.resolve(bitmapOf(100, 100));
    if (task.type === 'basis') return Promise.resolve({ typologyAngleDeg: 30 });
    if (task.type !== 'strip') return Promise.resolve(null);
    const { level, top, place } = task;
    return Promise.resolve(top + place.height < level.height ? null : bitmapOf(level.width, level.height));
  }) as EnhanceHost['run'],
  dispose: () => undefined,
};

/** A worker that takes its time, does one task after the other and, as the real one, has room for one level. */
function slowHost(failingStrips: readonly number[] = []): EnhanceHost {
  let busy: Promise<unknown> = Promise.resolve();
  let begun: { readonly width: number; readonly nextTop: number } | null = null;
  let strips = 0;
  const answer = async (task: EnhanceTask): Promise<unknown> => {
    await new Promise((resolve) => setTimeout(resolve, 15));
    if (task.type === 'forget' || task.type === 'leave') begun = null;
    if (task.type === 'strip') {
      const { level, top, place } = task;
      if (failingStrips.includes(++strips)) {
        task.bitmap.close();
        throw new Error('The strip could not be painted.');
      }
      if (top > 0 && (begun?.width !== level.width || begun.nextTop !== top))
        throw new Error('The strip belongs to no level.');
      const nextTop = top + place.height;
      begun = nextTop < level.height ? { width: level.width, nextTop } : null;
    }
    return host.run(task as never);
  };
  const run = (task: EnhanceTask): Promise<unknown> => {
    const answered = busy.then(() => answer(task));
    busy = answered.catch(() => undefined);
    return answered;
  };
  return { ...host, run: run as EnhanceHost['run'] };
}

const level = (width: number, height: number) => ({ source: {} as ImageBitmap, width, height });
const BASIS = { medianLesionRadiusPx: 10, skinRings: [] };
const sightOf = (change: Partial<ViewSight> = {}): ViewSight => ({
  picture: { levels: [level(2000, 1500), level(1000, 750), level(500, 375)], close: () => undefined },
  ...{ photoId: 'a', photo: { width: 2000, height: 1500 }, photoScale: 1, pixelRatio: 1, basisOf: BASIS },
  viewport: { scale: 1, offsetX: -100, offsetY: -100 },
  screen: { width: 800, height: 600 },
  ...change,
});
const taskTypes = (): string[] => asked.map(({ type }) => type);
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('ImageViewShelf', () => {
  let shelf: ImageViewShelf;
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('createImageBitmap', (_: unknown, _x: number, _y: number, width: number, height: number) =>
      Promise.resolve(bitmapOf(width, height)),
    );
    [open, asked] = [0, []];
    shelf = new ImageViewShelf({ host: () => host, onChange: () => undefined });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('gives another view of the same place nothing but its name', async () => {
    shelf.follow(sightOf());
    shelf.choose('redness', NEUTRAL_TONE);
    await settle();
    expect(taskTypes()).toEqual(['basis', 'plain', 'part']);
    expect([shelf.record, shelf.isCrisp, shelf.typologyAngleDeg]).toEqual(['redness', true, 30]);
    asked = [];
    shelf.choose('brown', NEUTRAL_TONE);
    await settle();
    expect(taskTypes()).toEqual(['part']);
    expect([shelf.record, shelf.isCrisp, open]).toEqual(['brown', true, 1]);
  });

  it('has what every view needs ready when the canvas rests, once per photo', async () => {
    const sight = sightOf();
    shelf.follow(sight);
    await vi.advanceTimersByTimeAsync(2000);
    // Nobody used a view yet: no part is kept. The curves count in a larger overview.
    expect(asked.map((task) => (task.type === 'basis' ? task.kinds.join() : task.type))).toEqual([
      'skin,mean',
      'clahe',
    ]);
    asked = [];
    shelf.choose('clahe', NEUTRAL_TONE);
    await settle();
    expect(taskTypes()).toEqual(['plain', 'part']);
    asked = [];
    shelf.choose('plain', NEUTRAL_TONE);
    shelf.follow({ ...sight, viewport: { scale: 1, offsetX: -200, offsetY: 0 } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(taskTypes()).toEqual(['plain']);
  });

  it('paints all of the photo once the part was on screen for a while', async () => {
    shelf.follow(sightOf());
    shelf.choose('green', NEUTRAL_TONE);
    await vi.advanceTimersByTimeAsync(249);
    expect(taskTypes()).not.toContain('strip');
    await vi.advanceTimersByTimeAsync(2000);
    expect(shelf.painted).toMatchObject({ levels: [{ width: 2000 }, { width: 1000 }, { width: 500 }], part: null });
    const strips = asked.filter((task) => task.type === 'strip');
    for (const { place } of strips) expect(place.width * place.height).toBeLessThanOrEqual(250_000);
    expect([shelf.isCrisp, open]).toEqual([true, 3]);
  });

  it('paints the part anew where the canvas moved, before all of the photo is there', async () => {
    const sight = sightOf();
    shelf.follow(sight);
    shelf.choose('green', NEUTRAL_TONE);
    await settle();
    const moved = { ...sight, viewport: { scale: 1, offsetX: -900, offsetY: -100 } };
    shelf.follow(moved);
    expect(shelf.isCrisp).toBe(false);
    await settle();
    expect(shelf.isCrisp).toBe(true);
    expect(taskTypes()).toEqual(['basis', 'plain', 'part', 'plain', 'part']);
  });

  it('closes everything when the photo is left, and the worker forgets it', async () => {
    shelf.follow(sightOf());
    shelf.choose('redness', NEUTRAL_TONE);
    await vi.advanceTimersByTimeAsync(2000);
    expect(open).toBeGreaterThan(0);
    asked = [];
    shelf.follow(sightOf({ photoId: 'b', picture: null }));
    expect([open, shelf.record, shelf.typologyAngleDeg]).toEqual([0, 'plain', null]);
    expect(taskTypes()).toEqual(['leave']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(taskTypes()).toEqual(['leave']);
  });

  it('leaves no bitmap open when the photo is left in the middle of anything', async () => {
    for (let steps = 0; steps < 60; steps++) {
      shelf.follow(sightOf({ photoId: `of ${steps}` }));
      shelf.choose(steps % 2 === 0 ? 'clahe' : 'local-contrast', NEUTRAL_TONE);
      if (steps > 20) await vi.advanceTimersByTimeAsync(250);
      for (let step = 0; step < steps; step++) await Promise.resolve();
      shelf.follow(sightOf({ photoId: null, picture: null }));
      await vi.advanceTimersByTimeAsync(2000);
      expect(open, `after ${steps} steps`).toBe(0);
    }
  });

  describe('while the reviewer pans at 100 %', () => {
    const STRIPS = 12 + 3 + 1; // of a quarter megapixel: 2000 x 125, 1000 x 250 and 500 x 375 px
    let slow: ImageViewShelf;
    const sight = sightOf();
    /** Pans until the time is over, or until something is reached; answers the notices on the way. */
    async function pan(durationMs: number, isReached = (): boolean => false): Promise<(string | null)[]> {
      const notices: (string | null)[] = [];
      for (let step = 0; step * 35 < durationMs && !isReached(); step++) {
        slow.follow({ ...sight, viewport: { scale: 1, offsetX: -100 - (step % 10) * 100, offsetY: -100 } });
        await vi.advanceTimersByTimeAsync(35);
        notices.push(slow.notice);
      }
      return notices;
    }
    const begin = (failingStrips: readonly number[]): void => {
      vi.stubGlobal('createImageBitmap', async (_: unknown, _x: number, _y: number, width: number, height: number) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return bitmapOf(width, height);
      });
      const worker = slowHost(failingStrips);
      slow = new ImageViewShelf({ host: () => worker, onChange: () => undefined });
      slow.follow(sight);
      slow.choose('green', NEUTRAL_TONE);
    };
    const isWhole = (): boolean => slow.painted?.levels.length === 3;
    const widths = (): number[] => slow.painted?.levels.map(({ width }) => width) ?? [];

    it('paints every level once', async () => {
      begin([]);
      expect(new Set(await pan(8000))).toEqual(new Set([null]));
      await vi.advanceTimersByTimeAsync(2000);
      const begun = asked.flatMap((task) => (task.type === 'strip' && task.top === 0 ? task.level.width : []));
      expect(begun).toEqual([500, 1000, 2000]);
      expect(asked.filter(({ type }) => type === 'strip')).toHaveLength(STRIPS);
      expect(widths()).toEqual([2000, 1000, 500]);
      expect([slow.painted?.part, open, slow.isCrisp]).toEqual([null, 3, true]);
    });

    it('tries the levels again after a strip that failed, and takes its words back', async () => {
      begin([3]);
      await pan(8000, () => slow.notice !== null);
      expect([slow.painted, slow.notice]).toEqual([null, expect.stringContaining('could not be painted')]);
      await pan(8000, isWhole);
      expect([widths(), slow.notice]).toEqual([[2000, 1000, 500], null]);
      await vi.advanceTimersByTimeAsync(2000);
      expect(open).toBe(3);
    });
  });

  /** Was asked for a view that its worker has no memory for. */
  async function failingShelf(): Promise<ImageViewShelf> {
    const failing = new ImageViewShelf({
      host: () => ({ ...host, run: () => Promise.reject(new Error('no memory')) }),
      onChange: () => undefined,
    });
    failing.follow(sightOf());
    failing.choose('redness', NEUTRAL_TONE);
    await settle();
    return failing;
  }

  it('takes the words of a failure back with the photo that they were about', async () => {
    const failing = await failingShelf();
    expect(failing.notice).toContain('no memory');
    failing.follow(sightOf({ photoId: 'b', picture: null }));
    expect(failing.notice).toBeNull();
  });

  it('shows the plain photo with words when the worker fails', async () => {
    const failing = await failingShelf();
    expect(failing.painted).toBeNull();
    expect(failing.notice).toContain('no memory');
  });
});
