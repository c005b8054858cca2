import { GRID_PER_PX } from './snap';
import type { Point } from './types';

/** Positions up to here, in grid steps either way, share one number that a double holds exactly; text beyond. */
const HALF_SPAN = 2 ** 25;

/** Gives each position its number, in the order in which they are asked for; −0 is 0. */
export class PointNumbers {
  private readonly known = new Map<number | string, number>();

  of({ x, y }: Point): number {
    const key = keyOf(x, y);
    const number = this.known.get(key);
    if (number !== undefined) return number;
    this.known.set(key, this.known.size);
    return this.known.size - 1;
  }
}

function keyOf(x: number, y: number): number | string {
  const [column, row] = [x * GRID_PER_PX + HALF_SPAN, y * GRID_PER_PX + HALF_SPAN];
  const isShort = column >= 0 && row >= 0 && column < 2 * HALF_SPAN && row < 2 * HALF_SPAN;
  const isOnGrid = Number.isInteger(column) && Number.isInteger(row);
  return isShort && isOnGrid ? column * 2 * HALF_SPAN + row : `${x + 0} ${y + 0}`;
}
