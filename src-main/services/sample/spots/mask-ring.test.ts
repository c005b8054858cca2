import { describe, expect, it } from 'vitest';
import { createRandom } from '../portrait/random';
import { isSimpleRing } from '../sample-reading';
import { hullOf, toSchemeRing, traceRing } from './mask-ring';
import { signedArea } from './spot';
import { createBlob, smoothRing } from './spot-outline';

const square = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];

describe('toSchemeRing', () => {
  it('writes whole pixels, counter-clockwise on screen, topmost first', () => {
    const shifted = square.map(({ x, y }) => ({ x: x + 3.2, y: y + 5.4 }));
    expect(toSchemeRing([...shifted.slice(2), ...shifted.slice(0, 2)])).toEqual([
      { x: 3, y: 5 },
      { x: 3, y: 15 },
      { x: 13, y: 15 },
      { x: 13, y: 5 },
    ]);
  });
});

describe('traceRing', () => {
  it('gives simple rings near the area asked for, at any size', () => {
    const random = createRandom(3);
    for (let i = 0; i < 400; i += 1) {
      const radius = 5 + (i % 40);
      const outline = createBlob(random).map(({ x, y }) => ({ x: 100 + radius * x, y: 100 + radius * y }));
      const ring = traceRing(outline, { scale: 1, shiftX: 0, shiftY: 0, roughness: 0.6 }, random);
      expect(isSimpleRing(ring)).toBe(true);
      const share = -signedArea(ring) / Math.abs(signedArea(outline));
      expect(share).toBeGreaterThan(0.8);
      expect(share).toBeLessThan(1.2);
    }
  });
});

describe('smoothRing', () => {
  it('cuts corners and stays inside', () => {
    const area = signedArea(smoothRing(square));
    expect(area).toBeGreaterThan(80);
    expect(area).toBeLessThan(100);
  });
});

describe('hullOf', () => {
  it('leaves out inner points', () => {
    expect(hullOf([...square, { x: 5, y: 5 }, { x: 2, y: 9 }])).toHaveLength(4);
  });
});
