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
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly onEnd: () => void) {}

  get isUnderWay(): boolean {
    return this.edit !== null;
  }

  get polygons(): readonly Polygon[] {
    switch (this.edit?.kind) {
      case 'add':
        return [this.edit.polygon];
      case 'redraw':
      case 'addAll':
        return this.edit.polygons;
      case 'redrawEach':
        return this.edit.redrawn.flatMap(({ polygons }) => polygons);
      default:
        return [];
    }
  }

  /** What was drawn, while the engine works on it. */
  get sketch(): Sketch {
    return this.edit?.kind === 'work' ? this.edit.sketch : NOTHING;
  }

  /** Lesions whose outline the edit replaces. */
  get lesionIds(): readonly LesionId[] {
    if (this.edit?.kind === 'redrawEach') return this.edit.redrawn.flatMap(({ lesionIds }) => lesionIds);
    return this.edit?.kind === 'redraw' ? this.edit.lesionIds : [];
  }

  begin(edit: CanvasEdit): void {
    this.end();
    this.edit = edit;
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
    this.onEnd();
  }
}
