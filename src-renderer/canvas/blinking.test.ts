import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BLINK_MS, Blinking } from './blinking';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('Blinking', () => {
  it('hides at once, then every other half second, and shows when it ends', () => {
    const turns: boolean[] = [];
    const blinking = new Blinking(() => turns.push(blinking.isAway));
    blinking.set(true);
    blinking.set(true);
    vi.advanceTimersByTime(3 * BLINK_MS);
    expect(turns).toEqual([true, false, true, false]);
    vi.advanceTimersByTime(BLINK_MS);
    blinking.set(false);
    expect(turns.slice(4)).toEqual([true, false]);
    vi.advanceTimersByTime(10 * BLINK_MS);
    expect(turns).toHaveLength(6);
  });

  it('flashes less than three times a second', () => {
    expect(1000 / (2 * BLINK_MS)).toBeLessThan(3);
  });

  it('leaves no timer behind', () => {
    const blinking = new Blinking(() => undefined);
    blinking.set(true);
    blinking.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
