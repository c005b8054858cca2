import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import type { CanvasEdit } from './canvas-edit';
import { changeOfEdit } from './layers/drawn-region';
import type { Sketch } from './tools/tool';

/** A shell that says nothing of an edit for this long has not taken it, in ms. */
const FORGOTTEN_AFTER_MS = 2000;

type Entry = { readonly edit: CanvasEdit; timer: ReturnType<typeof setTimeout> | null; isHeld: boolean };

/**
 * Edits that were handed to the shell and are not through yet, oldest first: they stay on the canvas, so that nothing
 * jumps back. What the shell has in hand goes when it says so, and one edit's end is not another's.
 */
export class Settling {
  private entries: readonly Entry[] = [];
  private outlines: readonly Polygon[] = [];
  private replaced: readonly LesionId[] = [];

  constructor(private readonly onEnd: () => void) {}

  get isUnderWay(): boolean {
    return this.entries.length > 0;
  }

  get edits(): readonly CanvasEdit[] {
    return this.entries.map(({ edit }) => edit);
  }

  /** The same list as long as they are the same edits. */
  get polygons(): readonly Polygon[] {
    return this.outlines;
  }

  /** What was drawn, while the engine works on it. */
  get sketches(): readonly Sketch[] {
    return this.edits.flatMap((edit) => (edit.kind === 'work' ? [edit.sketch] : []));
  }

  /** Lesions in whose place the drawn polygons stand. */
  get lesionIds(): readonly LesionId[] {
    return this.replaced;
  }

  /** Those, and lesions whose outline a draft shows together with what was drawn into it. */
  get replacedIds(): readonly LesionId[] {
    return [...this.lesionIds, ...this.edits.flatMap((edit) => changeOfEdit(edit)?.lesionIds ?? [])];
  }

  begin(edit: CanvasEdit): void {
    const entry: Entry = { edit, timer: null, isHeld: false };
    entry.timer = setTimeout(() => this.keep((other) => other !== entry), FORGOTTEN_AFTER_MS);
    this.setEntries([...this.entries, entry]);
  }

  /** The edits that the shell has in hand now; those that it had before are through. */
  hold(inHand: readonly CanvasEdit[]): void {
    const wereHeld = new Set(this.entries.filter(({ isHeld }) => isHeld));
    for (const entry of this.entries) {
      entry.isHeld = inHand.includes(entry.edit);
      if (entry.isHeld) stopTimer(entry);
    }
    this.keep((entry) => entry.isHeld || !wereHeld.has(entry));
  }

  /** The shell is at work, and will say when it is through. */
  wait(): void {
    this.entries.forEach(stopTimer);
  }

  /** What no shell has in hand: its result is there, or none will come. */
  endLoose(): void {
    this.keep(({ isHeld }) => isHeld);
  }

  end(): void {
    this.keep(() => false);
  }

  private keep(isKept: (entry: Entry) => boolean): void {
    const gone = this.entries.filter((entry) => !isKept(entry));
    if (gone.length === 0) return;
    gone.forEach(stopTimer);
    this.setEntries(this.entries.filter(isKept));
    this.onEnd();
  }

  private setEntries(entries: readonly Entry[]): void {
    this.entries = entries;
    this.outlines = this.edits.flatMap(outlinesOf);
    this.replaced = this.edits.flatMap(replacedBy);
  }
}

function stopTimer(entry: Entry): void {
  if (entry.timer) clearTimeout(entry.timer);
  entry.timer = null;
}

function outlinesOf(edit: CanvasEdit): readonly Polygon[] {
  switch (edit.kind) {
    case 'add':
      return [edit.polygon];
    case 'redraw':
    case 'addAll':
      return edit.polygons;
    case 'redrawEach':
      return edit.redrawn.flatMap(({ polygons }) => polygons);
    default:
      return [];
  }
}

function replacedBy(edit: CanvasEdit): readonly LesionId[] {
  if (edit.kind === 'redrawEach') return edit.redrawn.flatMap(({ lesionIds }) => lesionIds);
  return edit.kind === 'redraw' ? edit.lesionIds : [];
}
