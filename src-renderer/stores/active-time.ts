/** A pause longer than this is not work: the reviewer was away. */
export const IDLE_AFTER_MS = 60_000;

/**
 * Measures how long a reviewer worked towards a decision: the time between signs of activity, with idle pauses left
 * out. All times in milliseconds of one monotonic clock.
 */
export function createActiveTimer(nowMs: () => number): { sign(): void; take(): number } {
  let lastSign = nowMs();
  let active = 0;
  const sign = (): void => {
    const now = nowMs();
    if (now - lastSign <= IDLE_AFTER_MS) active += now - lastSign;
    lastSign = now;
  };
  return {
    /** The reviewer did something: moved, pressed, scrolled. */
    sign,
    /** Active milliseconds since the last take, this moment being a sign itself. */
    take: () => {
      sign();
      const taken = Math.round(active);
      active = 0;
      return taken;
    },
  };
}
