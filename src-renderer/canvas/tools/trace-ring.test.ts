import { describe, expect, it } from 'vitest';
import { distanceToRing } from '#shared/geometry/hit-test';
import { signedRingArea } from '#shared/geometry/ring';
import type { Point } from '#shared/geometry/types';
import { finishTrace, TRACE_TOLERANCE_FRAME_PX, traceExtent } from './trace-ring';

const box: Point[] = [];
for (let i = 0; i < 20; i++) box.push({ x: i * 5, y: 0 });
for (let i = 0; i < 20; i++) box.push({ x: 100, y: i * 5 });
for (let i = 0; i < 20; i++) box.push({ x: 100 - i * 5, y: 100 });
for (let i = 0; i < 19; i++) box.push({ x: 0, y: 100 - i * 5 });

function exteriorOf(trace: Point[]): readonly Point[] {
  const finished = finishTrace(trace);
  return finished.ok ? (finished.polygons[0]?.exterior ?? []) : [];
}

describe('finishTrace', () => {
  it('keeps the corners of a box and leaves out the rest', () => {
    expect(exteriorOf(box)).toEqual([
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
      { x: 0, y: 100 },
    ]);
  });

  it('cuts a tail that crosses the beginning', () => {
    const ring = exteriorOf([...box, { x: 2, y: 8 }, { x: 20, y: -12 }]);
    expect(ring.length).toBeGreaterThanOrEqual(4);
    expect(Math.min(...ring.map(({ y }) => y))).toBe(0);
    expect(signedRingArea(ring)).toBeGreaterThan(9800);
  });

  it('stays within the tolerance of where the pointer was', () => {
    const trace = Array.from({ length: 200 }, (_, i) => ({
      x: 50 + 40 * Math.cos(i / 32) + Math.sin(i) * 0.3,
      y: 50 + 30 * Math.sin(i / 32),
    }));
    const ring = exteriorOf(trace);
    const farthest = Math.max(...trace.slice(8, -8).map((point) => distanceToRing(ring, point)));
    expect(farthest).toBeLessThanOrEqual(TRACE_TOLERANCE_FRAME_PX + 1e-3);
  });

  it('refuses a line', () => {
    expect(
      finishTrace([
        { x: 0, y: 0 },
        { x: 50, y: 50 },
        { x: 100, y: 100 },
      ]),
    ).toMatchObject({ ok: false });
  });
});

describe('traceExtent', () => {
  it('is the longest side of the bounds', () => {
    expect([
      traceExtent([]),
      traceExtent([
        { x: 1, y: 1 },
        { x: 4, y: 11 },
      ]),
    ]).toEqual([0, 10]);
  });
});
