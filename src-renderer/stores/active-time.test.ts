import { expect, it } from 'vitest';
import { createActiveTimer, IDLE_AFTER_MS } from './active-time';

it('adds up the time between signs and leaves idle pauses out', () => {
  let now = 0;
  const timer = createActiveTimer(() => now);
  now = 2000;
  timer.sign();
  now += IDLE_AFTER_MS + 1;
  timer.sign();
  now += 500;
  expect(timer.take()).toBe(2500);
  now += IDLE_AFTER_MS;
  expect(timer.take()).toBe(IDLE_AFTER_MS);
  expect(timer.take()).toBe(0);
});
