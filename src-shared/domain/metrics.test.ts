import { describe, expect, it } from 'vitest';
import { correctedPerMille, deliveredInterval, impliedArea, isPerMille, overlaps } from './metrics';

const FACE = { areaName: 'face', value: 2, units: 'per mille' };
const DONE = { modelPx2: 3222, truthPx2: 1611, unsurePx2: 0, isFront: true, isComplete: true };

describe('deliveredInterval', () => {
  it.each([
    [0, { low: 0, high: 1 }],
    [1, { low: 0.5, high: 2 }],
    [2, { low: 1.5, high: 3 }],
    [7, { low: 6.5, high: 8 }],
  ])('%d may have been rounded or cut', (value, interval) => expect(deliveredInterval(value)).toEqual(interval));
});

describe('impliedArea', () => {
  it('is what the seed implies for the face: 3222 px² at 2 per mille', () => {
    const { low, high } = impliedArea(2, 3222);
    expect(low).toBe(1_074_000);
    expect(high).toBe(2_148_000);
  });

  it('has no upper end where the value may stand for nothing', () => {
    expect(impliedArea(0, 100)).toEqual({ low: 100_000, high: Infinity });
  });
});

describe('correctedPerMille', () => {
  it('scales the delivered value and both ends of what it can mean', () => {
    expect(correctedPerMille(FACE, DONE)).toEqual({
      ok: true,
      corrected: { value: 1, interval: { low: 0.75, high: 1.5 } },
    });
  });

  it('leaves open what is unsure', () => {
    expect(correctedPerMille(FACE, { ...DONE, unsurePx2: 1611 })).toMatchObject({
      corrected: { value: 1, interval: { low: 0.75, high: 3 } },
    });
  });

  it('is 0 when nothing holds', () => {
    expect(correctedPerMille(FACE, { ...DONE, truthPx2: 0 })).toMatchObject({ corrected: { value: 0 } });
  });

  it.each([
    [{ ...FACE, value: 'moderate' }, DONE, 'no number was delivered'],
    [{ ...FACE, value: null }, DONE, 'no number was delivered'],
    [{ ...FACE, units: null }, DONE, 'the unit is not stated'],
    [{ ...FACE, units: 'per cent' }, DONE, 'the unit is per cent, not per mille'],
    [{ ...FACE, areaName: 'chin' }, DONE, 'the outline of this area is not delivered'],
    [FACE, { ...DONE, isFront: false }, 'the row is about the front view'],
    [{ ...FACE, value: 0 }, DONE, 'a delivered 0 says too little'],
    [{ ...FACE, value: -1 }, DONE, 'the delivered value is negative'],
    [FACE, { ...DONE, modelPx2: 0 }, 'the model drew no polygon'],
    [FACE, { ...DONE, isComplete: false }, 'the view is not done'],
  ])('says why not: %j %j', (row, areas, why) => expect(correctedPerMille(row, areas)).toEqual({ ok: false, why }));
});

it('knows the spellings of per mille', () => {
  expect(['per mille', 'Per Mille', 'permille', '‰', 'per_mille'].every(isPerMille)).toBe(true);
  expect(['per cent', '%', '', 'mille', null].some(isPerMille)).toBe(false);
});

it('touching intervals overlap', () => {
  expect(overlaps({ low: 1, high: 2 }, { low: 2, high: 3 })).toBe(true);
  expect(overlaps({ low: 1, high: 2 }, { low: 2.1, high: Infinity })).toBe(false);
});
