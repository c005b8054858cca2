import { boundsUnion } from '#shared/geometry/bounds';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds } from '#shared/geometry/types';
import type { LesionChange } from '../lesion-set';
import type { LesionPicture } from './lesion-shapes';

type RecordUpdate = {
  readonly isReset: boolean;
  readonly lesions: readonly LesionPicture[];
  readonly removed: readonly LesionId[];
  readonly hidden: readonly LesionId[];
  readonly order: readonly LesionId[] | null;
};

/** What the overlay's host has been told, and when each lesion changed. */
export class OverlayRecord {
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

  /** What to tell of changed lesions; null when there is nothing to tell. */
  lesionsUpdate({ isOther, changed, removed, order }: LesionChange): RecordUpdate | null {
    if (!isOther && changed.length === 0 && removed.length === 0 && order === null) return null;
    if (isOther) {
      this.changedAt.clear();
      this.allBounds = null;
    }
    // Bounds of removed lesions stay in: the overlay is then cut less tightly, nothing more.
    for (const { bounds } of changed) this.allBounds = this.allBounds ? boundsUnion(this.allBounds, bounds) : bounds;
    this.mark(isOther ? [] : [...changed.map(({ id }) => id), ...removed]);
    return { isReset: isOther, lesions: changed, removed, hidden: [...this.hidden], order };
  }

  hiddenUpdate(ids: ReadonlySet<LesionId>): RecordUpdate | null {
    const differing = [...this.hidden, ...ids].filter((id) => this.hidden.has(id) !== ids.has(id));
    if (differing.length === 0) return null;
    this.hidden = new Set(ids);
    this.mark(differing);
    return { isReset: false, lesions: [], removed: [], hidden: [...ids], order: null };
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
