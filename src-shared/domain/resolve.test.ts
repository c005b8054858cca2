import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { EventId } from './ids';
import { resolveDecisions, type StandingDecision } from './resolve';
import { VERDICTS } from './verdict';

const decision = (over: Partial<StandingDecision>): StandingDecision => ({
  eventId: 'e1' as EventId,
  reviewer: 'Ana',
  verdict: 'accepted',
  reason: null,
  comment: null,
  at: 1,
  outline: '',
  ...over,
});

describe('resolveDecisions', () => {
  it('is pending and undecided when nobody decided', () => {
    expect(resolveDecisions([])).toMatchObject({ verdict: 'pending', disputed: false, eventId: null });
  });

  it('takes the one decision that there is', () => {
    const state = resolveDecisions([decision({ verdict: 'rejected', reason: 'R3', comment: 'mole' })]);
    expect(state).toEqual({
      verdict: 'rejected',
      disputed: false,
      reason: 'R3',
      comment: 'mole',
      decidedBy: 'Ana',
      decidedAt: 1,
      eventId: 'e1',
    });
  });

  it('is disputed when reviewers differ', () => {
    const ben = decision({ eventId: 'e2' as EventId, reviewer: 'Ben', verdict: 'rejected', at: 2 });
    expect(resolveDecisions([decision({}), ben])).toMatchObject({ disputed: true, verdict: 'rejected' });
  });

  it('is not disputed when reviewers agree', () => {
    const ben = decision({ eventId: 'e2' as EventId, reviewer: 'Ben', at: 2 });
    expect(resolveDecisions([decision({}), ben])).toMatchObject({ disputed: false, decidedBy: 'Ben' });
  });

  it('is disputed when two redrew differently, not when the outlines are equal', () => {
    const ana = decision({ verdict: 'redrawn', outline: 'a' });
    const ben = decision({ eventId: 'e2' as EventId, reviewer: 'Ben', verdict: 'redrawn', outline: 'b' });
    expect(resolveDecisions([ana, ben]).disputed).toBe(true);
    expect(resolveDecisions([ana, { ...ben, outline: 'a' }]).disputed).toBe(false);
  });

  it('is disputed when one reviewer decided twice apart, even alike', () => {
    expect(resolveDecisions([decision({}), decision({ eventId: 'e2' as EventId })]).disputed).toBe(true);
  });

  it('lets a decision that was taken back contradict nobody, and keeps its comment', () => {
    const back = decision({ eventId: 'e2' as EventId, reviewer: 'Ben', verdict: 'pending', at: 5, comment: 'later' });
    expect(resolveDecisions([decision({}), back])).toMatchObject({ disputed: false, verdict: 'accepted' });
    expect(resolveDecisions([back])).toMatchObject({ verdict: 'pending', comment: 'later', decidedBy: 'Ben' });
  });

  it('does not depend on the order of its input', () => {
    const any = fc.record({
      eventId: fc.uuid().map((id) => id as EventId),
      reviewer: fc.constantFrom('Ana', 'Ben', 'Cleo'),
      verdict: fc.constantFrom(...VERDICTS),
      reason: fc.constant(null),
      comment: fc.constant(null),
      at: fc.integer({ min: 0, max: 3 }),
      outline: fc.constantFrom('', 'a', 'b'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: ({ eventId }) => eventId, maxLength: 6 }), (decisions) => {
        expect(resolveDecisions([...decisions].reverse())).toEqual(resolveDecisions(decisions));
      }),
    );
  });
});
