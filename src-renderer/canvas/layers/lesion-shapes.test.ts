import { describe, expect, it } from 'vitest';
import type { LesionId } from '#shared/domain/ids';
import { LesionSet } from '../lesion-set';
import { square, testLesion, testShape } from '../test-support/lesions';
import { lesionStyleKey } from '../verdict-style';
import { lesionPicture, toFlatRings, toPolygon } from './lesion-shapes';

const ids = (...names: string[]) => names as LesionId[];
const model = square(0, 0, 100);
const drawn = square(10, 10, 50);
const redrawn = testLesion('r', model, {
  verdict: 'redrawn',
  shapes: [testShape(drawn), testShape(square(70, 70, 20))],
  group: ids('s'),
});

describe('what stands for a lesion', () => {
  it('is the drawn shapes of a redrawn one, with the model outline beside them', () => {
    expect(lesionPicture(redrawn)).toMatchObject({
      style: 'redrawn',
      parts: [toFlatRings(drawn), toFlatRings(square(70, 70, 20))],
      bounds: { minX: 10, minY: 10, maxX: 90, maxY: 90 },
      original: toFlatRings(model),
      group: ['r', 's'],
    });
  });

  it('is the own rings otherwise, also of a redrawn one that has no shape', () => {
    for (const verdict of ['pending', 'accepted', 'rejected', 'unsure', 'redrawn', 'added'] as const) {
      expect(lesionPicture(testLesion('x', model, { verdict }))).toMatchObject({
        style: verdict,
        parts: [toFlatRings(model)],
        original: null,
      });
    }
  });

  it('is one object per lesion object', () => {
    expect(lesionPicture(redrawn)).toBe(lesionPicture(redrawn));
  });

  it('shows a dispute before its verdict, and a degenerate polygon as such', () => {
    expect(lesionStyleKey(testLesion('x', model, { verdict: 'accepted', disputed: true }))).toBe('disputed');
    expect(lesionStyleKey({ ...testLesion('x', model), degenerate: true })).toBe('degenerate');
  });

  it('keeps holes on the way to a polygon and back', () => {
    const withHole = { ...model, holes: [drawn.exterior] };
    expect(toPolygon(toFlatRings(withHole))).toEqual(withHole);
  });
});

describe('LesionSet', () => {
  const set = new LesionSet();
  const other = testLesion('s', model, { verdict: 'redrawn', shapes: redrawn.state.shapes, group: ids('r') });
  const small = testLesion('t', square(20, 20, 10));
  set.setLesions([redrawn, other, small], true);

  it('answers what changed since the last time', () => {
    const accepted = testLesion('t', square(20, 20, 10), { verdict: 'accepted' });
    const { index } = set;
    expect(set.setLesions([redrawn, other, accepted], false)).toMatchObject({
      changed: [{ id: 't', style: 'accepted' }],
      removed: [],
    });
    expect(set.index).toBe(index); // nothing has moved
    expect(set.setLesions([redrawn, other], false)).toMatchObject({ changed: [], removed: ['t'] });
    set.setLesions([redrawn, other, small], false);
  });

  it('finds the smallest first, each lesion once, in every part', () => {
    expect(set.index.hit({ x: 25, y: 25 }, 0)).toEqual(['t', 'r', 's']);
    expect(set.index.hit({ x: 80, y: 80 }, 0)).toEqual(['r', 's']);
    expect(set.index.hit({ x: 65, y: 65 }, 0)).toEqual([]);
  });

  it('edits lesions that were redrawn together as one', () => {
    set.select(ids('r'));
    expect(set.redrawIds).toEqual(['r', 's']);
    expect(set.editable).toMatchObject({ lesionIds: ['r', 's'], polygons: { length: 2 } });
    expect(set.editable).toBe(set.editable);
    set.select(ids('r', 's'));
    expect(set.editable).not.toBeNull();
    set.select(ids('r', 't'));
    expect(set.editable).toBeNull();
    set.select(ids('gone'));
    expect([set.editable, set.selected]).toEqual([null, []]);
  });
});
