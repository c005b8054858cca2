import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WheelGesture } from './wheel-gesture';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([
  { drawMs: 0, restMs: 30 },
  { drawMs: 100, restMs: 50 },
  { drawMs: 900, restMs: 120 },
])('is at rest after $restMs ms when a drawing takes $drawMs ms', ({ drawMs, restMs }) => {
  const onEnd = vi.fn();
  const gesture = new WheelGesture(onEnd, () => drawMs);
  gesture.turn();
  vi.advanceTimersByTime(restMs - 1);
  gesture.turn(); // begins anew
  vi.advanceTimersByTime(restMs - 1);
  expect([gesture.isUnderWay, onEnd.mock.calls.length]).toEqual([true, 0]);
  vi.advanceTimersByTime(1);
  expect([gesture.isUnderWay, onEnd.mock.calls.length]).toEqual([false, 1]);
});
