import { describe, expect, it } from 'vitest';
import { cropLevel, levelFor, mipSizes, type Picture, type PictureLevel } from './picture';

const PHOTO = { width: 2416, height: 1200 };
const level = (width: number): PictureLevel => ({
  source: {} as CanvasImageSource,
  width,
  height: Math.ceil((width * PHOTO.height) / PHOTO.width),
});
const picture = (...widths: number[]): Picture => ({ levels: widths.map(level), close: () => undefined });

describe('mipSizes', () => {
  it('halves until the longest side is small', () => {
    expect(mipSizes({ width: 2416, height: 1201 })).toEqual([
      { width: 1208, height: 601 },
      { width: 604, height: 301 },
      { width: 302, height: 151 },
    ]);
    expect(mipSizes({ width: 300, height: 200 })).toEqual([]);
  });
});

describe('levelFor', () => {
  const mips = picture(2416, 1208, 604, 302);
  it.each([
    [4, 2416],
    [1, 2416],
    [0.51, 2416],
    [0.5, 1208],
    [0.3, 1208],
    [0.25, 604],
    [0.01, 302],
  ])('at scale %f takes the level %i px wide', (scale, width) => {
    expect(levelFor(mips, PHOTO, scale)?.width).toBe(width);
  });

  it('takes what there is of a preview', () => {
    expect(levelFor(picture(1600), PHOTO, 2)?.width).toBe(1600);
    expect(levelFor(picture(), PHOTO, 2)).toBeNull();
  });
});

describe('cropLevel', () => {
  it('takes whole px of the level around what is visible, and says where they go', () => {
    const crop = cropLevel({ width: 1208, height: 600 }, PHOTO, { minX: 101, minY: 50, maxX: 301, maxY: 150 });
    expect(crop).toEqual({
      from: { x: 49, y: 24, width: 103, height: 52 },
      to: { x: 98, y: 48, width: 206, height: 104 },
    });
  });

  it('stays within the photo, and is nothing when the photo is off screen', () => {
    const crop = cropLevel(PHOTO, PHOTO, { minX: -500, minY: -500, maxX: 5000, maxY: 5000 });
    expect(crop?.from).toEqual({ x: 0, y: 0, ...PHOTO });
    expect(cropLevel(PHOTO, PHOTO, { minX: 3000, minY: 0, maxX: 3100, maxY: 100 })).toBeNull();
  });
});
