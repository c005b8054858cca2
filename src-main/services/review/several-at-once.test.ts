import { describe, expect, it } from 'vitest';
import type { Action, Lesion } from '#shared/contract/review';
import { MaculeError } from '#shared/domain/error';
import type { ReadableDb } from '#main/db/handle';
import { lesionId, smallProject, squareCoordinates, VIEW } from '#main/test-support/small-project';
import { verifyProject } from '../verify/verify';
import { appendAction, type Reviewing } from './append-action';
import { viewDetail } from './present';
import { redo, undo } from './undo';

const shift = (dx: number, ids: readonly number[], rest: object = {}): Action => ({
  type: 'redrawEach',
  redrawn: ids.map((index) => ({
    lesions: [lesionId(index)],
    geometries: [squareCoordinates(20 * index + dx, 5, 10)],
  })),
  reason: 'G3',
  ...rest,
});
const lesionsOf = (db: ReadableDb): Lesion[] => viewDetail(db, VIEW).lesions;
const refusalOf = (ana: Reviewing, action: Action): unknown => {
  try {
    appendAction(ana, action);
    return 'applied';
  } catch (error) {
    return error instanceof MaculeError ? error.details['refusal'] : error;
  }
};
const errors = (db: ReadableDb): unknown[] => verifyProject(db).findings.filter(({ severity }) => severity === 'error');

describe('lesions that are redrawn in one step, each by itself', () => {
  it('are one event and one undo step, and no group', () => {
    const ana = smallProject();
    const before = lesionsOf(ana.db);
    const { label } = appendAction(ana, shift(3, [0, 1, 2]));
    expect(label).toBe('Redraw 3 lesions (G3)');
    const moved = lesionsOf(ana.db);
    expect(
      moved.slice(0, 3).map(({ state }) => [state.verdict, state.reason, state.group, state.shapes.length]),
    ).toEqual(Array.from({ length: 3 }, () => ['redrawn', 'G3', [], 1]));
    expect(moved.slice(0, 3).map(({ state }) => state.shapes[0]!.bounds.minX)).toEqual([3, 23, 43]);
    expect(moved[3]?.state.verdict).toBe('pending');
    undo(ana);
    expect(lesionsOf(ana.db)).toEqual(before);
    redo(ana);
    expect(lesionsOf(ana.db)).toEqual(moved);
    expect(errors(ana.db)).toEqual([]);
  });

  it('can be decided on one by one afterwards', () => {
    const ana = smallProject();
    appendAction(ana, shift(3, [0, 1]));
    appendAction(ana, { type: 'decide', lesions: [lesionId(0)], verdict: 'rejected', reason: 'R1' });
    expect(
      lesionsOf(ana.db)
        .map(({ state }) => state.verdict)
        .slice(0, 2),
    ).toEqual(['rejected', 'redrawn']);
  });

  it('keep a merge together inside the step', () => {
    const ana = smallProject();
    const merged = { lesions: [lesionId(0), lesionId(1)], geometries: [squareCoordinates(0, 5, 40)] };
    appendAction(ana, {
      type: 'redrawEach',
      redrawn: [merged, { lesions: [lesionId(2)], geometries: [squareCoordinates(50, 5, 10)] }],
    });
    expect(lesionsOf(ana.db).map(({ state }) => state.group.length)).toEqual([2, 2, 0, 0, 0]);
    expect(refusalOf(ana, shift(1, [0]))).toBe('group_incomplete');
  });

  it('keep the reasons that were given before; a reason for the mask is none for a drawn lesion', () => {
    const ana = smallProject();
    const geometries = [squareCoordinates(60, 5, 10)];
    appendAction(ana, { type: 'decide', lesions: [lesionId(0)], verdict: 'redrawn', reason: 'G1', geometries });
    appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(80, 5, 10), comment: 'faint' });
    const drawn = lesionsOf(ana.db).at(-1)!.id;
    const moved = [lesionId(0), lesionId(1), drawn].map((id, index) => ({
      lesions: [id],
      geometries: [squareCoordinates(30 * index, 50, 10)],
    }));
    const reasons = (): unknown[] =>
      lesionsOf(ana.db).flatMap(({ id, state }) =>
        moved.some(({ lesions }) => lesions.includes(id)) ? [state.reason] : [],
      );
    appendAction(ana, { type: 'redrawEach', redrawn: moved, keepComments: true, reason: null });
    expect(reasons()).toEqual(['G1', null, 'M1']);
    appendAction(ana, { type: 'redrawEach', redrawn: moved, keepComments: true, reason: 'G3' });
    expect(reasons()).toEqual(['G3', 'G3', 'M1']);
    expect(lesionsOf(ana.db).at(-1)?.state.comment).toBe('faint');
    const again = { type: 'decide' as const, lesions: [lesionId(0)], verdict: 'redrawn' as const, geometries };
    appendAction(ana, { ...again, keepComments: true });
    expect(reasons()).toEqual(['G3', 'G3', 'M1']);
    appendAction(ana, { ...again, keepComments: true, reason: null });
    expect(reasons()).toEqual([null, 'G3', 'M1']);
    expect(errors(ana.db)).toEqual([]);
  });

  it('are refused as a whole: twice the same, an unknown one, a broken outline', () => {
    const ana = smallProject();
    expect(refusalOf(ana, shift(3, [0, 1, 0]))).toBe('lesion_twice');
    expect(refusalOf(ana, shift(3, [0, 99]))).toBe('unknown_lesion');
    const broken = {
      lesions: [lesionId(1)],
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
    };
    expect(refusalOf(ana, { type: 'redrawEach', redrawn: [broken] })).toBe('geometry_invalid');
    expect(lesionsOf(ana.db).every(({ state }) => state.verdict === 'pending')).toBe(true);
  });

  it('replace only what was seen', () => {
    const ana = smallProject();
    const { eventId } = appendAction(ana, { type: 'decide', lesions: [lesionId(0)], verdict: 'accepted' });
    const redraw = (expects: (typeof eventId | null)[]): Action => ({
      type: 'redrawEach',
      redrawn: [{ lesions: [lesionId(0)], geometries: [squareCoordinates(1, 5, 10)], expects }],
    });
    expect(() => appendAction(ana, redraw([null]))).toThrow('decided elsewhere');
    expect(refusalOf(ana, redraw([eventId]))).toBe('applied');
  });
});

describe('lesions that are added in one step', () => {
  it('are one event and one undo step', () => {
    const ana = smallProject();
    const geometries = [squareCoordinates(100, 100, 10), squareCoordinates(200, 100, 20)];
    const { label } = appendAction(ana, { type: 'addAll', view: VIEW, geometries });
    expect(label).toBe('Add 2 lesions');
    expect(
      lesionsOf(ana.db)
        .slice(5)
        .map(({ areaPx2, state }) => [areaPx2, state.verdict, state.reason]),
    ).toEqual([
      [100, 'added', 'M1'],
      [400, 'added', 'M1'],
    ]);
    undo(ana);
    expect(lesionsOf(ana.db)).toHaveLength(5);
    redo(ana);
    expect(lesionsOf(ana.db)).toHaveLength(7);
    expect(errors(ana.db)).toEqual([]);
  });
});
