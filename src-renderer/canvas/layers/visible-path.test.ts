import { describe, expect, it } from 'vitest';
import { toFlatRings } from './lesion-shapes';
import { flatRingsPath, polygonsPath, type PathSight } from './visible-path';

/** What a path was told, by kind. */
function counted(build: () => Path2D): Record<string, number> {
  const calls: Record<string, number> = { moveTo: 0, lineTo: 0, closePath: 0 };
  const { prototype } = Path2D;
  const originals = { ...{ moveTo: prototype.moveTo, lineTo: prototype.lineTo, closePath: prototype.closePath } };
  prototype.moveTo = () => void calls['moveTo']!++;
  prototype.lineTo = () => void calls['lineTo']!++;
  prototype.closePath = () => void calls['closePath']!++;
  try {
    build();
  } finally {
    Object.assign(prototype, originals);
  }
  return calls;
}

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
    expect(counted(() => flatRingsPath([toFlatRings(circle(100))], sight))).toEqual({ moveTo: 1, lineTo: 99, closePath: 1 });
  });

  it('take of a large ring what is on screen', () => {
    expect(counted(() => polygonsPath([circle(20000)], everything))).toEqual({ moveTo: 1, lineTo: 20000, closePath: 0 });
    const corner = { ...everything, visible: { minX: 890, minY: 480, maxX: 910, maxY: 520 } };
    expect(counted(() => polygonsPath([circle(20000)], corner))['lineTo']).toBeLessThan(400);
  });

  it('leave vertices out that lie nearer together than a step', () => {
    const coarse = { ...everything, shortestFramePx: 5 };
    const { lineTo } = counted(() => polygonsPath([circle(20000)], coarse));
    expect(lineTo).toBeLessThan(700);
    expect(lineTo).toBeGreaterThan(300);
  });
});
