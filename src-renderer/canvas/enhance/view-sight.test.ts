import { describe, expect, it } from 'vitest';
import { isSamePart, isSameSight, visiblePart, type ViewSight } from './view-sight';

const level = (width: number, height: number) => ({ source: {} as ImageBitmap, width, height });
const picture = { levels: [level(6000, 4000), level(3000, 2000), level(1500, 1000), level(750, 500)], close: () => {} };
/** The photo from its corner at `scale` screen px per photo px, on a screen of 1200 x 900. */
const sightAt = (scale: number, offsetX = 0, offsetY = 0): ViewSight => ({
  ...{ picture, photoId: 'a', photo: { width: 6000, height: 4000 }, photoScale: 1, pixelRatio: 1 },
  basisOf: { medianLesionRadiusPx: 0, skinRings: [] },
  viewport: { scale, offsetX, offsetY },
  screen: { width: 1200, height: 900 },
});

describe('visiblePart', () => {
  it('is the whole photo at the pixels of the screen, from the next larger level', () => {
    const part = visiblePart(picture, sightAt(0.2)); // 6000 px on 1200
    expect(part?.level.width).toBe(1500);
    expect(part?.at).toEqual({ x: 0, y: 0, width: 6000, height: 4000 });
    expect(part?.place).toEqual({ width: 1200, height: 800, originX: 0, originY: 0, stepX: 5, stepY: 5 });
  });
  it('at 100 % is a part of the photo, with a pixel more on each side', () => {
    const part = visiblePart(picture, sightAt(1, -2000, -1000));
    expect(part?.from).toEqual({ x: 1999, y: 999, width: 1202, height: 902 });
    expect(part?.place).toEqual({ width: 1202, height: 902, originX: 1999, originY: 999, stepX: 1, stepY: 1 });
  });
  it('enlarged has no more pixels than the photo', () => {
    const part = visiblePart(picture, sightAt(4));
    expect([part?.place.width, part?.place.height]).toEqual([301, 226]);
  });
  it('is none where the photo is off screen', () => {
    expect(visiblePart(picture, sightAt(1, 1300, 0))).toBeNull();
  });
  it('is the same for the same place only', () => {
    const part = visiblePart(picture, sightAt(1, -2000, -1000))!;
    expect(isSamePart(part, visiblePart(picture, sightAt(1, -2000, -1000))!)).toBe(true);
    expect(isSamePart(part, visiblePart(picture, sightAt(1, -2010, -1000))!)).toBe(false);
    expect(isSamePart(part, visiblePart(picture, sightAt(0.9, -2000, -1000))!)).toBe(false);
  });
});

describe('isSameSight', () => {
  it('sees every move, and no other object', () => {
    const sight = sightAt(1);
    expect(isSameSight(sight, { ...sight, viewport: { ...sight.viewport }, screen: { ...sight.screen } })).toBe(true);
    expect(isSameSight(null, sight)).toBe(false);
    const others: Partial<ViewSight>[] = [
      { viewport: { scale: 1, offsetX: 1, offsetY: 0 } },
      { screen: { width: 1200, height: 901 } },
      { pixelRatio: 2 },
      { picture: { ...picture } },
      { basisOf: { medianLesionRadiusPx: 0, skinRings: [] } },
    ];
    for (const other of others) expect(isSameSight(sight, { ...sight, ...other })).toBe(false);
  });
});
