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

  it('shows the plain photo with words when the worker fails', async () => {
    const failing = new ImageViewShelf({
      host: () => ({ ...host, run: () => Promise.reject(new Error('no memory')) }),
      onChange: () => undefined,
    });
    failing.follow(sightOf());
    failing.choose('redness', NEUTRAL_TONE);
    await settle();
    expect(failing.painted).toBeNull();
    expect(failing.notice).toContain('no memory');
  });
});
