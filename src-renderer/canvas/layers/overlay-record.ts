import { boundsUnion } from '#shared/geometry/bounds';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds } from '#shared/geometry/types';
import type { LesionPicture } from './lesion-shapes';

type Update = {
  readonly isReset: boolean;
  readonly lesions: readonly LesionPicture[];
  readonly removed: readonly LesionId[];
  readonly hidden: readonly LesionId[];
};

/** What the overlay's host has been told, and when each lesion changed. */
export type OverlayRecord = {
  /** Grows with every update. */
  readonly version: number;
  /** Bounds of all lesions in frame px; null when there are none. */
  readonly content: Bounds | null;
  /** The difference to what was told before; null when there is none. */
  lesionsUpdate(pictures: ReadonlyMap<LesionId, LesionPicture>, isReset: boolean): Update | null;
  hiddenUpdate(ids: ReadonlySet<LesionId>): Update | null;
  changedAfter(version: number): LesionId[];
  /** Drops what `changedAfter` no longer needs. */
  forgetBefore(version: number): void;
};

export function createOverlayRecord(): OverlayRecord {
  let told: ReadonlyMap<LesionId, LesionPicture> = new Map();
  let hidden: ReadonlySet<LesionId> = new Set();
  let version = 0;
  let content: Bounds | null = null;
  const changedAt = new Map<LesionId, number>();

  function mark(ids: Iterable<LesionId>): void {
    version++;
    for (const id of ids) changedAt.set(id, version);
  }
  return {
    get version() {
      return version;
    },
    get content() {
      return content;
    },
    lesionsUpdate(pictures, isReset) {
      const before = isReset ? new Map<LesionId, LesionPicture>() : told;
      const lesions = [...pictures.values()].filter((picture) => before.get(picture.id) !== picture);
      const removed = [...before.keys()].filter((id) => !pictures.has(id));
      told = pictures;
      if (!isReset && lesions.length === 0 && removed.length === 0) return null;
      content = pictures.size === 0 ? null : [...pictures.values()].map(({ bounds }) => bounds).reduce(boundsUnion);
      if (isReset) changedAt.clear();
      mark(isReset ? [] : [...lesions.map(({ id }) => id), ...removed]);
      return { isReset, lesions, removed, hidden: [...hidden] };
    },
    hiddenUpdate(ids) {
      const differing = [...hidden, ...ids].filter((id) => hidden.has(id) !== ids.has(id));
      if (differing.length === 0) return null;
      hidden = new Set(ids);
      mark(differing);
      return { isReset: false, lesions: [], removed: [], hidden: [...ids] };
    },
    changedAfter: (after) => [...changedAt].filter(([, at]) => at > after).map(([id]) => id),
    forgetBefore(before) {
      for (const [id, at] of changedAt) if (at <= before) changedAt.delete(id);
    },
  };
}
