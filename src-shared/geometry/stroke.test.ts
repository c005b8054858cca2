import { describe, expect, it } from 'vitest';
import { distanceToSegment, pointInRing } from './hit-test';
import { signedRingArea } from './ring';
import { isEvenStroke, strokeCapsules, thinStroke, type StrokeSample } from './stroke';

const sample = (x: number, y: number, radius = 10): StrokeSample => ({ x, y, radius });

describe('strokeCapsules', () => {
  it('is a disc for one sample', () => {
    const [disc] = strokeCapsules([sample(50, 50)]);
    expect(signedRingArea(disc!)).toBeCloseTo(Math.PI * 100, -0.5);
    expect(signedRingArea(disc!)).toBeLessThan(Math.PI * 100);
  });

  it('is a stadium for a straight step, clockwise on screen', () => {
    const [ring, more] = strokeCapsules([sample(0, 0), sample(40, 0)]);
    expect(more).toBeUndefined();
    expect(Math.abs(signedRingArea(ring!) - (40 * 20 + Math.PI * 100))).toBeLessThan(2);
  });

  it('is the hull of two discs where the radius changes', () => {
    // Hull of radii 10 and 5 at distance 25 (Wikipedia, belt problem): sin α = 5/25.
    const [ring] = strokeCapsules([sample(0, 0, 10), sample(25, 0, 5)]);
    const alpha = Math.asin(5 / 25);
    const expected = 25 * Math.cos(alpha) * 15 + 100 * (Math.PI / 2 + alpha) + 25 * (Math.PI / 2 - alpha);
    expect(Math.abs(signedRingArea(ring!) - expected)).toBeLessThan(0.8);
  });

  it('is the larger disc where one holds the other', () => {
    const [ring] = strokeCapsules([sample(0, 0, 10), sample(3, 0, 2)]);
    expect(Math.abs(signedRingArea(ring!) - Math.PI * 100)).toBeLessThan(1);
  });

  it('covers every sample of a crooked stroke', () => {
    const samples = Array.from({ length: 60 }, (_, i) => sample(100 + 3 * i, 50 + 20 * Math.sin(i / 3), 4 + (i % 5)));
    const rings = strokeCapsules(samples);
    for (const { x, y, radius } of samples)
      for (const angle of [0, 1, 2, 3, 4, 5]) {
        const at = { x: x + 0.98 * radius * Math.cos(angle), y: y + 0.98 * radius * Math.sin(angle) };
        expect(rings.some((ring) => pointInRing(ring, at))).toBe(true);
      }
  });
});

describe('thinStroke', () => {
  it('keeps the ends of a straight line, and where the radius turns', () => {
    const straight = Array.from({ length: 100 }, (_, i) => sample(i, 2 * i));
    expect(thinStroke(straight)).toEqual([straight[0], straight[99]]);
    const swelling = straight.map((one, i) => ({ ...one, radius: i < 50 ? 10 : 10 + (i - 50) / 10 }));
    expect(thinStroke(swelling).map(({ x }) => x)).toEqual([0, 50, 99]);
  });

  it('leaves nothing farther away than the tolerance', () => {
    const samples = Array.from({ length: 500 }, (_, i) => sample(i / 2, 30 * Math.sin(i / 20), 5 + Math.sin(i / 50)));
    const thin = thinStroke(samples, 0.1);
    expect(thin.length).toBeLessThan(150);
    for (const one of samples) {
      const distances = thin.slice(1).map((b, i) => distanceToSegment(one, thin[i]!, b));
      expect(Math.min(...distances)).toBeLessThanOrEqual(0.1 + 1e-9);
    }
  });

  it('makes one sample of a press that did not move', () => {
    expect(thinStroke([sample(5, 5), sample(5, 5), sample(5, 5)])).toEqual([sample(5, 5)]);
  });
});

it('tells strokes of one size', () => {
  expect([isEvenStroke([sample(0, 0), sample(1, 0)]), isEvenStroke([sample(0, 0), sample(1, 0, 9)])]).toEqual([
    true,
    false,
  ]);
});
