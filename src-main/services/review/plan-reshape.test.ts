import { describe, expect, it } from 'vitest';
import type { Action } from '#shared/contract/review';
import { MaculeError } from '#shared/domain/error';
import type { EventPayload } from '#shared/domain/event';
import type { LesionId } from '#shared/domain/ids';
import { allRows, type ReadableDb } from '#main/db/handle';
import { eachEvent, parsePayload } from '#main/repositories/events';
import { viewById } from '#main/repositories/views';
import { lesionId, OTHER_VIEW, smallProject, squareCoordinates, VIEW } from '#main/test-support/small-project';
import { truthOfView } from '../export/truth-of-view';
import { verifyProject } from '../verify/verify';
import { appendAction } from './append-action';
import { viewDetail } from './present';
import { redo, undo } from './undo';

type Reshape = Extract<Action, { type: 'reshape' }>;
/** Each lesion to a square of 10 px at the given places. */
const move = (places: Record<number, [number, number]>, more: Partial<Reshape> = {}): Action => ({
  type: 'reshape',
  how: 'move',
  items: Object.entries(places).map(([index, [x, y]]) => ({
    lesions: [lesionId(Number(index))],
    geometries: [squareCoordinates(x, y, 10)],
  })),
  ...more,
});
const outlines = (db: ReadableDb): Record<string, [number, number][]> =>
  Object.fromEntries(
    viewDetail(db, VIEW).lesions.map(({ id, state }) => [
      id,
      state.shapes.map(({ bounds }): [number, number] => [bounds.minX, bounds.minY]),
    ]),
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
const payloads = (db: ReadableDb): EventPayload[] => [...eachEvent(db)].map(({ payload }) => parsePayload(payload!));

describe('several lesions reshaped at once', () => {
  it('are one event and one undo step, each with its own outline and no group', () => {
    const ana = smallProject();
    const { label } = appendAction(ana, move({ 0: [3, 105], 1: [23, 105], 2: [43, 105] }));
    expect(label).toBe('Move 3 lesions');
    const moved = { 'lesion-0': [[3, 105]], 'lesion-1': [[23, 105]], 'lesion-2': [[43, 105]], 'lesion-3': [] };
    expect(outlines(ana.db)).toMatchObject(moved);
    expect(viewDetail(ana.db, VIEW).lesions.map(({ state }) => state.group)).toEqual([[], [], [], [], []]);
    expect(undo(ana).label).toBe('Undo: Move 3 lesions');
    expect(outlines(ana.db)).toMatchObject({ 'lesion-0': [], 'lesion-1': [], 'lesion-2': [] });
    expect(viewDetail(ana.db, VIEW).progress.verdicts).toMatchObject({ pending: 4, redrawn: 0 });
    redo(ana);
    expect(outlines(ana.db)).toMatchObject(moved);
    expect(verifyProject(ana.db)).toMatchObject({ ok: true, events: 3 });
  });

  it('can be decided on one by one afterwards', () => {
    const ana = smallProject();
    appendAction(ana, move({ 0: [3, 105], 1: [23, 105] }));
    appendAction(ana, { type: 'decide', lesions: [lesionId(0)], verdict: 'rejected', reason: 'R3' });
    const { verdicts } = viewDetail(ana.db, VIEW).progress;
    expect(verdicts).toMatchObject({ redrawn: 1, rejected: 1, pending: 2 });
    expect(verifyProject(ana.db).ok).toBe(true);
  });

  it('become truth apart from each other, and lesions redrawn together stay one', () => {
    const ana = smallProject();
    appendAction(ana, {
      type: 'reshape',
      how: 'shift',
      reason: 'G3',
      items: [
        { lesions: [lesionId(0)], geometries: [squareCoordinates(1, 105, 10)] },
        { lesions: [lesionId(1), lesionId(2)], geometries: [squareCoordinates(21, 105, 30)] },
        { lesions: [lesionId(3)], geometries: [squareCoordinates(61, 105, 4), squareCoordinates(67, 105, 4)] },
      ],
    });
    const view = viewById(ana.db, VIEW)!;
    const { truth } = truthOfView(ana.db, view, { state: 'all', include: [], reviewer: null, superseded: false });
    expect(truth?.features.map(({ replaced, areaPx2, reason }) => [replaced, areaPx2, reason])).toEqual([
      [{ modelLesionIds: ['lesion-0'], modelAreaPx2: 100 }, 100, 'G3'],
      [{ modelLesionIds: ['lesion-1', 'lesion-2'], modelAreaPx2: 200 }, 900, 'G3'],
      [{ modelLesionIds: ['lesion-3'], modelAreaPx2: 100 }, 16, 'G3'],
      [{ modelLesionIds: ['lesion-3'], modelAreaPx2: 100 }, 16, 'G3'],
    ]);
    expect(viewDetail(ana.db, VIEW).lesions[1]?.state.group).toEqual(['lesion-1', 'lesion-2']);
    expect(payloads(ana.db)[0]?.label).toBe('Shift 4 lesions (G3)');
  });

  it('keep what was said and why, of redrawn and of drawn ones', () => {
    const ana = smallProject();
    const redrawn = { type: 'decide', verdict: 'redrawn', reason: 'G1', comment: 'too wide' } as const;
    appendAction(ana, { ...redrawn, lesions: [lesionId(0)], geometries: [squareCoordinates(0, 5, 8)] });
    const added = appendAction(ana, {
      type: 'add',
      view: VIEW,
      geometry: squareCoordinates(500, 500, 10),
      comment: 'faint',
    });
    const [drawn] = added.touched.lesions;
    const items = [
      { lesions: [lesionId(0)], geometries: [squareCoordinates(4, 5, 8)] },
      { lesions: [drawn!], geometries: [squareCoordinates(504, 500, 10)] },
    ];
    const { label } = appendAction(ana, { type: 'reshape', how: 'transform', items, keepComments: true });
    expect(label).toBe('Transform 2 lesions');
    const { lesions } = viewDetail(ana.db, VIEW);
    expect(lesions[0]?.state).toMatchObject({ verdict: 'redrawn', reason: 'G1', comment: 'too wide' });
    expect(lesions.at(-1)).toMatchObject({ id: drawn, origin: 'reviewer', bounds: { minX: 504, minY: 500 } });
    expect(lesions.at(-1)?.state).toMatchObject({ verdict: 'added', reason: 'M1', comment: 'faint' });
    expect(verifyProject(ana.db).ok).toBe(true);
  });

  it('are refused as a whole: nothing is half done', () => {
    const ana = smallProject();
    const merged = { type: 'decide' as const, lesions: [lesionId(2), lesionId(3)], verdict: 'redrawn' as const };
    appendAction(ana, { ...merged, geometries: [squareCoordinates(40, 5, 30)] });
    const item = (id: number): Reshape['items'][number] => ({
      lesions: [lesionId(id)],
      geometries: [squareCoordinates(300, 300, 10)],
    });
    const of = (...items: Reshape['items']): Action => ({ type: 'reshape', how: 'move', items });
    const bowTie = [[[0, 0], [10, 10], [10, 0], [0, 10]]]; // prettier-ignore
    expect(
      [
        of(item(0), item(0)),
        of(item(0), item(2)),
        of(item(0), item(99)),
        of(item(4)),
        of(item(0), { lesions: [lesionId(1)], geometries: [bowTie] }),
        move({ 0: [1, 1] }, { reason: 'R99' }),
        move({ 0: [1, 1] }, { expects: ['another-event' as never] }),
      ].map((action) => refusalOf(() => appendAction(ana, action))),
    ).toEqual([
      'lesion_twice',
      'group_incomplete',
      'unknown_lesion',
      'degenerate',
      'geometry_invalid',
      'unknown_reason',
      'edit_conflict',
    ]);
    expect(payloads(ana.db)).toHaveLength(1);
  });

  it('say which of them reach over the frame', () => {
    const ana = smallProject();
    const { findings } = appendAction(ana, move({ 0: [3, 5], 1: [995, 5] }));
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['outside_frame', 'lesion-1']]);
  });
});

describe('pasted lesions', () => {
  const pasted = (more: Partial<Extract<Action, { type: 'paste' }>> = {}): Action => ({
    type: 'paste',
    view: VIEW,
    lesions: [
      { geometry: squareCoordinates(100, 300, 10), copiedFrom: lesionId(0) },
      { geometry: squareCoordinates(130, 300, 12), copiedFrom: 'of another project' as LesionId },
      { geometry: squareCoordinates(160, 300, 14), copiedFrom: null },
    ],
    ...more,
  });

  it('are added by one event that names what they were copied from', () => {
    const ana = smallProject();
    const { label, touched } = appendAction(ana, pasted());
    expect(label).toBe('Paste 3 lesions');
    const drawn = viewDetail(ana.db, VIEW).lesions.slice(5);
    expect(drawn.map(({ id }) => id)).toEqual([...touched.lesions]);
    expect(drawn.map(({ areaPx2, state }) => [areaPx2, state.verdict, state.reason])).toEqual([
      [100, 'added', 'M1'],
      [144, 'added', 'M1'],
      [196, 'added', 'M1'],
    ]);
    const [payload] = payloads(ana.db);
    expect(payload?.changes.map((change) => ('copiedFrom' in change ? change.copiedFrom : null))).toEqual([
      'lesion-0',
      'of another project',
      null,
    ]);
    expect(allRows(ana.db, 'SELECT kind FROM event')).toEqual([{ kind: 'add' }]);
    expect(verifyProject(ana.db)).toMatchObject({ ok: true, events: 1 });
  });

  it('go and come back with one step, and undo is refused once another reviewer judged one of them', () => {
    const ana = smallProject();
    appendAction(ana, pasted());
    undo(ana);
    expect(viewDetail(ana.db, VIEW).lesions).toHaveLength(5);
    redo(ana);
    const drawn = viewDetail(ana.db, VIEW).lesions.slice(5);
    expect(drawn).toHaveLength(3);
    const ben = { ...ana, reviewer: 'Ben' };
    appendAction(ben, { type: 'decide', lesions: [drawn[1]!.id], verdict: 'rejected', reason: 'R8' });
    expect(refusalOf(() => undo(ana))).toBe('undo_refused');
    expect(verifyProject(ana.db).ok).toBe(true);
  });

  it('need a frame and simple outlines, all of them', () => {
    const ana = smallProject();
    const flat = { geometry: [[[0, 0], [5, 5], [9, 9]]], copiedFrom: null }; // prettier-ignore
    const good = { geometry: squareCoordinates(1, 1, 9), copiedFrom: null };
    expect(refusalOf(() => appendAction(ana, pasted({ view: OTHER_VIEW })))).toBe('no_frame');
    expect(refusalOf(() => appendAction(ana, pasted({ lesions: [good, flat] })))).toBe('geometry_invalid');
    expect(payloads(ana.db)).toEqual([]);
  });
});
