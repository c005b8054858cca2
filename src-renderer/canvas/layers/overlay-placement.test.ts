import { describe, expect, it } from 'vitest';
import { DEFAULT_LOOK } from './overlay-look';
import { hasMargin, isExact, isServing, placedRect, placeOverlay, type OverlaySight } from './overlay-placement';

const sight: OverlaySight = {
  viewport: { scale: 1, offsetX: -400, offsetY: -300 },
  screen: { width: 1000, height: 800 },
  pixelRatio: 2,
  content: { minX: 0, minY: 0, maxX: 5000, maxY: 5000 },
  look: DEFAULT_LOOK,
};
const shifted = (dx: number, dy: number, scale = 1): OverlaySight => ({
  ...sight,
  viewport: { scale, offsetX: -400 + dx, offsetY: -300 + dy },
});
const placed = placeOverlay(sight, 'margin');
if (!placed) throw new Error('The content is on screen.');

describe('placeOverlay', () => {
  it('covers the canvas with a quarter more on each side, in device px', () => {
    expect(placed).toMatchObject({ left: -500, top: -400, width: 3000, height: 2400 });
  });

  it('covers no more than the content and its lines', () => {
    const small = placeOverlay({ ...sight, content: { minX: 500, minY: 400, maxX: 520, maxY: 430 } }, 'margin');
    expect(small).toMatchObject({ left: 184, top: 184, width: 72, height: 92 });
    expect(placeOverlay({ ...sight, content: { minX: 9000, minY: 0, maxX: 9100, maxY: 50 } }, 'margin')).toBeNull();
    expect(placeOverlay({ ...sight, content: null }, 'margin')).toBeNull();
  });

  it('leaves the margin out where the bitmap would be huge', () => {
    const screen = { width: 3840, height: 2160 };
    expect(placeOverlay({ ...sight, screen }, 'margin')).toMatchObject({ left: 0, top: 0, width: 7680, height: 4320 });
  });
});

describe('a bitmap in another viewport', () => {
  it('lies where its lesions are', () => {
    expect(placedRect(placed, sight.viewport)).toEqual({ minX: -250, minY: -200, maxX: 1250, maxY: 1000 });
    expect(placedRect(placed, { scale: 2, offsetX: -900, offsetY: -700 })).toEqual({
      minX: -600,
      minY: -500,
      maxX: 2400,
      maxY: 1900,
    });
  });

  it('is exact where it was made, and moved from there by whole device px', () => {
    const halfDevicePx = 0.25;
    expect(
      [
        sight,
        shifted(1, 0),
        shifted(-3.5, 2),
        shifted(halfDevicePx, 0),
        shifted(0, -halfDevicePx),
        shifted(260, 0), // further than the margin
        { ...shifted(0, 0), viewport: { ...sight.viewport, scale: 1.001 } },
        { ...sight, pixelRatio: 1 },
      ].map((each) => isExact(placed, each)),
    ).toEqual([true, true, true, false, false, false, false, false]);
  });

  it('holds what a pan may bring only when it was made with a margin, and not when that was used up', () => {
    const onScreen = placeOverlay(sight, 'screen');
    if (!onScreen) throw new Error('The content is on screen.');
    expect(onScreen).toMatchObject({ left: 0, top: 0, width: 2000, height: 1600 });
    expect([hasMargin(onScreen, sight), hasMargin(placed, sight)]).toEqual([false, true]);
    expect([hasMargin(placed, shifted(120, 0)), hasMargin(placed, shifted(130, 0))]).toEqual([true, false]);
    const small = { ...sight, content: { minX: 500, minY: 400, maxX: 520, maxY: 430 } };
    expect(hasMargin(placeOverlay(small, 'screen') ?? onScreen, small)).toBe(true); // there is nothing beyond
  });

  it('serves a gesture within its margin and between 0.7 and 1.45', () => {
    expect([shifted(240, 190), shifted(260, 0), shifted(0, -210)].map((each) => isServing(placed, each))).toEqual([
      true,
      false,
      false,
    ]);
    const scaled = (scale: number): OverlaySight => shifted(500 - 900 * scale + 400, 400 - 700 * scale + 300, scale);
    expect([1.4, 1.5, 0.75, 0.65].map((scale) => isServing(placed, scaled(scale)))).toEqual([true, false, true, false]);
  });
});
