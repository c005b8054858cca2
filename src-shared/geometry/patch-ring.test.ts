import { describe, expect, it } from 'vitest';
import { patchRing } from './patch-ring';
import { signedRingArea } from './ring';

const box = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
  { x: 0, y: 100 },
];
const right = {
  from: { edge: 1, at: { x: 100, y: 40 } },
  to: { edge: 1, at: { x: 100, y: 60 } },
  path: [
    { x: 120, y: 40 },
    { x: 120, y: 60 },
  ],
};

describe('patchRing', () => {
  it('puts a bump on one edge: 20 by 20 px more', () => {
    const { ring, replaced } = patchRing(box, right, 'shorter');
    expect(signedRingArea(ring)).toBe(10_000 + 400);
    expect(replaced).toEqual([right.from.at, right.to.at]);
  });
  it('does the same whichever way it was drawn', () => {
    const reverse = { from: right.to, to: right.from, path: right.path.toReversed() };
    expect(signedRingArea(patchRing(box, reverse, 'shorter').ring)).toBe(10_400);
  });
  it('keeps the bump alone when the longer side goes', () => {
    const { ring, replaced } = patchRing(box, right, 'longer');
    expect(Math.abs(signedRingArea(ring))).toBe(400);
    expect(replaced).toHaveLength(6);
  });
  it('cuts a corner over several edges', () => {
    const corner = { from: { edge: 0, at: { x: 70, y: 0 } }, to: { edge: 1, at: { x: 100, y: 30 } }, path: [] };
    const { ring, replaced } = patchRing(box, corner, 'shorter');
    expect(signedRingArea(ring)).toBe(10_000 - 450);
    expect(replaced).toEqual([
      { x: 70, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 30 },
    ]);
    expect(ring).toHaveLength(5);
  });
  it('goes over the seam where the ring begins', () => {
    const seam = { from: { edge: 3, at: { x: 0, y: 20 } }, to: { edge: 0, at: { x: 20, y: 0 } }, path: [] };
    expect(signedRingArea(patchRing(box, seam, 'shorter').ring)).toBe(10_000 - 200);
    expect(Math.abs(signedRingArea(patchRing(box, seam, 'longer').ring))).toBe(200);
  });
});
