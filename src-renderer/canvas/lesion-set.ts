import type { Lesion } from '#shared/contract/review';
import type { LesionId } from '#shared/domain/ids';
import { lesionPicture, toPolygon, type FlatRings, type LesionPicture } from './layers/lesion-shapes';
import { createPickIndex, type PickIndex } from './layers/pick-index';
import { meetsBounds } from '#shared/geometry/meets-bounds';
import type { Bounds, Point } from '#shared/geometry/types';
import type { EditableLesion } from './tools/tool';

/** What `setLesions` changed; `isOther` when the lesions belong to another view than before. */
export type LesionChange = {
  readonly isOther: boolean;
  readonly changed: readonly LesionPicture[];
  readonly removed: readonly LesionId[];
  /** All lesions in the order of their numbers, when that is not as it was; else null. */
  readonly order: readonly LesionId[] | null;
};

const NONE: ReadonlyMap<LesionId, LesionPicture> = new Map();

/** The lesions of the view on the canvas, and which of them are selected. */
export class LesionSet {
  private all: ReadonlyMap<LesionId, LesionPicture> = NONE;
  private found: readonly Point[] = [];
  private ids: readonly LesionId[] = [];
  private packed: PickIndex | null = null;
  private numbers: ReadonlyMap<LesionId, number> = new Map();
  private delivered: { of: ReadonlyMap<LesionId, LesionPicture>; lesions: readonly EditableLesion[] } | null = null;
  private gathered: {
    of: ReadonlyMap<LesionId, LesionPicture>;
    ids: readonly LesionId[];
    lesions: readonly EditableLesion[];
  } | null = null;
  private converted: { of: LesionPicture; lesion: EditableLesion } | null = null;

  get pictures(): ReadonlyMap<LesionId, LesionPicture> {
    return this.all;
  }

  /** Where standing outlines cross or touch themselves, in frame px. */
  get problems(): readonly Point[] {
    return this.found;
  }

  get selectedIds(): readonly LesionId[] {
    return this.ids;
  }

  get selected(): readonly LesionPicture[] {
    return this.ids.flatMap((id) => this.all.get(id) ?? []);
  }

  /** Every lesion that a redraw of the selection replaces: lesions redrawn together stay together. */
  get redrawIds(): readonly LesionId[] {
    return [...new Set(this.selected.flatMap(({ group }) => group))];
  }

  /** The lesion whose vertices can be edited; null when none or several are selected, or it has no outline. */
  get editable(): EditableLesion | null {
    const [first, ...others] = this.selected;
    if (!first || first.style === 'degenerate' || others.some(({ id }) => !first.group.includes(id))) return null;
    // Made once per picture: converting a large outline at every pointer move would be felt.
    if (this.converted?.of !== first) {
      this.converted = { of: first, lesion: { lesionIds: first.group, polygons: first.parts.map(toPolygon) } };
    }
    return this.converted.lesion;
  }

  /** Every selected lesion with an outline, those redrawn together as one. */
  get movable(): readonly EditableLesion[] {
    // The same list for the same selection: it is asked for at every pointer move, and is drawn by its identity.
    if (this.gathered?.of !== this.all || this.gathered.ids !== this.ids) {
      const groups = new Map(this.selected.map((picture) => [picture.group.toSorted().join(), picture]));
      const lesions = [...groups.values()].filter(({ style }) => style !== 'degenerate').map(toEditable);
      this.gathered = { of: this.all, ids: this.ids, lesions };
    }
    return this.gathered.lesions;
  }

  /** The model's lesions that stand as delivered, pending or accepted, and are simple polygons. */
  get mask(): readonly EditableLesion[] {
    if (this.delivered?.of !== this.all) {
      const standing = [...this.all.values()].filter(
        ({ style, problemAt }) => (style === 'pending' || style === 'accepted') && problemAt === null,
      );
      this.delivered = { of: this.all, lesions: standing.map(toEditable) };
    }
    return this.delivered.lesions;
  }

  /** Lesions of which any part lies in the bounds, in frame px. */
  within(bounds: Bounds): LesionId[] {
    return this.index.search(bounds).filter((id) => {
      const parts = this.all.get(id)?.parts ?? [];
      return parts.some((rings) => meetsBounds(toPolygon(rings), bounds));
    });
  }

  get index(): PickIndex {
    return (this.packed ??= createPickIndex(this.all.values()));
  }

  /** Takes the lesions of a view; the answer says which of them are not as they were, for `isOther` all. */
  setLesions(lesions: readonly Lesion[], isOther: boolean): LesionChange {
    const before = isOther ? NONE : this.all;
    const all = new Map<LesionId, LesionPicture>();
    const changed: LesionPicture[] = [];
    const problems: Point[] = [];
    // A loop without lists in between: it runs at every decision, over every lesion of the view.
    for (const lesion of lesions) {
      const picture = lesionPicture(lesion);
      all.set(lesion.id, picture);
      if (picture.problemAt) problems.push(picture.problemAt);
      if (before.get(lesion.id) !== picture) changed.push(picture);
    }
    const removed = [...before.keys()].filter((id) => !all.has(id));
    const haveMoved = removed.length > 0 || changed.some(({ id, parts }) => !isSameParts(parts, before.get(id)?.parts));
    if (isOther || haveMoved) this.packed = null; // packed again when it is next asked
    const order = isSameOrder(before, all) && !isOther ? null : [...all.keys()];
    if (order) this.numbers = new Map(order.map((id, index) => [id, index + 1]));
    this.all = all;
    this.found = problems;
    return { isOther, changed, removed, order };
  }

  /** The lesion's number in the list of its view, from 1. */
  numberOf(id: LesionId): number {
    return this.numbers.get(id) ?? 0;
  }

  select(ids: readonly LesionId[]): void {
    this.ids = ids;
  }
}

function isSameOrder(a: ReadonlyMap<LesionId, unknown>, b: ReadonlyMap<LesionId, unknown>): boolean {
  if (a.size !== b.size) return false;
  const others = b.keys();
  for (const id of a.keys()) if (others.next().value !== id) return false;
  return true;
}
const toEditable = ({ group, parts }: LesionPicture): EditableLesion => ({
  lesionIds: group,
  polygons: parts.map(toPolygon),
});

/** A verdict alone leaves the shapes where they are, whichever arrays hold them. */
function isSameParts(a: readonly FlatRings[], b: readonly FlatRings[] = []): boolean {
  return a.length === b.length && a.every((rings, part) => rings === b[part] || isSameRings(rings, b[part]));
}

function isSameRings(a: FlatRings, b: FlatRings = []): boolean {
  return (
    a.length === b.length &&
    a.every((ring, i) => ring.length === b[i]?.length && ring.every((value, j) => value === b[i]?.[j]))
  );
}
