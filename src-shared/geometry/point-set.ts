import type { Point } from './types';

/** Load above which a look-up would need too many steps. */
const SLOTS_PER_POINT = 2;
const [PRIME_X, PRIME_Y] = [0x9e3779b1, 0x85ebca6b];

/** A set of positions by their exact coordinates (−0 is 0). Numbers only: text keys cost more than the geometry itself. */
export class PointSet {
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  private readonly isTaken: Uint8Array;
  private readonly mask: number;
  private readonly bits: Uint32Array;
  private readonly number: Float64Array;

  constructor(rings: readonly (readonly Point[])[]) {
    const count = rings.reduce((sum, { length }) => sum + length, 0);
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2, SLOTS_PER_POINT * count)));
    this.xs = new Float64Array(slots);
    this.ys = new Float64Array(slots);
    this.isTaken = new Uint8Array(slots);
    this.mask = slots - 1;
    this.number = new Float64Array(1);
    this.bits = new Uint32Array(this.number.buffer);
    for (const ring of rings) for (const { x, y } of ring) this.add(x, y);
  }

  has({ x, y }: Point): boolean {
    return this.isTaken[this.slotOf(x, y)] === 1;
  }

  private add(x: number, y: number): void {
    const slot = this.slotOf(x, y);
    this.xs[slot] = x;
    this.ys[slot] = y;
    this.isTaken[slot] = 1;
  }

  /** Where the position is, or would be put. There is always a free slot, since there are more slots than points. */
  private slotOf(x: number, y: number): number {
    let slot = (Math.imul(this.hashOf(x), PRIME_X) ^ Math.imul(this.hashOf(y), PRIME_Y)) & this.mask;
    while (this.isTaken[slot] === 1 && !(this.xs[slot] === x && this.ys[slot] === y)) slot = (slot + 1) & this.mask;
    return slot;
  }

  private hashOf(value: number): number {
    this.number[0] = value + 0; // + 0 turns -0 into 0
    const mixed = (this.bits[0] as number) ^ Math.imul(this.bits[1] as number, PRIME_Y);
    return mixed ^ (mixed >>> 15);
  }
}
