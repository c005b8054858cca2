import { describe, expect, it } from 'vitest';
import { CLAHE_STEPS } from './clahe';
import { fastLightness } from './fast-lab';
import { labOfLinear, linearOfBytes, linearOfLab, typologyAngle } from './lab';
import { paintClahe } from './paint-clahe';
import { ENCODE_STEPS, ENCODED, encodedOfLinear, LINEAR_OF_BYTE, linearOfEncoded } from './srgb';
import { COLOURS, KNOWN_LAB, labFromPrimaries, toLinear } from './test-support/reference-colours';

const labOf = (rgb: readonly [number, number, number]): number[] => {
  const { l, a, b } = labOfLinear(linearOfBytes(...rgb));
  return [l, a, b];
};
const farthest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe('sRGB', () => {
  it('linearises every byte as the standard says, and back', () => {
    for (let byte = 0; byte < 256; byte++) {
      expect(LINEAR_OF_BYTE[byte]).toBeCloseTo(toLinear(byte), 12);
      expect(255 * encodedOfLinear(linearOfEncoded(byte / 255))).toBeCloseTo(byte, 9);
      expect(ENCODED[Math.round(LINEAR_OF_BYTE[byte]! * ENCODE_STEPS)]).toBe(byte);
    }
    // Values of the standard's own tables: half of the code is about 21.4 % of the light.
    expect(linearOfEncoded(0.5)).toBeCloseTo(0.21404, 5);
    expect([encodedOfLinear(-1), encodedOfLinear(2)]).toEqual([encodedOfLinear(0), encodedOfLinear(1)]);
  });
});

describe('L*a*b*', () => {
  it('agrees with the printed values of known colours', () => {
    for (const [rgb, lab] of KNOWN_LAB) expect(farthest(labOf(rgb), lab)).toBeLessThan(0.03);
  });
  it(`agrees with the route over the primaries on ${COLOURS.length} colours`, () => {
    for (const rgb of COLOURS) expect(farthest(labOf(rgb), labFromPrimaries(rgb))).toBeLessThan(0.02);
  });
  it('comes back to the same light', () => {
    for (const rgb of COLOURS) {
      const light = linearOfBytes(...rgb);
      const back = linearOfLab(labOfLinear(light));
      expect(farthest([back.r, back.g, back.b], [light.r, light.g, light.b])).toBeLessThan(1e-5);
    }
  });
  it('by table is within 0.05 of L*', () => {
    for (const rgb of COLOURS) expect(Math.abs(fastLightness(...rgb) - labFromPrimaries(rgb)[0])).toBeLessThan(0.05);
  });
  it('by table comes back within one byte from a curve that changes nothing', () => {
    const rgba = Uint8ClampedArray.from(COLOURS.flatMap((rgb) => [...rgb, 255]));
    const curves = Float32Array.from({ length: CLAHE_STEPS + 1 }, (_, step) => (100 * step) / CLAHE_STEPS);
    const block = { rgba, width: COLOURS.length, height: 1, originX: 0, originY: 0, stepX: 1, stepY: 1 };
    paintClahe(block, { curves, columns: 1, rows: 1, tileWidth: COLOURS.length, tileHeight: 1 });
    COLOURS.forEach((rgb, i) =>
      expect(farthest([...rgba.slice(4 * i, 4 * i + 3)], rgb), rgb.join()).toBeLessThanOrEqual(1),
    );
  });
});

describe('typologyAngle', () => {
  it('is the angle over b* = 0 at L* = 50', () => {
    const angles = COLOURS.map((rgb) => labFromPrimaries(rgb)).filter(([, , b]) => b > 0.5);
    expect(angles.length).toBeGreaterThanOrEqual(20);
    for (const [l, , b] of angles)
      expect(typologyAngle({ l, b })).toBeCloseTo((Math.atan((l - 50) / b) * 180) / Math.PI, 9);
  });
  it('puts the groups where the literature does', () => {
    expect(typologyAngle({ l: 70, b: 12 })).toBeGreaterThan(55); // very light
    expect(typologyAngle({ l: 60, b: 18 })).toBeCloseTo(29.05, 2); // intermediate: 28 to 41
    expect(typologyAngle({ l: 35, b: 17 })).toBeLessThan(-30); // dark
  });
  it('has no gap at b* = 0 and goes on below', () => {
    expect(typologyAngle({ l: 60, b: 0 })).toBe(90);
    expect(typologyAngle({ l: 40, b: 0 })).toBe(-90);
    expect(typologyAngle({ l: 60, b: -0.01 })).toBeCloseTo(90, 0);
  });
});
