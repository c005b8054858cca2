import { describe, expect, it } from 'vitest';
import { detailKind, detailLevel } from './level-of-detail';

const ofSize = (size: number) => ({ minX: 0, minY: 0, maxX: size, maxY: size / 2 });

describe('level of detail', () => {
  it('is exact from 200 %, then one level per halving', () => {
    expect([8, 2, 1.9, 1, 0.6, 0.5, 0.3, 0.02].map(detailLevel)).toEqual([null, null, -1, 0, 0, 1, 1, 5]);
  });

  it('draws outlines, then shapes, then spots, as lesions get smaller on screen', () => {
    expect([40, 10, 3].map((size) => detailKind(ofSize(size), 1))).toEqual(['outline', 'shape', 'spot']);
    expect(detailKind(ofSize(1), null)).toBe('outline');
  });
});
