import { DraftPicture, newLayers, type ResultDraft, type ResultSight, type Scratch } from './draft-picture';
import type { DrawingContext } from './outline-painter';
import { Sheet } from './sheet';

/**
 * Paints the outline that a stroke will leave, while it is drawn: the union with it or the difference, worked out in the
 * pixels of the screen, so that no border is left inside. A frame costs what lies under the outline and the stroke, at
 * most the screen, however many samples the stroke has. It holds memory only while there are drafts.
 */
export class ResultPreview {
  private readonly pictures = new Map<unknown, DraftPicture>();
  private readonly scratch: Scratch = { ...newLayers(), edge: new Sheet() };

  /** The context may map anything; it is left as it was. */
  draw(context: DrawingContext, drafts: readonly ResultDraft[], sight: ResultSight): void {
    this.keepOnly(new Set(drafts.map(({ key }) => key)));
    if (drafts.length === 0) return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const draft of drafts) {
      const picture = this.pictures.get(draft.key) ?? new DraftPicture();
      this.pictures.set(draft.key, picture);
      picture.draw(context, draft, { sight, scratch: this.scratch });
    }
    context.restore();
  }

  /** Gives the memory back; the next stroke takes it anew. */
  release(): void {
    this.keepOnly(new Set());
  }

  private keepOnly(keys: ReadonlySet<unknown>): void {
    for (const [key, picture] of this.pictures) {
      if (keys.has(key)) continue;
      picture.release();
      this.pictures.delete(key);
    }
    if (this.pictures.size === 0) for (const sheet of Object.values(this.scratch)) sheet.release();
  }
}
