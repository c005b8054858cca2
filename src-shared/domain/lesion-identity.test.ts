import { describe, expect, it } from 'vitest';
import { LESION_NAMESPACE, lesionIdName, VIEW_NAMESPACE, viewIdName, type LesionIdParts } from './lesion-identity';

const RING = [
  [762, 1508],
  [756, 1514],
  [756, 1528],
];
const PARTS: LesionIdParts = {
  resultKey: 'r',
  maskList: 'masks_restored',
  maskIndex: 0,
  featureIndex: 1,
  polygonIndex: 2,
  rings: [RING],
};
const NAME = '["r","masks_restored",0,1,2,[[[762,1508],[756,1514],[756,1528]]]]';

describe('lesionIdName', () => {
  it('is the canonical JSON of the parts', () => expect(lesionIdName(PARTS)).toBe(NAME));

  it('drops nothing: the reader has taken one closing vertex off, and a second one counts', () => {
    expect(lesionIdName({ ...PARTS, rings: [[...RING, [762, 1508]]] })).toContain('[756,1528],[762,1508]]]]');
  });

  it('takes numbers by value and keeps start and direction', () => {
    const rings = JSON.parse('[[[762.0,1508],[7.56e2,1514],[756,1528]]]') as number[][][];
    expect(lesionIdName({ ...PARTS, rings })).toBe(NAME);
    expect(lesionIdName({ ...PARTS, rings: [RING.toReversed()] })).not.toBe(NAME);
  });
});

it('viewIdName and the namespaces', () => {
  expect(viewIdName('r', 'front-2')).toBe('["r","front-2"]');
  for (const namespace of [LESION_NAMESPACE, VIEW_NAMESPACE]) {
    expect(namespace).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
