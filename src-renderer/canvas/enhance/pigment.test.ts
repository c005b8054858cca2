import { describe, expect, it } from 'vitest';
import { BROWN_OF_BYTE, LOG_OF_BYTE } from './byte-tables';
import { labOfLinear, linearOfBytes } from './lab';
import { BROWN_WEIGHTS, erythemaIndex, unmixPigments } from './pigment';
import { COLOURS, solve3, toLinear } from './test-support/reference-colours';

type Rgb = readonly [number, number, number];
/** Columns: melanin, haemoglobin, shade; rows: R, G, B. */
const MIX = [[0.4143, 0.2988, 1], [0.357, 0.6838, 1], [0.8372, 0.6657, 1]]; // prettier-ignore
const density = (rgb: Rgb): number[] => rgb.map((byte) => -Math.log(Math.max(1 / 255, toLinear(byte))));

describe('unmixPigments', () => {
  it(`solves the mixture as Cramer's rule does on ${COLOURS.length} colours`, () => {
    for (const rgb of COLOURS) {
      const { melanin, haemoglobin, shade } = unmixPigments(linearOfBytes(...rgb));
      const [m, h, s] = solve3(MIX, density(rgb)) as [number, number, number];
      expect(melanin).toBeCloseTo(m, 9);
      expect(haemoglobin).toBeCloseTo(h, 9);
      expect(shade).toBeCloseTo(s, 9);
      const mixed = MIX.map(([ofM, ofH, ofS]) => ofM! * melanin + ofH! * haemoglobin + ofS! * shade);
      mixed.forEach((value, i) => expect(value).toBeCloseTo(density(rgb)[i]!, 9));
      const [r, g, b] = rgb;
      expect(BROWN_OF_BYTE.r[r]! + BROWN_OF_BYTE.g[g]! + BROWN_OF_BYTE.b[b]!).toBeCloseTo(m - s, 4);
    }
  });
  it('leaves grey light to shade', () => {
    expect(BROWN_WEIGHTS.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(-1, 9);
    const { melanin, haemoglobin, shade } = unmixPigments({ r: 0.3, g: 0.3, b: 0.3 });
    expect(melanin).toBeCloseTo(0, 9);
    expect(haemoglobin).toBeCloseTo(0, 9);
    expect(shade).toBeCloseTo(-Math.log(0.3), 9);
  });
});

describe('erythemaIndex', () => {
  it(`is the difference of two logarithms, clamped, on ${COLOURS.length} colours`, () => {
    for (const rgb of COLOURS) {
      const [r, g] = rgb.map((byte) => Math.max(1 / 255, toLinear(byte))) as [number, number];
      const expected = 100 * ((Math.log(r) - Math.log(g)) / Math.log(10));
      expect(erythemaIndex(linearOfBytes(...rgb))).toBeCloseTo(expected, 9);
      expect(LOG_OF_BYTE[rgb[0]]! - LOG_OF_BYTE[rgb[1]]!).toBeCloseTo(expected, 4);
    }
  });
  it('does not care how bright the light is', () => {
    expect(erythemaIndex({ r: 0.5, g: 0.2 })).toBeCloseTo(erythemaIndex({ r: 0.25, g: 0.1 }), 9);
  });
});

describe('the table of signs', () => {
  // A light skin, and what changes of it look like; chosen by hand, in sRGB bytes.
  const SKIN: Rgb = [205, 160, 132];
  const BROWN: Rgb = [150, 105, 77];
  const RED: Rgb = [200, 123, 111];
  const SHADOW: Rgb = [163, 127, 104];
  const WARM: Rgb = [205, 160, 112]; // blue times 0.85
  const DARK_SKIN: Rgb = [110, 74, 56];
  const DARK_BROWN: Rgb = [65, 40, 31];

  const change = (from: Rgb, to: Rgb): Record<'l' | 'a' | 'b' | 'ei' | 'melanin' | 'haemoglobin', number> => {
    const [before, after] = [linearOfBytes(...from), linearOfBytes(...to)];
    const [lab, then] = [labOfLinear(before), labOfLinear(after)];
    const [mixed, now] = [unmixPigments(before), unmixPigments(after)];
    return {
      l: then.l - lab.l,
      a: then.a - lab.a,
      b: then.b - lab.b,
      ei: erythemaIndex(after) - erythemaIndex(before),
      melanin: now.melanin - mixed.melanin,
      haemoglobin: now.haemoglobin - mixed.haemoglobin,
    };
  };
  const brown = change(SKIN, BROWN);
  const red = change(SKIN, RED);
  const shadow = change(SKIN, SHADOW);
  const warm = change(SKIN, WARM);
  const dark = change(DARK_SKIN, DARK_BROWN);

  it('darkens most where there is pigment, and not by white balance', () => {
    expect(brown.l).toBeLessThan(dark.l);
    expect(dark.l).toBeLessThan(shadow.l);
    expect(shadow.l).toBeLessThan(red.l);
    expect(red.l).toBeLessThan(-8);
    expect(Math.abs(warm.l)).toBeLessThan(1);
  });
  it('tells a red mark by a* and by the erythema index', () => {
    expect(red.a).toBeGreaterThan(10);
    expect(Math.abs(brown.a)).toBeLessThan(3);
    for (const other of [shadow, warm, dark]) expect(other.a).toBeLessThan(0);
    expect(red.ei).toBeGreaterThan(20);
    expect(brown.ei).toBeGreaterThan(5);
    expect(brown.ei).toBeLessThan(red.ei / 2);
    expect(dark.ei).toBeGreaterThan(0);
    for (const none of [shadow, warm]) expect(Math.abs(none.ei)).toBeLessThan(1);
  });
  it('finds less colour in a shadow', () => {
    expect(shadow.b).toBeLessThan(-2);
    expect(warm.b).toBeGreaterThan(4);
    expect(brown.b).toBeGreaterThan(0);
    expect(red.b).toBeLessThan(0);
    expect(dark.b).toBeLessThan(-3);
  });
  it('finds melanin in a brown mark, is fooled by white balance and fails on dark skin', () => {
    expect(brown.melanin).toBeGreaterThan(0.3);
    expect(red.melanin).toBeLessThan(-0.1);
    expect(Math.abs(shadow.melanin)).toBeLessThan(0.06);
    expect(warm.melanin).toBeGreaterThan(0.3);
    expect(dark.melanin).toBeLessThan(-0.1);
  });
  it('finds haemoglobin most in a red mark and none in a shadow', () => {
    expect(red.haemoglobin).toBeGreaterThan(1.2);
    expect(brown.haemoglobin).toBeGreaterThan(0.4);
    expect(dark.haemoglobin).toBeGreaterThan(0.1);
    expect(red.haemoglobin).toBeGreaterThan(brown.haemoglobin);
    expect(brown.haemoglobin).toBeGreaterThan(dark.haemoglobin);
    for (const none of [shadow, warm]) expect(Math.abs(none.haemoglobin)).toBeLessThan(0.15);
  });
  // Differences to skin, greatest first; what the table calls equal is in one list.
  it.each([
    ['l', [['warm'], ['red'], ['shadow'], ['dark'], ['brown']]],
    ['a', [['red'], ['brown'], ['shadow', 'warm'], ['dark']]],
    ['b', [['warm'], ['brown'], ['red'], ['shadow'], ['dark']]],
    ['ei', [['red'], ['brown'], ['dark'], ['shadow', 'warm']]],
    ['melanin', [['warm'], ['brown'], ['shadow'], ['dark'], ['red']]],
    ['haemoglobin', [['red'], ['brown'], ['dark'], ['warm'], ['shadow']]],
  ] as const)('orders %s as the table does', (key, groups) => {
    const all = { brown, red, shadow, warm, dark };
    const values = groups.map((names) => names.map((name) => all[name][key]));
    for (const [i, group] of values.entries())
      if (i > 0) expect(Math.max(...group), groups[i]!.join()).toBeLessThan(Math.min(...values[i - 1]!));
  });
});
