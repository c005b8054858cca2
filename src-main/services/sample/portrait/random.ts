/** A source of numbers in [0, 1). */
export type Random = () => number;

/** The mulberry32 generator (Tommy Ettinger, public domain): same seed, same numbers. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** A roughly normal number (sum of four), mean 0 and standard deviation 1. */
export function spread(random: Random): number {
  return (random() + random() + random() + random() - 2) * 1.7320508;
}

/** Picks one element; the list must not be empty. */
export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

/** A version 4 shaped UUID that depends on the generator only. */
export function createUuid(random: Random): string {
  const digit = (): string => Math.floor(random() * 16).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (mark) =>
    mark === 'x' ? digit() : (8 + Math.floor(random() * 4)).toString(16),
  );
}
