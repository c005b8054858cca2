import { describe, expect, it } from 'vitest';
import { decisionLabel, localMinute, type DecisionWords } from './decision-label';

const words = (more: Partial<DecisionWords>): string =>
  decisionLabel({ verdict: 'accepted', lesions: 1, allDrawn: false, saysOnly: null, ...more });

describe('the name of a decision', () => {
  it.each([
    ['Accept', {}],
    ['Accept 12 lesions', { lesions: 12 }],
    ['Reject (R3)', { verdict: 'rejected', reason: 'R3' }],
    ['Clear verdict', { verdict: 'pending' }],
    ['Remove drawn lesion', { verdict: 'pending', allDrawn: true }],
    ['Comment', { verdict: 'pending', saysOnly: 'comment' }],
    ['Comment', { verdict: 'rejected', reason: 'R3', saysOnly: 'comment' }],
    ['Comment on 2 lesions', { lesions: 2, saysOnly: 'comment' }],
    ['Remove comment', { verdict: 'pending', saysOnly: 'no comment' }],
  ] as [string, Partial<DecisionWords>][])('is "%s"', (label, more) => expect(words(more)).toBe(label));
});

it('says when in local time', () => {
  const at = Date.UTC(2026, 10, 28, 23, 30);
  expect([0, 90, -300].map((offset) => localMinute(at, offset))).toEqual([
    '2026-11-28 at 23:30',
    '2026-11-29 at 01:00',
    '2026-11-28 at 18:30',
  ]);
});
