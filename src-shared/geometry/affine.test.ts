import { describe, expect, it } from 'vitest';
import { compose, movePoint, movePolygon, rotation, scaling, translation } from './affine';

describe('affine maps', () => {
  it('turn clockwise on screen about a point that stays', () => {
    const turn = rotation(Math.PI / 2, { x: 10, y: 10 });
    const { x, y } = movePoint(turn, { x: 20, y: 10 });
    expect([x, y].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([10, 20]);
    expect(movePoint(turn, { x: 10, y: 10 })).toEqual({ x: 10, y: 10 });
  });
  it('scale about a point, and are done from the inside out', () => {
    const map = compose(translation(5, 0), scaling(2, 3, { x: 1, y: 1 }));
    expect(movePoint(map, { x: 2, y: 2 })).toEqual({ x: 8, y: 4 });
  });
  it('move holes with the exterior', () => {
    const ring = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 0, y: 1 },
    ];
    const moved = movePolygon(translation(2, 3), { exterior: ring, holes: [ring] });
    expect(moved.holes[0]).toEqual(moved.exterior);
    expect(moved.exterior[0]).toEqual({ x: 2, y: 3 });
  });
});
