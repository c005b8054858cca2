import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { MaculeError } from '#shared/domain/error';
import type { Action } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { allRows, type ReadableDb } from '#main/db/handle';
import { lesionState } from '#main/repositories/lesions';
import { viewById } from '#main/repositories/views';
import {
  lesionId,
  OTHER_VIEW,
  smallProject,
  squareCoordinates,
  testAuthor,
  VIEW,
} from '#main/test-support/small-project';
import { PROJECTIONS } from '../verify/check-projections';
import { verifyProject } from '../verify/verify';
import { appendAction, type Reviewing } from './append-action';
import { viewDetail } from './present';
import { redo, undo } from './undo';

const decide = (
  lesions: number | number[],
  verdict: Extract<Action, { type: 'decide' }>['verdict'],
  more: Partial<Extract<Action, { type: 'decide' }>> = {},
): Action => ({
  type: 'decide',
  lesions: [lesions].flat().map(lesionId),
  verdict,
  ...more,
});
const sweep: Action = { type: 'sweep', view: VIEW, value: true };
const done: Action = { type: 'done', view: VIEW, value: true };
const verdicts = (db: ReadableDb): Record<string, string> =>
  Object.fromEntries(
    viewDetail(db, VIEW).lesions.map(({ id, state }) => [id, state.disputed ? 'disputed' : state.verdict]),
  );
const refusalOf = (action: () => unknown): string => {
  try {
    action();
    return 'applied';
  } catch (error) {
    if (error instanceof MaculeError) return String(error.details['refusal'] ?? error.code);
    throw error;
  }
};
const problems = (db: ReadableDb): string[] =>
  verifyProject(db)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code, place, message }) => `${code} ${place} ${message}`);

describe('decisions', () => {
  it('apply, count and answer by verdict', () => {
    const ana = smallProject();
    appendAction(ana, decide(0, 'accepted'));
    appendAction(ana, decide(1, 'rejected', { reason: 'R3', comment: 'mole' }));
    appendAction(ana, decide(2, 'unsure'));
    appendAction(ana, decide(3, 'redrawn', { geometries: [squareCoordinates(60, 5, 12)] }));
    const view = viewDetail(ana.db, VIEW);
    expect(view.progress.verdicts).toEqual({
      pending: 0,
      accepted: 1,
      rejected: 1,
      redrawn: 1,
      unsure: 1,
      added: 0,
      disputed: 0,
    });
    expect(view.lesions[1]?.state).toMatchObject({
      verdict: 'rejected',
      reason: 'R3',
      comment: 'mole',
      decidedBy: 'Ana',
    });
    expect(view.lesions[3]?.state.shapes).toMatchObject([{ areaPx2: 144 }]);
    expect(view.lesions[3]?.areaPx2).toBe(100); // the model's own outline stays as delivered
    expect(problems(ana.db)).toEqual([]);
  });

  it('replace the reviewer’s own earlier decision and name it', () => {
    const ana = smallProject();
    const first = appendAction(ana, decide(0, 'accepted'));
    appendAction(ana, decide(0, 'rejected', { reason: 'R1' }));
    expect(allRows(ana.db, 'SELECT target, replaced_event_id AS replaced FROM replacement')).toEqual([
      { target: 'lesion-0', replaced: first.eventId },
    ]);
    expect(verdicts(ana.db)['lesion-0']).toBe('rejected');
  });

  it.each([
    ['reason_required', decide(0, 'rejected')],
    ['unknown_reason', decide(0, 'rejected', { reason: 'R99' })],
    ['unknown_lesion', decide(99, 'accepted')],
    ['degenerate', decide(4, 'accepted')],
    ['geometry_required', decide(0, 'redrawn')],
    ['geometry_unexpected', decide(0, 'accepted', { geometries: [squareCoordinates(0, 0, 5)] })],
    [
      'geometry_invalid',
      decide(0, 'redrawn', {
        geometries: [
          [
            [
              [0, 0],
              [10, 10],
              [10, 0],
              [0, 10],
            ],
          ],
        ],
      }),
    ],
    [
      'geometry_invalid',
      decide(0, 'redrawn', {
        geometries: [
          [
            [
              [0, 0],
              [10, 10],
            ],
          ],
        ],
      }),
    ],
    [
      'geometry_invalid',
      decide(0, 'redrawn', {
        geometries: [
          [
            [
              [0, 0],
              [10, 10],
              [20, 20],
            ],
          ],
        ],
      }),
    ],
    ['unknown_view', { type: 'sweep', view: 'nowhere' as typeof VIEW, value: true }],
    ['no_frame', { type: 'sweep', view: OTHER_VIEW, value: true }],
    ['no_frame', { type: 'add', view: OTHER_VIEW, geometry: squareCoordinates(1, 1, 5) }],
    ['no_frame', { type: 'done', view: OTHER_VIEW, value: true }],
    ['undecided_lesions', done],
    ['nothing_changed', { type: 'done', view: VIEW, value: false }],
  ] as [string, Action][])('are refused with %s and leave no event', (code, action) => {
    const ana = smallProject();
    expect(refusalOf(() => appendAction(ana, action))).toBe(code);
    expect(allRows(ana.db, 'SELECT id FROM event')).toEqual([]);
  });

  it('refuse a decision on something that changed unseen', () => {
    const ana = smallProject();
    appendAction(ana, decide(0, 'accepted'));
    expect(refusalOf(() => appendAction(ana, decide(0, 'unsure', { expects: [null] })))).toBe('edit_conflict');
  });

  it('keep an outline outside the frame and warn', () => {
    const ana = smallProject();
    const { findings } = appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(990, 5, 20) });
    expect(findings).toMatchObject([{ severity: 'warning', code: 'outside_frame' }]);
  });
});

describe('a merge', () => {
  it('links several lesions to one shape, and is decided on as a whole', () => {
    const ana = smallProject();
    appendAction(ana, decide([0, 1], 'redrawn', { geometries: [squareCoordinates(0, 5, 30)] }));
    expect(verdicts(ana.db)).toMatchObject({ 'lesion-0': 'redrawn', 'lesion-1': 'redrawn' });
    expect(viewDetail(ana.db, VIEW).lesions[0]?.state.group).toEqual(['lesion-0', 'lesion-1']);
    expect(refusalOf(() => appendAction(ana, decide(0, 'accepted')))).toBe('group_incomplete');
    appendAction(ana, decide([0, 1], 'accepted'));
    expect(verdicts(ana.db)).toMatchObject({ 'lesion-0': 'accepted', 'lesion-1': 'accepted' });
    expect(problems(ana.db)).toEqual([]);
  });

  it('absorbs a drawn lesion', () => {
    const ana = smallProject();
    appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(100, 100, 5) });
    const drawn = viewDetail(ana.db, VIEW).lesions.find(({ origin }) => origin === 'reviewer')!.id;
    appendAction(ana, {
      type: 'decide',
      lesions: [lesionId(0), drawn],
      verdict: 'redrawn',
      geometries: [squareCoordinates(0, 0, 120)],
    });
    expect(viewDetail(ana.db, VIEW).lesions.map(({ id }) => id)).not.toContain(drawn);
    undo(ana);
    expect(viewDetail(ana.db, VIEW).lesions.map(({ id }) => id)).toContain(drawn);
    expect(problems(ana.db)).toEqual([]);
  });
});

describe('a drawn lesion', () => {
  const add = (reviewing: Reviewing): LesionId => {
    appendAction(reviewing, { type: 'add', view: VIEW, geometry: squareCoordinates(500, 500, 8) });
    return viewDetail(reviewing.db, VIEW).lesions.at(-1)!.id;
  };

  it('is added with M1, edited in place and removed by clearing it', () => {
    const ana = smallProject();
    const id = add(ana);
    expect(viewDetail(ana.db, VIEW).lesions.at(-1)).toMatchObject({
      origin: 'reviewer',
      areaPx2: 64,
      state: { verdict: 'added', reason: 'M1' },
    });
    appendAction(ana, {
      type: 'decide',
      lesions: [id],
      verdict: 'redrawn',
      geometries: [squareCoordinates(500, 500, 9)],
    });
    expect(viewDetail(ana.db, VIEW).lesions.at(-1)).toMatchObject({ id, areaPx2: 81, state: { verdict: 'added' } });
    appendAction(ana, { type: 'decide', lesions: [id], verdict: 'pending' });
    expect(viewDetail(ana.db, VIEW).progress).toMatchObject({ lesions: 5, verdicts: { added: 0 } });
    expect(problems(ana.db)).toEqual([]);
  });

  it('is agreed with by another reviewer without a dispute', () => {
    const ana = smallProject();
    const id = add(ana);
    appendAction({ ...ana, reviewer: 'Ben' }, { type: 'decide', lesions: [id], verdict: 'accepted' });
    expect(viewDetail(ana.db, VIEW).lesions.at(-1)?.state).toMatchObject({
      verdict: 'added',
      disputed: false,
      decidedBy: 'Ben',
    });
  });
});

describe('sweep and done', () => {
  const complete = (): Reviewing => {
    const ana = smallProject();
    appendAction(ana, decide([0, 1, 2, 3], 'accepted'));
    return ana;
  };

  it('need every verdict and the sweep', () => {
    const ana = complete();
    expect(refusalOf(() => appendAction(ana, done))).toBe('not_swept');
    appendAction(ana, sweep);
    appendAction(ana, done);
    expect(viewById(ana.db, VIEW)?.state).toBe('done');
  });

  it('are reopened in plain sight when a verdict is taken back, also by another reviewer and by undo', () => {
    const ana = complete();
    appendAction(ana, sweep);
    appendAction(ana, done);
    const { findings } = appendAction(ana, decide(0, 'pending'));
    expect(findings).toMatchObject([{ code: 'view_reopened' }]);
    expect(viewById(ana.db, VIEW)).toMatchObject({ state: 'open', done: 0 });
    undo(ana);
    expect(viewById(ana.db, VIEW)?.state).toBe('done');
    const ben = { ...ana, reviewer: 'Ben' };
    appendAction(ben, { type: 'done', view: VIEW, value: false });
    expect(viewById(ana.db, VIEW)?.state).toBe('open');
    expect(problems(ana.db)).toEqual([]);
  });

  it('stay done when what is taken back, or said, leaves every verdict standing', () => {
    const ana = complete();
    const ben = { ...ana, reviewer: 'Ben' };
    const added = appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(500, 500, 10) });
    appendAction(ana, sweep);
    appendAction(ana, done);
    expect(appendAction(ben, decide(0, 'pending', { comment: 'looks fine to me' })).findings).toEqual([]);
    expect(lesionState(ana.db, lesionId(0))).toMatchObject({ verdict: 'accepted', disputed: 0, decided_by: 'Ana' });
    const [drawn] = added.touched.lesions;
    expect(appendAction(ana, { type: 'decide', lesions: [drawn!], verdict: 'pending' }).findings).toEqual([]);
    expect(viewById(ana.db, VIEW)).toMatchObject({ state: 'done', added: 0, pending: 0 });
    expect(problems(ana.db)).toEqual([]);
  });

  it('stay reopened when a reviewer takes back a verdict on a view that another one finished', () => {
    const ana = complete();
    const ben = { ...ana, reviewer: 'Ben' };
    appendAction(ben, sweep);
    appendAction(ben, done);
    undo(ana);
    expect(viewById(ana.db, VIEW)).toMatchObject({ state: 'open', done: 0, pending: 4 });
    redo(ana);
    expect(viewById(ana.db, VIEW)).toMatchObject({ state: 'done', done: 1, pending: 0 });
    expect(problems(ana.db)).toEqual([]);
  });
});

describe('disputes', () => {
  it('stand while one outline replaces other lesions for one reviewer than for another', () => {
    const ana = smallProject();
    const ben = { ...ana, reviewer: 'Ben' };
    const geometries = [squareCoordinates(40, 5, 30)];
    appendAction(ana, { type: 'decide', lesions: [lesionId(0), lesionId(1)], verdict: 'redrawn', geometries });
    appendAction(ben, decide(0, 'redrawn', { geometries }));
    expect(lesionState(ana.db, lesionId(0))).toMatchObject({ verdict: 'redrawn', disputed: 1 });
    expect(lesionState(ana.db, lesionId(1))).toMatchObject({ verdict: 'redrawn', disputed: 0 });
    appendAction(ben, { type: 'decide', lesions: [lesionId(0), lesionId(1)], verdict: 'redrawn', geometries });
    expect(lesionState(ana.db, lesionId(0))).toMatchObject({ verdict: 'redrawn', disputed: 0 });
    expect(problems(ana.db)).toEqual([]);
  });

  it('stand while reviewers differ and end when one gives way', () => {
    const ana = smallProject();
    const ben = { ...ana, reviewer: 'Ben' };
    appendAction(ana, decide(0, 'accepted'));
    appendAction(ben, decide(0, 'rejected', { reason: 'R4' }));
    expect(viewDetail(ana.db, VIEW).progress.verdicts).toMatchObject({
      disputed: 1,
      accepted: 0,
      rejected: 0,
      pending: 3,
    });
    appendAction(ben, decide(0, 'pending'));
    expect(verdicts(ana.db)['lesion-0']).toBe('accepted');
  });
});

describe('undo and redo', () => {
  it('walk the reviewer’s own actions in order, across other reviewers', () => {
    const ana = smallProject();
    const ben = { ...ana, reviewer: 'Ben' };
    appendAction(ana, decide(0, 'accepted'));
    appendAction(ben, decide(1, 'unsure'));
    appendAction(ana, decide(2, 'accepted'));
    expect(undo(ana).label).toBe('Undo: Accept');
    undo(ana);
    expect(verdicts(ana.db)).toMatchObject({ 'lesion-0': 'pending', 'lesion-1': 'unsure', 'lesion-2': 'pending' });
    expect(refusalOf(() => undo(ana))).toBe('nothing_to_undo');
    redo(ana);
    expect(verdicts(ana.db)).toMatchObject({ 'lesion-0': 'accepted', 'lesion-2': 'pending' });
    redo(ana);
    expect(refusalOf(() => redo(ana))).toBe('nothing_to_redo');
    undo(ana);
    undo(ana);
    redo(ana);
    expect(verdicts(ana.db)).toMatchObject({ 'lesion-0': 'accepted', 'lesion-2': 'pending' });
    expect(problems(ana.db)).toEqual([]);
  });

  it('forget the redo side after a new action', () => {
    const ana = smallProject();
    appendAction(ana, decide(0, 'accepted'));
    undo(ana);
    appendAction(ana, decide(1, 'accepted'));
    expect(refusalOf(() => redo(ana))).toBe('nothing_to_redo');
  });

  it('refuse to undo what another device replaced', () => {
    const ana = smallProject();
    appendAction(ana, decide(0, 'accepted'));
    const elsewhere = { ...ana, author: testAuthor('device-2', 1_700_000_100_000) };
    appendAction(elsewhere, decide(0, 'unsure'));
    expect(() => undo(ana)).toThrow(
      '"Accept" cannot be undone: Ana recorded "Unsure" there on 2023-11-14 at 23:15. Decide anew instead.',
    );
    expect(refusalOf(() => undo(ana))).toBe('undo_refused');
    expect(verdicts(ana.db)['lesion-0']).toBe('unsure');
  });

  it('refuse to undo an added lesion that another reviewer has judged', () => {
    const ana = smallProject();
    appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(500, 500, 8) });
    const id = viewDetail(ana.db, VIEW).lesions.at(-1)!.id;
    appendAction({ ...ana, reviewer: 'Ben' }, { type: 'decide', lesions: [id], verdict: 'rejected', reason: 'R8' });
    expect(() => undo(ana)).toThrow(/^"Add lesion" cannot be undone: Ben recorded "Reject \(R8\)" there on 2023-11-14/);
    expect(refusalOf(() => undo(ana))).toBe('undo_refused');
  });

  it('refuse to redo over what another device decided, and name it', () => {
    const ana = smallProject();
    const elsewhere = { ...ana, author: testAuthor('device-2', 1_700_000_100_000) };
    appendAction(ana, decide(0, 'accepted'));
    undo(ana);
    appendAction(elsewhere, decide(0, 'unsure'));
    expect(() => redo(ana)).toThrow(
      '"Accept" cannot be redone: Ana recorded "Unsure" there on 2023-11-14 at 23:15. Decide anew instead.',
    );
    undo(elsewhere);
    expect(redo(ana).label).toBe('Redo: Accept');
  });

  it('call a comment a comment, whatever it is said on', () => {
    const ana = smallProject();
    const labels = [
      decide(0, 'pending', { comment: 'soft edge' }),
      decide(0, 'pending', { comment: null }),
      decide(0, 'rejected', { reason: 'R3' }),
      decide(0, 'rejected', { reason: 'R3', comment: 'a mole' }),
      decide(0, 'rejected', { reason: 'R4', comment: 'a mole' }),
      decide(0, 'pending'),
    ].map((action) => appendAction(ana, action).label);
    expect(labels).toEqual(['Comment', 'Remove comment', 'Reject (R3)', 'Comment', 'Reject (R4)', 'Clear verdict']);
    appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(500, 500, 8) });
    const { id, state } = viewDetail(ana.db, VIEW).lesions.at(-1)!;
    const said: Action = { type: 'decide', lesions: [id], verdict: 'accepted', reason: state.reason, comment: 'small' };
    expect(appendAction(ana, said).label).toBe('Comment');
    expect(undo(ana).label).toBe('Undo: Comment');
  });

  const step = fc.oneof(
    fc.record({
      kind: fc.constant('decide' as const),
      lesion: fc.nat(3),
      verdict: fc.constantFrom('accepted', 'unsure', 'pending', 'redrawn'),
    }),
    fc.record({ kind: fc.constantFrom('add', 'sweep', 'done', 'undo', 'redo', 'merge') }),
  );
  type Step = { kind: string; lesion?: number; verdict?: string };
  const play = (reviewing: Reviewing, { kind, lesion, verdict }: Step): void => {
    const actions: Record<string, () => unknown> = {
      decide: () =>
        appendAction(
          reviewing,
          decide(
            lesion!,
            verdict as 'accepted',
            verdict === 'redrawn' ? { geometries: [squareCoordinates(20 * lesion!, 5, 11)] } : {},
          ),
        ),
      add: () => appendAction(reviewing, { type: 'add', view: VIEW, geometry: squareCoordinates(300, 300, 7) }),
      sweep: () => appendAction(reviewing, sweep),
      done: () => appendAction(reviewing, done),
      merge: () => appendAction(reviewing, decide([0, 1], 'redrawn', { geometries: [squareCoordinates(0, 5, 30)] })),
      undo: () => undo(reviewing),
      redo: () => redo(reviewing),
    };
    refusalOf(actions[kind]!);
  };
  const states = ['lesion_state', 'view_state'] as const;
  const snapshot = (db: ReadableDb): unknown => states.map((table) => allRows(db, `SELECT * FROM ${table} ORDER BY 1`));

  it('return to the start and to the end after any sequence of actions of two reviewers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.constantFrom('Ana', 'Ana', 'Ben')), { maxLength: 14 }), (steps) => {
        const ana = smallProject();
        const start = snapshot(ana.db);
        for (const [one, reviewer] of steps) play({ ...ana, reviewer }, one);
        expect(problems(ana.db)).toEqual([]);
        const onlyAna = steps.every(([, reviewer]) => reviewer === 'Ana');
        if (!onlyAna) return;
        const end = snapshot(ana.db);
        let undone = 0;
        while (refusalOf(() => undo(ana)) === 'applied') undone += 1;
        expect(snapshot(ana.db)).toEqual(start);
        for (; undone > 0; undone--) redo(ana);
        expect(snapshot(ana.db)).toEqual(end);
        expect(problems(ana.db)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('rebuild every projection table that the schema has', () => {
    const ana = smallProject();
    const tables = allRows<{ name: string }>(ana.db, `SELECT name FROM sqlite_schema WHERE type = 'table'`).map(
      ({ name }) => name,
    );
    const projected = tables.filter((name) =>
      /^(event_state|.*_decision|view_mark|view_photo|conflict_choice|replacement|drawn_.*|shape.*|.*_state)$/.test(
        name,
      ),
    );
    expect([...projected].sort()).toEqual([...PROJECTIONS].sort());
  });
});
