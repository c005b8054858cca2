import { describe, expect, it } from 'vitest';
import type { Polygon } from '#shared/geometry/types';
import { lesionContrast, ringCircle, typologyGroup, type LesionContrast } from './lesion-contrast';
import type { PixelBlock } from './pixel-block';
import { regionMask } from './region-mask';
import { COLOURS, labFromPrimaries, toLinear } from './test-support/reference-colours';

const SKIN = [205, 160, 132] as const;
const SPOT = [150, 105, 77] as const;
const OTHER = [90, 60, 50] as const;
const SIZE = 120;
const square = (x: number, y: number, side: number): Polygon => ({
  exterior: [
    { x, y },
    { x: x + side, y },
    { x: x + side, y: y + side },
    { x, y: y + side },
  ],
  holes: [],
});
/** A spot of 20 by 20 at 50, 50, another lesion close by, and one hair of black across the ring. */
const pixels = Array.from({ length: SIZE * SIZE }, (_, i) => {
  const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
  if (x >= 50 && x < 70 && y >= 50 && y < 70) return SPOT;
  if (x >= 76 && x < 96 && y >= 50 && y < 70) return OTHER;
  return y === 40 ? ([0, 0, 0] as const) : SKIN;
});
const block: PixelBlock = {
  rgba: Uint8ClampedArray.from(pixels.flatMap((rgb) => [...rgb, 255])),
  ...{ width: SIZE, height: SIZE, originX: 1000, originY: 500, stepX: 1, stepY: 1 },
};
const ei = ([r, g]: readonly [number, number, number]): number => 100 * Math.log10(toLinear(r) / toLinear(g));

describe('lesionContrast', () => {
  it('is the difference of medians, whatever hair crosses the ring', () => {
    const lesion = square(1050, 550, 20);
    const found = lesionContrast(block, [lesion], [square(1076, 550, 20)]) as LesionContrast;
    const [spot, skin] = [labFromPrimaries(SPOT), labFromPrimaries(SKIN)];
    expect(found.deltaL).toBeCloseTo(spot[0] - skin[0], 1);
    expect(found.deltaA).toBeCloseTo(spot[1] - skin[1], 1);
    expect(found.deltaB).toBeCloseTo(spot[2] - skin[2], 1);
    expect(found.deltaEi).toBeCloseTo(ei(SPOT) - ei(SKIN), 6);
    expect(found.typologyAngleDeg).toBeCloseTo((Math.atan((skin[0] - 50) / skin[2]) * 180) / Math.PI, 1);
    expect(found.lesionPixels).toBe(400);
    // The ring by counting: centres within 1.5 to 3 radii of a circle of 400 px², outside both squares.
    const radius = Math.sqrt(400 / Math.PI);
    let ring = 0;
    pixels.forEach((rgb, i) => {
      const far = Math.hypot((i % SIZE) + 0.5 - 60, Math.floor(i / SIZE) + 0.5 - 60);
      if (rgb !== SPOT && rgb !== OTHER && far >= 1.5 * radius && far <= 3 * radius) ring++;
    });
    expect(found.ringPixels).toBe(ring);
  });
  it(`of ${COLOURS.length} colours, each on the next: dL*, da*, db*, dEI and ITA`, () => {
    const light = (byte: number): number => Math.max(1 / 255, toLinear(byte));
    const erythema = (rgb: readonly number[]): number => (100 * Math.log(light(rgb[0]!) / light(rgb[1]!))) / Math.LN10;
    COLOURS.forEach((spot, index) => {
      const skin = COLOURS[(index + 1) % COLOURS.length]!;
      const side = 40;
      const rgba = Uint8ClampedArray.from({ length: side * side }, () => 0);
      const colours = Array.from(rgba, (_, i) => {
        const isSpot = [i % side, Math.floor(i / side)].every((at) => at >= 15 && at < 25);
        return [...(isSpot ? spot : skin), 255];
      });
      const small: PixelBlock = {
        rgba: Uint8ClampedArray.from(colours.flat()),
        ...{ width: side, height: side, originX: 0, originY: 0, stepX: 1, stepY: 1 },
      };
      const found = lesionContrast(small, [square(15, 15, 10)], []) as LesionContrast;
      const [ofSpot, ofSkin] = [labFromPrimaries(spot), labFromPrimaries(skin)];
      const name = `${spot.join()} on ${skin.join()}`;
      const deltas = [found.deltaL, found.deltaA, found.deltaB];
      deltas.forEach((delta, k) => expect(Math.abs(delta - (ofSpot[k]! - ofSkin[k]!)), name).toBeLessThan(0.03));
      expect(found.deltaEi, name).toBeCloseTo(erythema(spot) - erythema(skin), 6);
      const angle = (Math.atan2(ofSkin[0] - 50, ofSkin[2]) * 180) / Math.PI;
      const isColoured = ofSkin[2] > 0.5; // the angle of greys and of blue is not one of skin
      if (isColoured) expect(Math.abs(found.typologyAngleDeg - angle), name).toBeLessThan(0.1);
    });
    expect(COLOURS.filter((rgb) => labFromPrimaries(rgb)[2] > 0.5).length).toBeGreaterThanOrEqual(20);
  });
  it('takes another lesion for skin when nobody says that it is one', () => {
    const alone = lesionContrast(block, [square(1050, 550, 20)], []) as LesionContrast;
    const known = lesionContrast(block, [square(1050, 550, 20)], [square(1076, 550, 20)]) as LesionContrast;
    expect(alone.ringPixels).toBeGreaterThan(known.ringPixels);
  });
  it('says why it cannot be computed', () => {
    expect(lesionContrast(block, [square(1050, 550, 3)], [])).toEqual({
      problem: expect.stringContaining('Only 9 pixels') as string,
    });
    expect(lesionContrast(block, [square(1050, 550, 20)], [square(1000, 500, 120)])).toEqual({
      problem: expect.stringContaining('Only 0 pixels of skin') as string,
    });
    expect(lesionContrast(block, [{ exterior: [], holes: [] }], [])).toEqual({
      problem: 'The outline covers nothing.',
    });
  });
  it('names the groups of skin tone', () => {
    expect([60, 50, 30, 20, 0, -31].map(typologyGroup)).toEqual([
      'very light',
      'light',
      'intermediate',
      'tan',
      'brown',
      'dark',
    ]);
  });
  it('puts a split lesion in one circle', () => {
    const circle = ringCircle([square(0, 0, 10), square(20, 0, 10)])!;
    expect(circle.x).toBeCloseTo(15, 9);
    expect(circle.y).toBeCloseTo(5, 9);
    expect(circle.radius).toBeCloseTo(Math.sqrt(200 / Math.PI), 9);
  });
});

describe('regionMask', () => {
  it('counts pixel centres, with holes, also at half resolution', () => {
    const place = { width: 20, height: 20, originX: 0, originY: 0, stepX: 1, stepY: 1 };
    const donut: Polygon = { exterior: square(2, 2, 10).exterior, holes: [square(5, 5, 4).exterior] };
    const count = (mask: Uint8Array): number => mask.reduce((sum, bit) => sum + bit, 0);
    expect(count(regionMask([donut], place))).toBe(84);
    expect(count(regionMask([donut], { ...place, width: 10, height: 10, stepX: 2, stepY: 2 }))).toBe(21);
    expect(count(regionMask([square(-5, -5, 100)], place))).toBe(400);
  });
});
