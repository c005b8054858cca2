import type { Applied, Lesion, ViewDetail } from '#shared/contract/review';

/** A view with what an answer says of it: lesions changed in place, removed, or added last. */
export function withApplied(view: ViewDetail, { viewId, states, lesions, removed, progress }: Applied): ViewDetail {
  const stands = new Map(states.map(({ id, state }) => [id, state]));
  const changed = new Map(lesions.map((lesion) => [lesion.id, lesion]));
  const gone = new Set(removed);
  const before = new Set(view.lesions.map(({ id }) => id));
  const now = (lesion: Lesion): Lesion => {
    const state = stands.get(lesion.id);
    return state ? { ...lesion, state } : (changed.get(lesion.id) ?? lesion);
  };
  const kept = view.lesions.filter(({ id }) => !gone.has(id)).map(now);
  const added = lesions.filter(({ id }) => !before.has(id));
  const strip = view.strip.map((one) => (one.viewId === viewId ? { ...one, progress } : one));
  return { ...view, lesions: [...kept, ...added], progress, strip };
}
