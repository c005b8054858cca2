import type { BlockPlace, PaintRecipe } from './enhance-protocol';
import { paintView } from './paint-view';
import { ReusedCanvas } from './pixel-reader';
import type { ViewBasis } from './view-basis';

type PlainPart = {
  readonly key: string;
  readonly place: BlockPlace;
  readonly plain: ImageData;
  readonly painted: ImageData;
};

/** The plain pixels of the part on screen, which the next view of the same part is painted from. */
export class PartStore {
  private part: PlainPart | null = null;
  /** Drawn on by turns: while a bitmap made from one is on screen, the next is made from the other. */
  private canvases: readonly [ReusedCanvas, ReusedCanvas] = [new ReusedCanvas(), new ReusedCanvas()];

  keep(key: string, place: BlockPlace, plain: ImageData): void {
    const { part } = this;
    const fits = part?.painted.width === plain.width && part.painted.height === plain.height;
    this.part = { key, place, plain, painted: fits ? part.painted : new ImageData(plain.width, plain.height) };
  }

  paint(key: string, recipe: PaintRecipe, basis: ViewBasis): Promise<ImageBitmap> {
    const { part } = this;
    if (part?.key !== key) throw new Error('The part is not there.');
    const { place, plain, painted } = part;
    painted.data.set(plain.data);
    paintView({ ...place, rgba: painted.data }, recipe, basis);
    const [next, other] = this.canvases;
    this.canvases = [other, next];
    const { canvas, context } = next.sized(plain.width, plain.height);
    context.putImageData(painted, 0, 0);
    // It shares the canvas' memory until it is closed; a transfer would take that away, and fresh memory is dear.
    return createImageBitmap(canvas);
  }

  drop(): void {
    this.part = null;
    for (const canvas of this.canvases) canvas.drop();
  }
}
