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
  private readonly canvas = new ReusedCanvas();

  keep(key: string, place: BlockPlace, plain: ImageData): void {
    const { part } = this;
    const fits = part?.painted.width === plain.width && part.painted.height === plain.height;
    this.part = { key, place, plain, painted: fits ? part.painted : new ImageData(plain.width, plain.height) };
  }

  paint(key: string, recipe: PaintRecipe, basis: ViewBasis): ImageBitmap {
    const { part } = this;
    if (part?.key !== key) throw new Error('The part is not there.');
    const { place, plain, painted } = part;
    painted.data.set(plain.data);
    paintView({ ...place, rgba: painted.data }, recipe, basis);
    const { canvas, context } = this.canvas.sized(plain.width, plain.height);
    context.putImageData(painted, 0, 0);
    return canvas.transferToImageBitmap();
  }

  drop(): void {
    this.part = null;
    this.canvas.drop();
  }
}
