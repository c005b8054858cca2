import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import type { CanvasEdit } from './canvas-edit';
import type { Sketch } from './tools/tool';

/** A shell that says nothing of an edit for this long has not taken it, in ms. */
const FORGOTTEN_AFTER_MS = 2000;

const NOTHING: Sketch = { kind: 'none' };

/** An edit that was handed to the shell and is not stored yet: it stays on the canvas, so that nothing jumps back. */
export class Settling {
  private edit: CanvasEdit | null = null;
  private outlines: readonly Polygon[] = [];
  private replaced: readonly LesionId[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly onEnd: () => void) {}

  get isUnderWay(): boolean {
    return this.edit !== null;
  }

  /** The same list as long as it is the same edit. */
  get polygons(): readonly Polygon[] {
    return this.outlines;
  }

  /** What was drawn, while the engine works on it. */
  get sketch(): Sketch {
    return this.edit?.kind === 'work' ? this.edit.sketch : NOTHING;
  }

  /** Lesions whose outline the edit replaces. */
  get lesionIds(): readonly LesionId[] {
    return this.replaced;
  }

  begin(edit: CanvasEdit): void {
    this.end();
    this.edit = edit;
    this.outlines = outlinesOf(edit);
    this.replaced = replacedBy(edit);
    this.timer = setTimeout(() => this.end(), FORGOTTEN_AFTER_MS);
  }

  /** The shell has it in hand: it will say when it is through. */
  hold(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  end(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (!this.edit) return;
    this.edit = null;
    this.outlines = [];
    this.replaced = [];
    this.onEnd();
  }
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
