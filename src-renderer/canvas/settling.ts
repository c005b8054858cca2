import type { LesionId } from '#shared/domain/ids';
import type { Polygon } from '#shared/geometry/types';
import type { CanvasEdit } from './canvas-edit';

/** A shell that says nothing of an edit for this long has not taken it, in ms. */
const FORGOTTEN_AFTER_MS = 2000;

/** An edit that was handed to the shell and is not stored yet: it stays on the canvas, so that nothing jumps back. */
export class Settling {
  private edit: CanvasEdit | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly onEnd: () => void) {}

  get isUnderWay(): boolean {
    return this.edit !== null;
  }

  get polygons(): readonly Polygon[] {
    if (!this.edit) return [];
    if (this.edit.kind === 'reshape') return this.edit.items.flatMap(({ polygons }) => polygons);
    return this.edit.kind === 'add' ? [this.edit.polygon] : this.edit.polygons;
  }

  /** Lesions whose outline the edit replaces. */
  get lesionIds(): readonly LesionId[] {
    if (this.edit?.kind === 'reshape') return this.edit.items.flatMap(({ lesionIds }) => lesionIds);
    return this.edit?.kind === 'redraw' ? this.edit.lesionIds : [];
  }

  begin(edit: CanvasEdit): void {
    this.end();
    this.edit = edit;
    this.timer = setTimeout(() => this.end(), FORGOTTEN_AFTER_MS);
  }

  end(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (!this.edit) return;
    this.edit = null;
    this.onEnd();
  }
}
