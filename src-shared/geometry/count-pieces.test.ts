import { describe, expect, it } from 'vitest';
import { countPieces } from './count-pieces';
import type { Point, Polygon } from './types';

const p = (x: number, y: number): Point => ({ x, y });
const box = (x: number, y: number, size: number): Point[] => [
  p(x, y),
  p(x + size, y),
  p(x + size, y + size),
  p(x, y + size),
];
const square: Polygon = { exterior: box(0, 0, 100), holes: [] };
const holed: Polygon = { exterior: box(0, 0, 100), holes: [box(40, 40, 20).reverse()] };

describe('countPieces', () => {
  it('is two for a line right across, and one for a line that ends inside, stays inside or passes by', () => {
    expect(countPieces([p(50, -10), p(50, 110)], [square])).toBe(2);
    expect(countPieces([p(50, -10), p(50, 90)], [square])).toBe(1);
    expect(countPieces([p(20, 20), p(80, 80)], [square])).toBe(1);
    expect(countPieces([p(-20, 20), p(-20, 80)], [square])).toBe(1);
    expect(countPieces([p(50, 50)], [square])).toBe(1);
  });
  it('counts each way through', () => {
    expect(countPieces([p(20, -10), p(20, 110), p(50, 110), p(50, -10), p(80, -10), p(80, 110)], [square])).toBe(4);
    // In and out again over one corner.
    expect(countPieces([p(-10, 50), p(50, -10)], [square])).toBe(2);
  });
  it('parts a ring only when both of its sides are cut', () => {
    expect(countPieces([p(50, -10), p(50, 50)], [holed])).toBe(1);
    expect(countPieces([p(50, -10), p(50, 110)], [holed])).toBe(2);
    expect(countPieces([p(20, -10), p(20, 110)], [holed])).toBe(2);
  });
  it('counts what the line encloses with itself', () => {
    const loop = [p(30, 20), p(30, 70), p(70, 70), p(70, 40), p(20, 40)];
    expect(countPieces(loop, [square])).toBe(2);
    expect(countPieces([p(30, -10), ...loop], [square])).toBe(2);
    // About the hole.
    expect(countPieces([p(30, 20), p(30, 70), p(70, 70), p(70, 30), p(20, 30)], [holed])).toBe(2);
  });
  it('adds up over parts, and passes a vertex that is only touched', () => {
    expect(countPieces([p(-10, 50), p(310, 50)], [square, { exterior: box(200, 0, 100), holes: [] }])).toBe(4);
    expect(countPieces([p(-50, 50), p(50, -50)], [square])).toBe(1);
    expect(countPieces([p(-10, -10), p(110, 110)], [square])).toBe(2); // through two corners
  });
});
