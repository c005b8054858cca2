import { describe, expect, it } from 'vitest';
import type { Action } from '#shared/contract/review';
import { lesionId, smallProject, squareCoordinates, VIEW } from '#main/test-support/small-project';
import { verifyProject } from '../verify/verify';
import { appendAction } from './append-action';
import { viewDetail } from './present';
import { undo } from './undo';

type Decide = Extract<Action, { type: 'decide' }>;
const decide = (lesions: number[], verdict: Decide['verdict'], more: Partial<Decide> = {}): Action => ({
  type: 'decide',
  lesions: lesions.map(lesionId),
  verdict,
  ...more,
});
const said = (project: ReturnType<typeof smallProject>): (string | null)[] =>
  viewDetail(project.db, VIEW).lesions.map(({ state }) => state.comment);

describe('a decision that keeps comments', () => {
  it('keeps each lesion’s own, in one event', () => {
    const ana = smallProject();
    appendAction(ana, decide([0], 'pending', { comment: 'soft edge' }));
    appendAction(ana, decide([1], 'pending', { comment: 'ask Ben' }));
    appendAction(ana, decide([0, 1, 2], 'accepted', { keepComments: true }));
    expect(said(ana).slice(0, 3)).toEqual(['soft edge', 'ask Ben', null]);
    undo(ana);
    expect(said(ana).slice(0, 3)).toEqual(['soft edge', 'ask Ben', null]);
    expect(viewDetail(ana.db, VIEW).progress.verdicts.pending).toBe(4);
    expect(verifyProject(ana.db)).toMatchObject({ ok: true, events: 4 });
  });

  it('puts those of lesions that are redrawn together side by side', () => {
    const ana = smallProject();
    appendAction(ana, decide([0], 'pending', { comment: 'one' }));
    appendAction(ana, decide([1], 'pending', { comment: 'two' }));
    const geometries = [squareCoordinates(60, 5, 12)];
    appendAction(ana, decide([0, 1], 'redrawn', { geometries, keepComments: true }));
    expect(said(ana).slice(0, 2)).toEqual(['one\ntwo', 'one\ntwo']);
    expect(viewDetail(ana.db, VIEW).lesions[0]?.state.group).toHaveLength(2);
  });

  it('gives way to a comment of its own, an empty one too', () => {
    const ana = smallProject();
    appendAction(ana, decide([0], 'accepted', { comment: 'one' }));
    appendAction(ana, decide([0], 'unsure', { comment: 'two', keepComments: true }));
    expect(said(ana)[0]).toBe('two');
    appendAction(ana, decide([0], 'unsure', { comment: null, keepComments: true }));
    expect(said(ana)[0]).toBeNull();
  });

  it('is asked for: a scripted decision says all that it means', () => {
    const ana = smallProject();
    appendAction(ana, decide([0], 'accepted', { comment: 'one' }));
    appendAction(ana, decide([0], 'accepted'));
    expect(said(ana)[0]).toBeNull();
  });
});
