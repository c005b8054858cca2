import { describe, expect, it } from 'vitest';
import { polygonArea } from './polygon';
import { simplifyPolygon, smoothPolygon, vertexCount } from './smooth';
import type { Polygon, Ring } from './types';
import { polygonProblem } from './validity';

const circle = (x: number, y: number, radius: number, count = 200): Ring =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
const ring: Polygon = { exterior: circle(50, 50, 40), holes: [circle(50, 50, 10).toReversed()] };
const box: Polygon = {
  exterior: [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 60 },
    { x: 0, y: 60 },
  ],
  holes: [],
};

describe('simplifyPolygon', () => {
  it('leaves out vertices, holes included, and stays within the share of the area', () => {
    const simple = simplifyPolygon(ring, { tolerancePx: 0.5, mostAreaShare: 0.05 })!;
    expect(vertexCount(simple)).toBeLessThan(60);
    expect(simple.holes).toHaveLength(1);
    expect(Math.abs(polygonArea(simple) / polygonArea(ring) - 1)).toBeLessThan(0.05);
    expect(polygonProblem(simple)).toBeNull();
  });
  it('leaves out less where the area would change by more than the share', () => {
    const loose = simplifyPolygon(ring, { tolerancePx: 4, mostAreaShare: 1 })!;
    const tight = simplifyPolygon(ring, { tolerancePx: 4, mostAreaShare: 0.005 })!;
    expect(vertexCount(tight)).toBeGreaterThan(vertexCount(loose));
    expect(Math.abs(polygonArea(tight) / polygonArea(ring) - 1)).toBeLessThanOrEqual(0.005);
  });
  it('leaves a box alone', () => {
    expect(simplifyPolygon(box, { tolerancePx: 1, mostAreaShare: 0.05 })).toBeNull();
  });
});

describe('smoothPolygon', () => {
  it('rounds the corners and keeps the area', () => {
    const smooth = smoothPolygon(box, 2)!;
    expect(vertexCount(smooth)).toBeGreaterThan(4);
    expect(Math.abs(polygonArea(smooth) / 6000 - 1)).toBeLessThan(1e-3);
    expect(polygonProblem(smooth)).toBeNull();
  });
  it('keeps the areas of a lesion with a hole', () => {
    const coarse: Polygon = { exterior: circle(50, 50, 40, 9), holes: [circle(50, 50, 12, 5).toReversed()] };
    const smooth = smoothPolygon(coarse, 2)!;
    expect(Math.abs(polygonArea(smooth) / polygonArea(coarse) - 1)).toBeLessThan(2e-3);
  });
});
