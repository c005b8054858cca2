import { expect, it } from 'vitest';
import type { Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { LesionSet } from './lesion-set';
import { square, testLesion, testShape } from './test-support/lesions';

const ids = (...names: string[]): LesionId[] => names as LesionId[];
const group = ids('b', 'c');
const LESIONS: Lesion[] = [
  testLesion('a', square(10, 10, 20)),
  testLesion('b', square(50, 10, 20), { verdict: 'redrawn', group, shapes: [testShape(square(50, 10, 60))] }),
  testLesion('c', square(90, 10, 20), { verdict: 'redrawn', group, shapes: [testShape(square(50, 10, 60))] }),
  testLesion('d', square(10, 100, 20), { verdict: 'accepted' }),
  testLesion('e', square(50, 100, 20), { verdict: 'rejected' }),
  testLesion('f', square(90, 100, 20), { verdict: 'unsure' }),
  testLesion('g', square(10, 200, 20), { verdict: 'added', shapes: [testShape(square(10, 200, 20))] }),
  testLesion('h', square(50, 200, 20), { disputed: true }),
  { ...testLesion('i', square(90, 200, 0)), degenerate: true },
];
const set = new LesionSet();
set.setLesions(LESIONS, true);

it('moves lesions that were redrawn together as one, and none without an outline', () => {
  set.select(ids('a', 'b', 'c', 'i'));
  expect(set.movable.map(({ lesionIds, polygons }) => [lesionIds.length, polygons.length])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

it('shifts of a mask only what stands as delivered: pending or accepted', () => {
  expect(set.mask.map(({ lesionIds }) => lesionIds)).toEqual([ids('a'), ids('d')]);
  expect(set.mask).toBe(set.mask); // the same list while the lesions are the same
});

it('finds what lies in bounds by what stands for it', () => {
  expect(set.within({ minX: 0, minY: 0, maxX: 40, maxY: 40 })).toEqual(ids('a'));
  expect(set.within({ minX: 100, minY: 60, maxX: 105, maxY: 65 }).toSorted()).toEqual(ids('b', 'c'));
  expect(set.within({ minX: 500, minY: 500, maxX: 600, maxY: 600 })).toEqual([]);
});
