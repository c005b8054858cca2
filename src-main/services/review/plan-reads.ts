import type { EventId, LesionId, ViewId } from '#shared/domain/ids';
import type { ReadableDb } from '#main/db/handle';
import { redrawGroups } from '#main/repositories/drawn-shapes';
import { lesionsByIds, lesionStates, type StoredLesion } from '#main/repositories/lesions';
import { standingDecisionsOf, type StandingOfLesion } from '#main/repositories/standing-decisions';
import { viewById, type StoredView } from '#main/repositories/views';

/** What one plan reads of the store. */
export type PlanReads = {
  lesion(id: LesionId): StoredLesion | undefined;
  view(id: ViewId): StoredView | undefined;
  /** The event whose decision holds for a lesion; null when none does. */
  heldBy(lesion: LesionId): EventId | null;
  standing(lesion: LesionId): readonly StandingOfLesion[];
  /** As `redrawGroup`. */
  group(event: EventId, lesion: LesionId): readonly LesionId[];
};

/**
 * Each row is read once, however often the rules ask for it, and the first question about one of `lesions` is answered
 * for all of them in one query: a plan is made within one transaction, before anything of it is appended, so nothing
 * changes in between. For one plan only.
 */
export function readsOfPlan(db: ReadableDb, lesions: readonly LesionId[]): PlanReads {
  const standing = together(lesions, (ids) => standingDecisionsOf(db, ids));
  const states = together(lesions, (ids) => lesionStates(db, ids));
  const groups = new Map<EventId, (lesion: LesionId) => LesionId[] | undefined>();
  const views = new Map<ViewId, StoredView | undefined>();
  return {
    lesion: together(lesions, (ids) => lesionsByIds(db, ids)),
    view(id) {
      if (!views.has(id)) views.set(id, viewById(db, id));
      return views.get(id);
    },
    heldBy: (lesion) => states(lesion)?.event_id ?? null,
    standing: (lesion) => standing(lesion) ?? [],
    group(event, lesion) {
      const read = (ids: readonly LesionId[]): Map<LesionId, LesionId[]> =>
        redrawGroups(
          db,
          ids.map((id) => ({ event, lesion: id })),
        );
      const known = groups.get(event) ?? together(lesions, read);
      groups.set(event, known);
      return known(lesion) ?? [];
    },
  };
}

function together<Value>(
  lesions: readonly LesionId[],
  read: (ids: readonly LesionId[]) => ReadonlyMap<LesionId, Value>,
): (id: LesionId) => Value | undefined {
  const expected = new Set(lesions);
  const known = new Map<LesionId, Value | undefined>();
  return (id) => {
    if (known.has(id)) return known.get(id);
    const ids = expected.has(id) ? [...expected] : [id];
    const found = read(ids);
    for (const one of ids) known.set(one, found.get(one));
    return known.get(id);
  };
}
