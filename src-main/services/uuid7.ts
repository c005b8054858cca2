import { randomFillSync } from 'node:crypto';

/** Random bytes are asked for in one go for many ids: each call to the system's source costs far more than they do. */
const pool = new Uint8Array(4096);
let taken = pool.length;

/** No byte is given out twice. */
function takeRandom(into: Uint8Array): void {
  if (taken + into.length > pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  into.set(pool.subarray(taken, taken + into.length));
  taken += into.length;
}

let lastMs = 0;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562 §5.7, method 1: a 12-bit counter in rand_a), so that ids made in one process sort in the order
 * in which they were made, also within a millisecond and when the clock steps back.
 */
export function uuid7(nowMs: number): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  takeRandom(bytes.subarray(8));
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
