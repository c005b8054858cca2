import type { Applied, ViewDetail } from '#shared/contract/review';

/** A view with what an answer says of it: lesions changed in place, removed, or added last. */
export function withApplied(view: ViewDetail, { viewId, lesions, removed, progress }: Applied): ViewDetail {
  const changed = new Map(lesions.map((lesion) => [lesion.id, lesion]));
  const gone = new Set(removed);
  const before = new Set(view.lesions.map(({ id }) => id));
  const kept = view.lesions.filter(({ id }) => !gone.has(id)).map((lesion) => changed.get(lesion.id) ?? lesion);
  const added = lesions.filter(({ id }) => !before.has(id));
  const strip = view.strip.map((one) => (one.viewId === viewId ? { ...one, progress } : one));
  return { ...view, lesions: [...kept, ...added], progress, strip };
}
