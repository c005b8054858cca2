import { describe, expect, it } from 'vitest';
import type { Lesion } from '#shared/contract/review';
import { polygonBounds } from '#shared/geometry/bounds';
import { redrawGroup, redrawGroups, shapesOfDecision, shapesOfDecisions } from '#main/repositories/drawn-shapes';
import { lesionState, lesionStates } from '#main/repositories/lesions';
import { standingDecisions, standingDecisionsOf } from '#main/repositories/standing-decisions';
import { lesionId, smallProject, square, squareCoordinates, VIEW } from '#main/test-support/small-project';
import { appendAction, type Reviewing } from './append-action';
import { presentApplied, viewDetail } from './present';
import { redo, undo } from './undo';

/** A view of which: 0 and 1 are merged, 2 is redrawn by two reviewers apart, 3 is rejected, 4 is pending, one is drawn. */
function mixedView(): Reviewing {
  const ana = smallProject(5);
  const ben = { ...ana, reviewer: 'Ben' };
  const redraw = { type: 'decide', verdict: 'redrawn' } as const;
  appendAction(ana, { ...redraw, lesions: [0, 1].map(lesionId), geometries: [squareCoordinates(0, 5, 40)] });
  appendAction(ana, { ...redraw, lesions: [lesionId(2)], geometries: [squareCoordinates(41, 5, 8)] });
  appendAction(ben, { ...redraw, lesions: [lesionId(2)], geometries: [squareCoordinates(43, 6, 8)] });
  appendAction(ana, { type: 'decide', lesions: [lesionId(3)], verdict: 'rejected', reason: 'R1' });
  appendAction(ana, { type: 'add', view: VIEW, geometry: squareCoordinates(300, 300, 20) });
  return ana;
}
const ids = [0, 1, 2, 3, 4].map(lesionId);

describe('what is read of many lesions at once', () => {
  it('is what each of them says by itself', () => {
    const { db } = mixedView();
    const standing = standingDecisionsOf(db, ids);
    const states = lesionStates(db, ids);
    const asked = ids.flatMap((lesion) => {
      const event = states.get(lesion)?.event_id;
      return event ? [{ lesion, event }] : [];
    });
    const shapes = shapesOfDecisions(db, asked);
    const groups = redrawGroups(db, asked);
    for (const id of ids) {
      expect(standing.get(id) ?? []).toEqual(standingDecisions(db, id));
      expect(states.get(id)).toEqual(lesionState(db, id));
    }
    for (const { event, lesion } of asked) {
      expect(shapes.get(lesion) ?? []).toEqual(shapesOfDecision(db, event, lesion));
      expect(groups.get(lesion) ?? []).toEqual(redrawGroup(db, event, lesion));
    }
    expect(ids.map((id) => standing.get(id)?.length ?? 0)).toEqual([1, 1, 2, 1, 0]);
    expect(ids.map((id) => shapes.get(id)?.length ?? 0)).toEqual([1, 1, 1, 0, 0]);
    expect(ids.map((id) => groups.get(id) ?? [])).toEqual([[0, 1].map(lesionId), [0, 1].map(lesionId), [], [], []]);
  });

  it('tells outlines apart where two reviewers drew', () => {
    const { db } = mixedView();
    const [ana, ben] = standingDecisions(db, lesionId(2));
    expect(ana?.outline).not.toBe(ben?.outline);
    expect([ana?.outline.length, ben?.outline.length]).toEqual([64, 64]);
    expect(lesionState(db, lesionId(2))).toMatchObject({ verdict: 'redrawn', disputed: 1 });
    expect(lesionState(db, lesionId(0))).toMatchObject({ verdict: 'redrawn', disputed: 0 });
  });

  it('is the same in the answer to an action and in the view', () => {
    const ana = mixedView();
    const appended = appendAction(ana, { type: 'decide', lesions: ids, verdict: 'accepted', comment: 'all' });
    const by = { deviceId: ana.author.deviceId, reviewer: 'Ana' };
    const { states, lesions } = presentApplied(ana.db, appended, by);
    const shown = new Map(viewDetail(ana.db, VIEW).lesions.map((one): [string, Lesion] => [one.id, one]));
    expect(states.map(({ id }) => id)).toEqual(ids);
    for (const { id, state } of states) expect(state).toEqual(shown.get(id)?.state);
    expect(states[0]?.state).toMatchObject({ verdict: 'accepted', comment: 'all' });
    expect(lesions).toEqual([]);
    expect(shown.get(ids[0]!)?.bounds).toEqual(polygonBounds(square(0, 5, 10)));
  });

  it('holds drawn lesions whole in the answer, and names those that are gone', () => {
    const ana = mixedView();
    const by = { deviceId: ana.author.deviceId, reviewer: 'Ana' };
    const add = { type: 'add', view: VIEW, geometry: squareCoordinates(400, 300, 20) } as const;
    const added = presentApplied(ana.db, appendAction(ana, add), by);
    expect(added).toMatchObject({ states: [], removed: [] });
    expect(added.lesions).toEqual(viewDetail(ana.db, VIEW).lesions.slice(-1));
    expect(added.lesions[0]?.rings).toEqual([[400, 300, 420, 300, 420, 320, 400, 320]]);
    const taken = presentApplied(ana.db, undo(ana), by);
    expect(taken).toMatchObject({ states: [], lesions: [], removed: [added.lesions[0]!.id] });
    const back = presentApplied(ana.db, redo(ana), by);
    expect(back.lesions).toEqual(added.lesions);
  });
});
