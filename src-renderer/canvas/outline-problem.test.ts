import { describe, expect, it } from 'vitest';
import { LesionSet } from './lesion-set';
import { outlineProblem } from './outline-problem';
import { square, testLesion, testShape } from './test-support/lesions';

const BOW_TIE = {
  exterior: [
    { x: 0, y: 0 },
    { x: 10, y: 10 },
    { x: 10, y: 0 },
    { x: 0, y: 10 },
  ],
  holes: [],
};
const crossing = { ...testLesion('a', BOW_TIE), shapeProblem: 'The exterior crosses itself at 5, 5.' };
const redrawn = {
  ...crossing,
  state: { ...crossing.state, verdict: 'redrawn' as const, shapes: [testShape(square(0, 0, 5))] },
};
const rejected = { ...crossing, state: { ...crossing.state, verdict: 'rejected' as const } };

describe('an outline that crosses itself', () => {
  it('is a problem while it stands: not once redrawn or rejected, and not when it covers nothing', () => {
    expect(outlineProblem(crossing)).toBe('The exterior crosses itself at 5, 5.');
    expect(outlineProblem({ ...crossing, state: { ...crossing.state, verdict: 'accepted' } })).not.toBeNull();
    for (const lesion of [redrawn, rejected, { ...crossing, degenerate: true }, testLesion('b', square(0, 0, 5))])
      expect(outlineProblem(lesion)).toBeNull();
  });
  it('is marked on the canvas where it crosses, as long as it stands', () => {
    const lesions = new LesionSet();
    lesions.setLesions([crossing, testLesion('b', square(20, 0, 5))], true);
    expect(lesions.problems).toEqual([{ x: 5, y: 5 }]);
    lesions.setLesions([redrawn], false);
    expect(lesions.problems).toEqual([]);
  });
});
