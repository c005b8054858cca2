import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lesion } from '#shared/contract/review';
import { LesionSet } from '../lesion-set';
import { square, testLesion, testShape } from '../test-support/lesions';
import type { OverlayHost, OverlayImage } from './overlay-host';
import { Overlay } from './overlay';
import { DEFAULT_LOOK } from './overlay-look';
import type { OverlayUpdate } from './overlay-pack';
import type { OverlayPlacement } from './overlay-placement';

/** Keeps what it is told, and draws when the test says so. */
class RecordingHost implements OverlayHost {
  readonly updates: OverlayUpdate[] = [];
  readonly asked: OverlayPlacement[] = [];
  open = 0;
  private finish: ((image: OverlayImage) => void) | null = null;
  private fail: ((error: Error) => void) | null = null;

  update(update: OverlayUpdate): void {
    this.updates.push(update);
  }

  draw(placement: OverlayPlacement): Promise<OverlayImage> {
    this.asked.push(placement);
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
  }

  async arrive(): Promise<void> {
    this.open++;
    this.finish?.({ source: document.createElement('canvas'), close: () => this.open-- });
    for (let i = 0; i < 5; i++) await Promise.resolve();
  }

  async break(): Promise<void> {
    this.fail?.(new Error('no canvas'));
    for (let i = 0; i < 5; i++) await Promise.resolve();
  }

  dispose(): void {
    this.finish = null;
  }
}

const near = {
  viewport: { scale: 1, offsetX: 0, offsetY: 0 },
  screen: { width: 400, height: 400 },
  pixelRatio: 1,
  look: DEFAULT_LOOK,
};
const at = (offsetX: number, scale = 1) => ({ ...near, viewport: { scale, offsetX, offsetY: 0 } });
const a = testLesion('a', square(50, 50, 100));
const b = testLesion('b', square(500, 500, 100));
const accepted = testLesion('a', square(50, 50, 100), { verdict: 'accepted' });

let host: RecordingHost;
let overlay: Overlay;
let failures: string[];
let rests: number;
let parts: number;
const set = new LesionSet();
const show = (lesions: Lesion[], isOther = false): void => overlay.setLesions(set.setLesions(lesions, isOther));

beforeEach(() => {
  host = new RecordingHost();
  failures = [];
  rests = 0;
  parts = 0;
  overlay = new Overlay(
    {
      onImage: () => undefined,
      onParts: () => parts++,
      onRest: () => rests++,
      onFailure: ({ message }) => failures.push(message),
    },
    host,
  );
  show([a, b], true);
});

afterEach(() => vi.useRealTimers());

describe('Overlay', () => {
  it('is crisp once the bitmap for the sight has come', async () => {
    expect(overlay.follow(near, 'resting')).toBe(false);
    await host.arrive();
    expect(overlay.follow(near, 'resting')).toBe(true);
    expect(host.asked).toHaveLength(1);
  });

  it('has one request under way at a time', async () => {
    for (let x = 0; x < 5; x++) overlay.follow(at(x), 'resting');
    expect(host.asked).toHaveLength(1);
    await host.arrive();
    overlay.follow(at(4.5), 'resting');
    expect(host.asked.map(({ viewport }) => viewport.offsetX)).toEqual([0, 4.5]);
  });

  it('waits during a gesture while the bitmap serves, and asks at its end', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    overlay.follow(at(50), 'gesturing');
    overlay.follow(at(0, 1.4), 'gesturing');
    expect(host.asked).toHaveLength(1);
    overlay.follow(at(0, 1.5), 'gesturing');
    expect(host.asked).toHaveLength(2);
    await host.arrive();
    overlay.follow(at(50), 'resting');
    expect(host.asked).toHaveLength(3);
  });

  it('draws for the end of a movement and shows it there', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    expect(overlay.follow(at(-400, 4), 'travelling')).toBe(false);
    await host.arrive();
    expect(overlay.follow(at(-400, 4), 'resting')).toBe(true);
    expect(host.asked).toHaveLength(2);
    expect(host.open).toBe(1);
  });

  it('tells what changed, and patches it until it is drawn', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    show([accepted, b]);
    expect(host.updates.at(-1)).toMatchObject({
      isReset: false,
      lesions: [{ id: 'a', style: 'accepted' }],
      removed: [],
    });
    expect(overlay.changedIds()).toEqual(['a']);
    expect(overlay.follow(near, 'resting')).toBe(false);
    await host.arrive();
    expect(overlay.changedIds()).toEqual([]);
    show([accepted, b]);
    expect(host.updates).toHaveLength(2);
  });

  it('has only that part drawn anew in which something changed, old place and new', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    show([accepted, b]);
    overlay.follow(near, 'resting');
    expect(host.asked.at(-1)).toMatchObject({ left: 42, top: 42, width: 116, height: 116 });
    await host.arrive();
    expect(overlay.follow(near, 'resting')).toBe(true);
    const drawn = testLesion('a', square(50, 50, 100), {
      verdict: 'redrawn',
      shapes: [testShape(square(200, 60, 20))],
    });
    show([drawn, b]);
    overlay.follow(near, 'resting');
    expect(host.asked.at(-1)).toMatchObject({ left: 42, top: 42, width: 186, height: 116 });
    await host.arrive();
    expect(host.open).toBe(3);
  });

  it('draws nothing anew for what changed where the canvas does not reach', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    show([a, testLesion('b', square(500, 500, 100), { verdict: 'accepted' })]);
    expect(overlay.follow(near, 'resting')).toBe(true);
    expect(host.asked).toHaveLength(1);
    overlay.follow({ ...near, viewport: { scale: 1, offsetX: -300, offsetY: -300 } }, 'resting');
    expect(host.asked.at(-1)?.viewport).toEqual({ scale: 1, offsetX: -300, offsetY: -300 }); // then it is drawn with the rest
  });

  it('throws a part away whose bitmap has gone meanwhile', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    show([accepted, b]);
    overlay.follow(near, 'resting');
    show([], true);
    await host.arrive();
    expect(host.open).toBe(0);
  });

  it('has the whole drawn anew after many parts, and keeps none of them', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    for (let i = 0; i < 17; i++) {
      show([i % 2 === 0 ? accepted : a, b]);
      expect(overlay.follow(near, 'resting')).toBe(false);
      await host.arrive();
      expect(overlay.follow(near, 'resting')).toBe(true);
    }
    expect(host.asked.map(({ width }) => width === 116)).toEqual([false, ...Array<boolean>(16).fill(true), false]);
    expect(host.open).toBe(1);
  });

  it('paints what lies under a part again before it is laid down', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    show([accepted, b]);
    overlay.follow(near, 'resting');
    await host.arrive();
    const context = document.createElement('canvas').getContext('2d')!;
    const calls: string[] = [];
    context.drawImage = (_: CanvasImageSource, ...rects: number[]) => void calls.push(`lay ${rects.join()}`);
    context.rect = (...rect) => void calls.push(`only ${rect.join()}`);
    context.clearRect = (...rect) => void calls.push(`clear ${rect.join()}`);
    const ink = { viewport: { scale: 1, offsetX: 5, offsetY: 0 }, opacity: 1, paintUnder: () => calls.push('under') };
    overlay.draw(context, ink);
    expect(calls).toEqual([
      'lay 0,0,358,358,47,42,358,358',
      'only 47,42,116,116',
      'clear 47,42,116,116',
      'under',
      'lay 0,0,116,116,47,42,116,116',
    ]);
    calls.length = 0;
    expect(overlay.drawNewParts(context, ink)).toBe(true); // it is drawn already
    expect(calls).toEqual([]);
    show([a, b]);
    overlay.follow(near, 'resting');
    await host.arrive();
    expect([parts, overlay.drawNewParts(context, ink)]).toEqual([2, true]);
    expect(calls.filter((call) => call.startsWith('lay'))).toEqual(['lay 0,0,116,116,47,42,116,116']);
    overlay.follow({ ...near, viewport: { scale: 2, offsetX: 0, offsetY: 0 } }, 'resting');
    await host.arrive();
    expect(overlay.drawNewParts(context, ink)).toBe(false); // another whole
  });

  it('draws what lies beyond the screen once nothing has moved for a while', async () => {
    vi.useFakeTimers();
    overlay.follow(near, 'resting');
    await host.arrive();
    expect(overlay.follow(near, 'resting')).toBe(true);
    vi.advanceTimersByTime(150);
    overlay.follow(at(0.5), 'gesturing'); // begins anew
    overlay.follow(near, 'resting');
    vi.advanceTimersByTime(150);
    expect([rests, host.asked.length]).toEqual([0, 1]);
    vi.advanceTimersByTime(60);
    expect(rests).toBe(1);
    expect(overlay.follow(near, 'resting')).toBe(true);
    expect(host.asked.at(-1)).toMatchObject({ left: 42, width: 458 });
    await host.arrive();
    expect(overlay.follow(near, 'resting')).toBe(true);
    vi.advanceTimersByTime(1000);
    expect([rests, host.asked.length, host.open]).toEqual([1, 2, 1]);
  });

  it('hides the lesions that the edit layer draws', () => {
    overlay.setHidden(new Set([a.id]));
    overlay.setHidden(new Set([a.id]));
    show([accepted, b]);
    expect(host.updates.slice(1).map(({ hidden, lesions }) => [hidden, lesions.length])).toEqual([
      [['a'], 0],
      [['a'], 1],
    ]);
  });

  it('throws a bitmap of another view away', async () => {
    overlay.follow(near, 'resting');
    show([b], true);
    await host.arrive();
    expect(host.open).toBe(0);
    expect(overlay.follow(near, 'resting')).toBe(true); // nothing of it is on screen
  });

  it('is crisp without lesions', () => {
    show([], true);
    expect(overlay.follow(near, 'resting')).toBe(true);
    expect(host.asked).toEqual([]);
  });

  it('says once that nothing can be drawn', async () => {
    overlay.follow(near, 'resting');
    await host.break();
    overlay.follow(near, 'resting');
    expect(failures).toEqual(['no canvas']);
    expect(host.asked).toHaveLength(1);
  });

  it('asks anew when the looks have changed, not when only the opacity has', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    expect(overlay.follow({ ...near, look: { ...DEFAULT_LOOK, opacity: 0.5, rulers: true } as never }, 'resting')).toBe(
      true,
    );
    const looks = [
      { face: 'both' },
      { widthFactor: 2 },
      { halo: false },
      { labels: 'number' },
      { originals: 'all' },
    ] as const;
    for (const look of looks) {
      expect(overlay.follow({ ...near, look: { ...DEFAULT_LOOK, ...look } }, 'resting')).toBe(false);
      expect(host.asked.at(-1)?.look).toMatchObject(look);
      await host.arrive();
    }
    expect(host.asked).toHaveLength(1 + looks.length);
  });

  it('closes every bitmap in the end', async () => {
    overlay.follow(near, 'resting');
    await host.arrive();
    overlay.follow(at(-400, 4), 'travelling');
    await host.arrive();
    overlay.dispose();
    expect(host.open).toBe(0);
  });
});
