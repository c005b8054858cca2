import { describe, expect, it } from 'vitest';
import { patternProblem, subjectOfPath } from './subject-rule';

describe('a subject rule', () => {
  it.each([
    [1, 'S1/visit-2/front.jpg', 'S1'],
    [2, 'S1/visit-2/front.jpg', 'visit-2'],
    [3, 'S1/visit-2/front.jpg', null],
    [1, 'results.json', null],
    [1, 'S1\\front.jpg', 'S1'],
  ])('takes the folder %i levels down of %s', (depth, path, subject) => {
    expect(subjectOfPath({ kind: 'folder', depth }, path)).toBe(subject);
  });

  it.each([
    ['subject-*', 'study/subject-007/front.jpg', '007'],
    ['*', 'S1/front.jpg', 'S1'],
    ['*-front', 'P12-front.jpg', 'P12'],
    ['P*-front', 'day/P12-front.jpg', '12'],
    ['people/*', 'a/people/S9/x.json', 'S9'],
    ['people/*/visit', 'people/S9/visit/x.json', 'S9'],
    ['people/*', 'a/persons/S9/x.json', null],
    ['subject-*', 'study/subject-/front.jpg', null],
    ['a*a', 'a', null],
    ['.*+', 'x.*+', null],
  ])('finds what stands for * of %s in %s', (pattern, path, subject) => {
    expect(subjectOfPath({ kind: 'pattern', pattern }, path)).toBe(subject);
  });

  it('refuses patterns without exactly one *', () => {
    expect(patternProblem('subject')).toContain('exactly one *');
    expect(patternProblem('*-*')).toContain('exactly one *');
    expect(patternProblem('subject-*')).toBeNull();
    expect(patternProblem(`${'x'.repeat(200)}*`)).toContain('at most 200');
  });
});
