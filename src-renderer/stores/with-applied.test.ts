import { describe, expect, it } from 'vitest';
import type { Applied } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { square, testLesion, testView } from '../canvas/test-support/lesions';
import { withApplied } from './with-applied';

const view = testView('view', [testLesion('a', square(10, 10, 20)), testLesion('b', square(50, 10, 20))]);
const applied = (change: Partial<Applied>): Applied =>
  ({ viewId: view.viewId, states: [], lesions: [], removed: [], progress: view.progress, ...change }) as Applied;

describe('withApplied', () => {
  it('takes what stands for a delivered lesion, and keeps its outline and the other lesions as they are', () => {
    const [a, b] = view.lesions;
    const state = { ...a!.state, verdict: 'unsure' as const, comment: 'why' };
    const { lesions } = withApplied(view, applied({ states: [{ id: a!.id, state }] }));
    expect(lesions).toEqual([{ ...a, state }, b]);
    expect(lesions[0]?.rings).toBe(a?.rings);
    expect(lesions[1]).toBe(b);
  });

  it('takes drawn lesions whole, new ones last, and drops those that are gone', () => {
    const changed = testLesion('b', square(60, 10, 20));
    const added = testLesion('c', square(90, 10, 20));
    const { lesions } = withApplied(view, applied({ lesions: [added, changed], removed: ['a' as LesionId] }));
    expect(lesions).toEqual([changed, added]);
  });
});
