import type { Lesion } from '#shared/contract/review';

/**
 * Lesions read anew, the known object kept where nothing changed: the canvas redraws by identity. Only the state can
 * change; rings and origin are the lesion's for good, except of a drawn one, whose state then changes too.
 */
export function withSameLesions(known: readonly Lesion[], read: readonly Lesion[]): Lesion[] {
  const byId = new Map(known.map((lesion) => [lesion.id, lesion]));
  return read.map((lesion) => {
    const before = byId.get(lesion.id);
    return before && JSON.stringify(before.state) === JSON.stringify(lesion.state) ? before : lesion;
  });
}
