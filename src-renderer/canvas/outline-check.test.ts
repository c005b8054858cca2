import { describe, expect, it } from 'vitest';
import { checkOutlines, type CanvasPixels } from './outline-check';
import { square } from './test-support/lesions';

/** A picture at 200 % with a square outline of 1 CSS px in the colour, moved by CSS px. */
function picture(dx: number, gap = false): CanvasPixels {
  const [width, height, pixelRatio] = [200, 200, 2];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sx, sy] = [(x + 0.5) / pixelRatio - dx, (y + 0.5) / pixelRatio];
      const outside = Math.max(20 - sx, sx - 60, 20 - sy, sy - 60);
      const isOnLine = Math.abs(outside) < 0.75 && !(gap && sx > 30 && sx < 50 && sy < 40);
      if (isOnLine) data.set([86, 180, 233, 255], 4 * (y * width + x));
    }
  }
  return { data, width, height, pixelRatio };
}
const expected = {
  viewport: { scale: 2, offsetX: 0, offsetY: 0 },
  rings: [square(10, 10, 20).exterior],
  colour: '#56b4e9',
};

describe('checkOutlines', () => {
  it('passes a line that is centred on the edge', () => {
    const { matchedPixels, farthestPixelPx, farthestGapPx } = checkOutlines(picture(0), expected);
    expect(matchedPixels).toBeGreaterThan(600);
    expect(farthestPixelPx).toBeLessThanOrEqual(1);
    expect(farthestGapPx).toBeLessThanOrEqual(1);
  });

  it('finds a line that is off, and one that is broken', () => {
    expect(checkOutlines(picture(1.5), expected).farthestPixelPx).toBeGreaterThan(1.5);
    expect(checkOutlines(picture(0, true), expected).farthestGapPx).toBe(4);
    expect(checkOutlines({ ...picture(0), data: [] }, expected)).toEqual({
      matchedPixels: 0,
      farthestPixelPx: 0,
      farthestGapPx: 4,
    });
  });
});
