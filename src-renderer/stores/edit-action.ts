import type { Action, Applied, Lesion } from '#shared/contract/review';
import type { EventId, LesionId, ViewId } from '#shared/domain/ids';
import { polygonToCoordinates } from '#shared/geometry/polygon';
import type { Redrawn, StorableEdit } from '../canvas/canvas-edit';

/** Lesions that a decision must be about together: a merge is decided on as a whole. */
export function withGroups(lesions: readonly Lesion[], ids: readonly LesionId[]): LesionId[] {
  const all = new Set(ids);
  for (const lesion of lesions) if (all.has(lesion.id)) for (const id of lesion.state.group) all.add(id);
  return [...all];
}

/** Per lesion, the event whose decision is on the screen: the core refuses when another one stands by then. */
export const expectedOf = (lesions: readonly Lesion[], ids: readonly LesionId[]): (EventId | null)[] =>
  ids.map((id) => lesions.find((lesion) => lesion.id === id)?.state.eventId ?? null);

/** `withGroups` and `expectedOf` for many edits of one view: each lesion is looked up, not searched for. */
function lookUp(lesions: readonly Lesion[]) {
  const known = new Map(lesions.map((lesion) => [lesion.id, lesion]));
  return {
    groupsOf: (ids: readonly LesionId[]): LesionId[] => [
      ...new Set([...ids, ...ids.flatMap((id) => known.get(id)?.state.group ?? [])]),
    ],
    expectedOf: (ids: readonly LesionId[]): (EventId | null)[] => ids.map((id) => known.get(id)?.state.eventId ?? null),
  };
}

/** The action that stores an edit on a view as it is on the screen: one event, one undo step. */
export function actionOf(edit: StorableEdit, of: { viewId: ViewId; lesions: readonly Lesion[] }): Action {
  const known = lookUp(of.lesions);
  const redrawn = ({ lesionIds, polygons }: Redrawn) => {
    const ids = known.groupsOf(lesionIds);
    return { lesions: ids, geometries: polygons.map(polygonToCoordinates), expects: known.expectedOf(ids) };
  };
  switch (edit.kind) {
    case 'add':
      return { type: 'add', view: of.viewId, geometry: polygonToCoordinates(edit.polygon) };
    case 'addAll':
      return { type: 'addAll', view: of.viewId, geometries: edit.polygons.map(polygonToCoordinates) };
    case 'redraw':
      return { type: 'decide', verdict: 'redrawn', keepComments: true, ...redrawn(edit) };
    case 'redrawEach':
      return {
        type: 'redrawEach',
        redrawn: edit.redrawn.map(redrawn),
        keepComments: true,
        reason: edit.reason,
      };
  }
}

/**
 * What is selected once an edit is stored; null when the selection was changed since it was drawn, for the next key is
 * meant for that.
 */
export function selectionAfter(
  edit: StorableEdit,
  { lesions, removed }: Applied,
  selected: { readonly drawnWith: readonly LesionId[]; readonly now: readonly LesionId[] },
): LesionId[] | null {
  const gone = new Set(removed);
  const stays = (ids: readonly LesionId[]): LesionId[] => ids.filter((id) => !gone.has(id));
  if (stays(selected.drawnWith).join() !== selected.now.join()) return null;
  switch (edit.kind) {
    case 'redraw':
      return stays(edit.lesionIds);
    case 'redrawEach':
      return stays(selected.drawnWith);
    case 'add':
      return lesions.slice(0, 1).map(({ id }) => id);
    case 'addAll':
      return lesions.map(({ id }) => id);
  }
}
