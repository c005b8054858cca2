import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenly } from '#shared/geometry/fixtures/evenly';
import { rulerStep, rulerTicks } from './ruler-ticks';

describe('rulerTicks', () => {
  it('puts a label at every hundred frame px at 100 %', () => {
    const ticks = rulerTicks({ scale: 1, offset: 16, length: 250 });
    expect(ticks.filter(({ label }) => label !== null)).toEqual([
      { at: 16, value: 0, label: '0' },
      { at: 116, value: 100, label: '100' },
      { at: 216, value: 200, label: '200' },
    ]);
    expect(ticks.map(({ at }) => at)).toEqual([16, 36, 56, 76, 96, 116, 136, 156, 176, 196, 216, 236]);
  });

  it('counts back from the frame, too', () => {
    const values = rulerTicks({ scale: 1, offset: 130, length: 100 }).map(({ value }) => value);
    expect(values).toEqual([-120, -100, -80, -60, -40]);
  });

  it('never divides a pixel', () => {
    expect(rulerStep(64)).toEqual({ step: 1, parts: 1 });
    expect(rulerStep(30)).toEqual({ step: 5, parts: 5 });
    expect(rulerStep(40)).toEqual({ step: 2, parts: 2 });
  });

  it('keeps labels legibly apart, few, and where their frame px are, at every scale', () => {
    const axes = fc.record({
      scale: evenly(Math.log2(0.02), 6).map((zoom) => 2 ** zoom), // a turn of the wheel is a factor
      offset: evenly(-50_000, 3000),
    });
    fc.assert(
      fc.property(axes, ({ scale, offset }) => {
        const ticks = rulerTicks({ scale, offset, length: 3000 });
        const labels = ticks.filter(({ label }) => label !== null);
        expect(labels.length).toBeLessThanOrEqual(3000 / 63 + 1);
        labels.forEach((tick, i) => i > 0 && expect(tick.at - labels[i - 1]!.at).toBeGreaterThanOrEqual(63.9));
        for (const { at, value } of ticks) {
          expect(Number.isInteger(value)).toBe(true);
          expect(at).toBeGreaterThanOrEqual(-1e-6);
          expect(at).toBeLessThanOrEqual(3000 + 1e-6);
          expect((at - offset) / scale).toBeCloseTo(value, 6);
        }
      }),
      { seed: 20261129 },
    );
  });
});
