import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toFlatRings } from './lesion-shapes';
import { flatRingsPath, polygonsPath, type PathSight } from './visible-path';

class CountingPath {
  static last = { moveTo: 0, lineTo: 0, closePath: 0 };
  constructor() {
    CountingPath.last = { moveTo: 0, lineTo: 0, closePath: 0 };
  }
  moveTo(): void {
    CountingPath.last.moveTo++;
  }
  lineTo(): void {
    CountingPath.last.lineTo++;
  }
  closePath(): void {
    CountingPath.last.closePath++;
  }
}

/** What a path was told, by kind. */
function counted(build: () => Path2D): typeof CountingPath.last {
  build();
  return CountingPath.last;
}

beforeAll(() => vi.stubGlobal('Path2D', CountingPath));
afterAll(() => vi.unstubAllGlobals());

const circle = (count: number) => ({
  exterior: Array.from({ length: count }, (_, i) => ({
    x: 500 + 400 * Math.cos((2 * Math.PI * i) / count),
    y: 500 + 400 * Math.sin((2 * Math.PI * i) / count),
  })),
  holes: [],
});
const everything: PathSight = { visible: { minX: 0, minY: 0, maxX: 1000, maxY: 1000 }, shortestFramePx: 0 };

describe('visible paths', () => {
  it('take a small ring whole', () => {
    const sight = { ...everything, visible: { minX: 0, minY: 0, maxX: 1, maxY: 1 } };
    expect(counted(() => polygonsPath([circle(100)], sight))).toEqual({ moveTo: 1, lineTo: 99, closePath: 1 });
    expect(counted(() => flatRingsPath([toFlatRings(circle(100))], sight))).toEqual({
      moveTo: 1,
      lineTo: 99,
      closePath: 1,
    });
  });

  it('take of a large ring what is on screen', () => {
    expect(counted(() => polygonsPath([circle(20000)], everything))).toEqual({
      moveTo: 1,
      lineTo: 20000,
      closePath: 0,
    });
    const corner = { ...everything, visible: { minX: 890, minY: 480, maxX: 910, maxY: 520 } };
    expect(counted(() => polygonsPath([circle(20000)], corner)).lineTo).toBeLessThan(400);
  });

  it('leave vertices out that lie nearer together than a step', () => {
    const coarse = { ...everything, shortestFramePx: 5 };
    const { lineTo } = counted(() => polygonsPath([circle(20000)], coarse));
    expect(lineTo).toBeLessThan(700);
    expect(lineTo).toBeGreaterThan(300);
  });
});
