import { describe, expect, it } from 'vitest';
import { cutAlong } from './cut';
import { pointInRing } from './hit-test';
import type { Polygon } from './types';

const box: Polygon = {
  exterior: [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
    { x: 0, y: 100 },
  ],
  holes: [],
};

describe('cutAlong', () => {
  it('has everything on one side of a line inside its ring, whichever way the line goes', () => {
    for (let turn = 0; turn < 24; turn++) {
      const [dx, dy] = [Math.cos((turn * Math.PI) / 12), Math.sin((turn * Math.PI) / 12)];
      const cut = cutAlong(
        [
          { x: 50 - 20 * dx, y: 50 - 20 * dy },
          { x: 50 + 20 * dx, y: 50 + 20 * dy },
        ],
        [box],
      )!;
      for (const corner of [...box.exterior, { x: 50, y: 20 }, { x: 20, y: 60 }]) {
        const side = dx * (corner.y - 50) - dy * (corner.x - 50);
        if (Math.abs(side) > 1e-6) expect(pointInRing(cut.side, corner)).toBe(side < 0 === pointInRing(cut.side, { x: 50 + dy, y: 50 - dx })); // prettier-ignore
      }
      expect(pointInRing(cut.side, { x: 50 + dy, y: 50 - dx })).not.toBe(pointInRing(cut.side, { x: 50 - dy, y: 50 + dx })); // prettier-ignore
    }
  });
  it('has no side for a line without length', () => {
    expect([cutAlong([], [box]), cutAlong([{ x: 1, y: 1 }, { x: 1, y: 1 }], [box])]).toEqual([null, null]); // prettier-ignore
  });
});
