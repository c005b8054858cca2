import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useWandStore } from './wand';

beforeEach(() => setActivePinia(createPinia()));

describe('the wand’s tolerance under the wheel', () => {
  it('follows the factor as a whole, in however many events it comes', () => {
    const wand = useWandStore();
    // A trackpad's 20 events of 4 px: together 80 px, exp(0.0015 × 80) = 1.127.
    for (let i = 0; i < 20; i++) wand.tune(Math.exp(0.006));
    expect(wand.tolerancePercent).toBe(115);
    for (let i = 0; i < 20; i++) wand.tune(Math.exp(-0.006));
    expect(wand.tolerancePercent).toBe(100);
  });
  it('goes on from where the slider was put, and stays within its ends', () => {
    const wand = useWandStore();
    wand.tune(1.02);
    expect(wand.tolerancePercent).toBe(100);
    wand.tolerancePercent = 200;
    wand.tune(1.1);
    expect(wand.tolerancePercent).toBe(220);
    wand.tune(10);
    expect(wand.tolerancePercent).toBe(400);
    wand.tune(0.9);
    expect(wand.tolerancePercent).toBe(360);
    wand.tune(0.001);
    expect(wand.tolerancePercent).toBe(25);
  });
});
