import { boundsUnion } from '#shared/geometry/bounds';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds } from '#shared/geometry/types';
import type { LesionPicture } from './lesion-shapes';

type RecordUpdate = {
  readonly isReset: boolean;
  readonly lesions: readonly LesionPicture[];
  readonly removed: readonly LesionId[];
  readonly hidden: readonly LesionId[];
};

/** What the overlay's host has been told, and when each lesion changed. */
export class OverlayRecord {
  private told: ReadonlyMap<LesionId, LesionPicture> = new Map();
  private hidden: ReadonlySet<LesionId> = new Set();
  private readonly changedAt = new Map<LesionId, number>();
  private currentVersion = 0;
  private allBounds: Bounds | null = null;

  /** Grows with every update. */
  get version(): number {
    return this.currentVersion;
  }

  /** Bounds of all lesions in frame px; null when there are none. */
  get content(): Bounds | null {
    return this.allBounds;
  }

  /** The difference to what was told before; null when there is none. */
  lesionsUpdate(pictures: ReadonlyMap<LesionId, LesionPicture>, isReset: boolean): RecordUpdate | null {
    const before = isReset ? new Map<LesionId, LesionPicture>() : this.told;
    const lesions = [...pictures.values()].filter((picture) => before.get(picture.id) !== picture);
    const removed = [...before.keys()].filter((id) => !pictures.has(id));
    this.told = pictures;
    if (!isReset && lesions.length === 0 && removed.length === 0) return null;
    const bounds = [...pictures.values()].map((picture) => picture.bounds);
    this.allBounds = bounds.length === 0 ? null : bounds.reduce(boundsUnion);
    if (isReset) this.changedAt.clear();
    this.mark(isReset ? [] : [...lesions.map(({ id }) => id), ...removed]);
    return { isReset, lesions, removed, hidden: [...this.hidden] };
  }

  hiddenUpdate(ids: ReadonlySet<LesionId>): RecordUpdate | null {
    const differing = [...this.hidden, ...ids].filter((id) => this.hidden.has(id) !== ids.has(id));
    if (differing.length === 0) return null;
    this.hidden = new Set(ids);
    this.mark(differing);
    return { isReset: false, lesions: [], removed: [], hidden: [...ids] };
  }

  changedAfter(version: number): LesionId[] {
    return [...this.changedAt].filter(([, at]) => at > version).map(([id]) => id);
  }

  /** Drops what `changedAfter` is no longer asked for. */
  forgetUpTo(version: number): void {
    for (const [id, at] of this.changedAt) if (at <= version) this.changedAt.delete(id);
  }

  private mark(ids: Iterable<LesionId>): void {
    this.currentVersion++;
    for (const id of ids) this.changedAt.set(id, this.currentVersion);
  }
}
