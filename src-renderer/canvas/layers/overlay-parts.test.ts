import { describe, expect, it } from 'vitest';
import type { Bounds } from '#shared/geometry/types';
import { DEFAULT_LOOK } from './overlay-look';
import { placeParts } from './overlay-parts';
import type { OverlayPlacement } from './overlay-placement';

/** Frame px = 400, 300 lies at the canvas' corner, two device px per frame px; lines reach 8 CSS px. */
const placed: OverlayPlacement = {
  viewport: { scale: 1, offsetX: -400, offsetY: -300 },
  pixelRatio: 2,
  ...{ left: -500, top: -400, width: 3000, height: 2400 },
  look: DEFAULT_LOOK,
};
const box = (minX: number, minY: number, width: number, height = width): Bounds => ({
  ...{ minX, minY, maxX: minX + width, maxY: minY + height },
});
const rects = (changed: Bounds[]) =>
  placeParts(placed, changed)?.map(({ left, top, width, height }) => [left, top, width, height]);

describe('placeParts', () => {
  it('is what changed with the reach of its lines, in whole device px', () => {
    expect(placeParts(placed, [box(500, 400, 20, 30)])).toEqual([
      { ...placed, left: 184, top: 184, width: 72, height: 92 },
    ]);
    expect(rects([box(140.3, 90.3, 19.7)])).toEqual([[-500, -400, 36, 36]]); // cut at the corner of the bitmap
  });

  it('keeps places apart that do not meet, and makes one of those that do', () => {
    expect(rects([box(500, 400, 20), box(900, 700, 20)])).toEqual([
      [184, 184, 72, 72],
      [984, 784, 72, 72],
    ]);
    // The third joins the first two.
    expect(rects([box(500, 400, 20), box(600, 400, 20), box(510, 400, 100)])).toEqual([[184, 184, 272, 232]]);
  });

  it('is nothing where the bitmap does not reach, or nothing changed', () => {
    expect([rects([box(3000, 400, 10)]), rects([])]).toEqual([[], []]);
  });

  it('is no part when it is most of the bitmap, in many places, or labels give way to each other', () => {
    expect(placeParts(placed, [box(200, 100, 1200, 1100)])).toBeNull();
    expect(
      placeParts(
        placed,
        [0, 1, 2, 3, 4].map((i) => box(500 + 100 * i, 400, 20)),
      ),
    ).toBeNull();
    expect(placeParts(placed, Array(65).fill(box(500, 400, 20)))).toBeNull();
    expect(placeParts({ ...placed, look: { ...DEFAULT_LOOK, labels: 'number' } }, [box(500, 400, 20)])).toBeNull();
  });
});
