/** Two bytes per text: of 400 texts that were never added about one passes. */
const BITS_PER_TEXT = 16;
const HASHES = 4;

/**
 * A set of texts that takes two bytes each, however long they are (a Bloom filter). It never misses a text that was added;
 * rarely it takes another one for added, so it is for sorting out what need not be looked up.
 */
export class LikelySet {
  private readonly bits: Uint32Array;
  private readonly lengths = new Uint8Array(256);

  /** `capacity`: how many texts will be added at most; with more of them more others pass. */
  constructor(capacity: number) {
    this.bits = new Uint32Array(Math.ceil((Math.max(1, capacity) * BITS_PER_TEXT) / 32));
  }

  add(text: string): void {
    this.lengths[Math.min(text.length, 255)] = 1;
    const [first, step] = hashesOf(text);
    for (let hash = 0; hash < HASHES; hash++) {
      const bit = this.bitAt(first, step, hash);
      this.bits[bit >>> 5]! |= 1 << (bit & 31);
    }
  }

  has(text: string): boolean {
    if (this.lengths[Math.min(text.length, 255)] === 0) return false;
    const [first, step] = hashesOf(text);
    for (let hash = 0; hash < HASHES; hash++) {
      const bit = this.bitAt(first, step, hash);
      if ((this.bits[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  private bitAt(first: number, step: number, hash: number): number {
    return (first + hash * step) % (this.bits.length * 32);
  }
}

/** FNV-1a over UTF-16 units from two starts, each mixed at the end; both are unsigned. */
function hashesOf(text: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193);
  }
  return [mixed(a), mixed(b) | 1].map((hash) => hash >>> 0) as [number, number];
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
