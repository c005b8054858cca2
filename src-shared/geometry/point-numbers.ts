import type { Point } from './types';

const [PRIME_X, PRIME_Y] = [0x9e3779b1, 0x85ebca6b];
const FIRST_SLOTS = 1024;

/**
 * Gives each position its number, in the order in which they are asked for; −0 is 0. Open addressing over plain numbers:
 * a map by text, or by numbers that are no small integers, costs more than all else in a count.
 */
export class PointNumbers {
  private readonly xs: number[] = [];
  private readonly ys: number[] = [];
  private slots = new Int32Array(FIRST_SLOTS).fill(-1);

  of({ x, y }: Point): number {
    const slot = this.slotOf(x, y);
    const known = this.slots[slot] as number;
    if (known >= 0) return known;
    const number = this.xs.push(x) - 1;
    this.ys.push(y);
    this.slots[slot] = number;
    if (2 * this.xs.length > this.slots.length) this.grow();
    return number;
  }

  private slotOf(x: number, y: number): number {
    const mask = this.slots.length - 1;
    // Grid steps: what lies off the grid only shares its slot.
    let slot = hashOf(Math.imul(x * 1024, PRIME_X) ^ Math.imul(y * 1024, PRIME_Y)) & mask;
    for (;;) {
      const number = this.slots[slot] as number;
      if (number < 0 || (this.xs[number] === x && this.ys[number] === y)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(-1);
    for (const [number, x] of this.xs.entries()) this.slots[this.slotOf(x, this.ys[number] as number)] = number;
  }
}

const hashOf = (mixed: number): number => mixed ^ (mixed >>> 15);
