import type { LesionId, ViewId } from '#shared/domain/ids';
import type { ReadableDb } from '#main/db/handle';
import { lesionById, type StoredLesion } from '#main/repositories/lesions';
import { standingDecisions } from '#main/repositories/projection-state';
import { viewById, type StoredView } from '#main/repositories/views';

type Standing = ReturnType<typeof standingDecisions>;
/** What one plan reads of the store. */
export type PlanReads = {
  lesion(id: LesionId): StoredLesion | undefined;
  view(id: ViewId): StoredView | undefined;
  standing(lesion: LesionId): Standing;
};

/**
 * Each row is read once, however often the rules ask for it: a plan is made within one transaction, before anything of
 * it is appended, so nothing changes in between. For one plan only.
 */
export function readsOfPlan(db: ReadableDb): PlanReads {
  return {
    lesion: once((id: LesionId) => lesionById(db, id)),
    view: once((id: ViewId) => viewById(db, id)),
    standing: once((id: LesionId) => standingDecisions(db, id)),
  };
}

function once<Key, Value>(read: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, read(key));
    return known.get(key) as Value;
  };
}
