import { boundsUnion, EMPTY_BOUNDS } from '#shared/geometry/bounds';
import type { LesionId } from '#shared/domain/ids';
import type { Bounds } from '#shared/geometry/types';
import type { LesionChange } from '../lesion-set';
import type { LesionPicture } from './lesion-shapes';
import { flatRingBounds } from './overlay-pack';

type RecordUpdate = {
  readonly isReset: boolean;
  readonly lesions: readonly LesionPicture[];
  readonly removed: readonly LesionId[];
  readonly hidden: readonly LesionId[];
  readonly order: readonly LesionId[] | null;
};

/** `bounds`: everything that the lesion covered since, in frame px. */
type Change = { readonly version: number; readonly bounds: Bounds };

/** What the overlay's host has been told, and when and where each lesion changed. */
export class OverlayRecord {
  private hidden: ReadonlySet<LesionId> = new Set();
  private readonly changes = new Map<LesionId, Change>();
  private readonly drawnBounds = new Map<LesionId, Bounds>();
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
      this.changes.clear();
      this.drawnBounds.clear();
      this.allBounds = null;
    }
    // Bounds of removed lesions stay in: the overlay is then cut less tightly, nothing more.
    for (const { bounds } of changed) this.allBounds = this.allBounds ? boundsUnion(this.allBounds, bounds) : bounds;
    this.mark(isOther ? [] : [...changed.map(({ id }) => id), ...removed]);
    for (const picture of changed) {
      const bounds = boundsWithOriginal(picture);
      this.drawnBounds.set(picture.id, bounds);
      if (!isOther) this.widen(picture.id, bounds);
    }
    for (const id of removed) this.drawnBounds.delete(id);
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
    return [...this.changes].filter(([, { version: at }]) => at > version).map(([id]) => id);
  }

  /** Where something is drawn otherwise than at a version, in frame px: one for each lesion that changed. */
  changedBoundsAfter(version: number): Bounds[] {
    return [...this.changes.values()].filter(({ version: at }) => at > version).map(({ bounds }) => bounds);
  }

  /** Drops what is no longer asked for. */
  forgetUpTo(version: number): void {
    for (const [id, change] of this.changes) if (change.version <= version) this.changes.delete(id);
  }

  private mark(ids: Iterable<LesionId>): void {
    this.currentVersion++;
    for (const id of ids) {
      const bounds = this.changes.get(id)?.bounds ?? EMPTY_BOUNDS;
      this.changes.set(id, { version: this.currentVersion, bounds });
      this.widen(id, this.drawnBounds.get(id) ?? EMPTY_BOUNDS);
    }
  }

  private widen(id: LesionId, by: Bounds): void {
    const change = this.changes.get(id);
    if (change) this.changes.set(id, { ...change, bounds: boundsUnion(change.bounds, by) });
  }
}

function boundsWithOriginal({ bounds, original }: LesionPicture): Bounds {
  return (original ?? []).reduce((union, ring) => boundsUnion(union, flatRingBounds(ring)), bounds);
}
