import { beforeEach, describe, expect, it } from 'vitest';
import { CanvasPool } from './canvas-pool';

type Sheet = { width: number; height: number };
let made: Sheet[];
let pool: CanvasPool<Sheet>;

beforeEach(() => {
  made = [];
  pool = new CanvasPool((width, height) => {
    const sheet = { width, height };
    made.push(sheet);
    return sheet;
  });
});

describe('CanvasPool', () => {
  it('hands out a canvas again when it was given back, also for something smaller', () => {
    const first = pool.take(1600, 1000)!;
    expect(first.canvas).toEqual({ width: 1664, height: 1024 });
    const second = pool.take(900, 900)!;
    expect(second.canvas).not.toBe(first.canvas);
    pool.give(first.slot);
    expect(pool.take(900, 900)!.canvas).toBe(first.canvas);
    expect(made).toHaveLength(2);
  });

  it('never hands out one that is taken, and keeps no more than three', () => {
    const taken = [1, 2, 3].map(() => pool.take(1000, 1000)!.canvas);
    expect(new Set(taken).size).toBe(3);
    expect(pool.take(1000, 1000)).toBeNull();
  });

  it('lets one grow when none of those that are free is large enough', () => {
    const [a, b] = [pool.take(800, 800)!, pool.take(800, 800)!];
    pool.take(800, 800);
    pool.give(b.slot);
    const grown = pool.take(700, 1500)!;
    expect([grown.slot, grown.canvas]).toEqual([b.slot, { width: 896, height: 1536 }]);
    expect(a.canvas).toEqual({ width: 896, height: 896 });
    expect(made).toHaveLength(3);
  });

  it('does not let one grow both wide and tall until it is huge', () => {
    const [a] = [pool.take(600, 600)!, pool.take(600, 600), pool.take(600, 600)];
    pool.give(a.slot);
    expect(pool.take(1000, 4000)!.canvas).toEqual({ width: 1024, height: 4096 });
    pool.give(a.slot);
    expect(pool.take(4000, 1000)!.canvas).toEqual({ width: 4096, height: 1024 });
  });

  it('keeps nothing that is small or huge', () => {
    expect([pool.take(100, 100), pool.take(7680, 4320)]).toEqual([null, null]);
    expect(made).toEqual([]);
  });
});
