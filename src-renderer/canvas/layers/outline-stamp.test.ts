import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DrawingContext } from './outline-painter';
import { drawStamped } from './outline-stamp';

const SCREEN = { width: 400, height: 200 };
const at = (e: number, f: number, scale = 2) => ({ a: scale, b: 0, c: 0, d: scale, e, f });

/** Only what is asked of a context here: where bitmaps are laid down, in CSS px. */
function contextAt(pixelRatio: number) {
  const laid: number[][] = [];
  const context = {
    ...{ save: () => undefined, restore: () => undefined, transform: () => undefined, scale: () => undefined },
    translate: () => undefined,
    getTransform: () => ({ a: pixelRatio }),
    drawImage: (_bitmap: unknown, ...place: number[]) => laid.push(place),
  };
  return { context: context as unknown as DrawingContext, laid };
}
beforeEach(() => {
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      constructor(
        readonly width: number,
        readonly height: number,
      ) {}
      getContext = () => contextAt(1).context;
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

it('draws once and lays it down where it was moved, until it leaves what was drawn', () => {
  const { context, laid } = contextAt(2);
  const draw = vi.fn();
  const key = {};
  for (const matrix of [at(10, 20), at(15.5, 20), at(10 + 100, 20 - 50)])
    drawStamped(context, { key, matrix, screen: SCREEN }, draw);
  expect(draw).toHaveBeenCalledTimes(1);
  // The bitmap holds a quarter of the screen more on each side.
  expect(laid).toEqual([
    [-100, -50, 600, 300],
    [-94.5, -50, 600, 300],
    [0, -100, 600, 300],
  ]);
  drawStamped(context, { key, matrix: at(10 + 101, 20), screen: SCREEN }, draw);
  expect(draw).toHaveBeenCalledTimes(2);
  expect(laid.at(-1)).toEqual([-100, -50, 600, 300]);
});

it('draws anew for another list, screen or monitor', () => {
  const draw = vi.fn();
  const { context } = contextAt(1);
  const key = {};
  drawStamped(context, { key, matrix: at(0, 0), screen: SCREEN }, draw);
  drawStamped(context, { key: {}, matrix: at(0, 0), screen: SCREEN }, draw);
  drawStamped(context, { key, matrix: at(1, 0), screen: SCREEN }, draw);
  expect(draw).toHaveBeenCalledTimes(2); // two are kept
  drawStamped(context, { key, matrix: at(1, 0), screen: { width: 401, height: 200 } }, draw);
  drawStamped(contextAt(1.5).context, { key, matrix: at(1, 0), screen: SCREEN }, draw);
  expect(draw).toHaveBeenCalledTimes(4);
});

it('draws straight onto the canvas while the scale changes, and keeps it once that rests', () => {
  const { context, laid } = contextAt(1);
  const draw = vi.fn();
  const key = {};
  for (const scale of [2, 2.1, 2.2, 2.2, 2.2])
    drawStamped(context, { key, matrix: at(0, 0, scale), screen: SCREEN }, draw);
  expect(draw).toHaveBeenCalledTimes(4);
  expect(laid).toHaveLength(3);
});
