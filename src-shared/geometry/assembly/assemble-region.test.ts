import { describe, expect, it } from 'vitest';
import type { Ring } from '../types';
import { assembleRegion, regionArea } from './assemble-region';

const square = (from: number, to: number): Ring => [
  { x: from, y: from },
  { x: to, y: from },
  { x: to, y: to },
  { x: from, y: to },
];
const hole = (from: number, to: number): Ring => square(from, to).toReversed();

describe('rings that share no point', () => {
  it('become an exterior, its hole and the island in it', () => {
    const region = assembleRegion([square(0, 100), hole(10, 90), square(20, 30)]);
    expect(region?.map(({ holes }) => holes.length).sort()).toEqual([0, 1]);
    expect(regionArea(region ?? [])).toBe(10_000 - 6400 + 100);
  });
  it('are refused where a hole lies in a hole, an exterior in an exterior, or a hole in nothing', () => {
    expect(assembleRegion([square(0, 100), hole(10, 90), hole(20, 80)])).toBeNull();
    expect(assembleRegion([square(0, 100), square(20, 80)])).toBeNull();
    expect(assembleRegion([square(0, 100), hole(120, 130)])).toBeNull();
  });
  it('take an exterior beside a concave one, in its bounds but not in it', () => {
    const hook: Ring = [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 50, y: 10 },
      { x: 10, y: 10 },
      { x: 10, y: 50 },
      { x: 0, y: 50 },
    ];
    expect(assembleRegion([hook, square(20, 40)])).toHaveLength(2);
  });
});
