import type { BlockPlace } from './enhance-protocol';
import type { PixelBlock } from './pixel-block';

/** A canvas that is used again while the size stays: a new one for every picture is memory to find, clear and collect. */
export class ReusedCanvas {
  private canvas: OffscreenCanvas | null = null;
  private context: OffscreenCanvasRenderingContext2D | null = null;

  sized(width: number, height: number): { canvas: OffscreenCanvas; context: OffscreenCanvasRenderingContext2D } {
    this.canvas ??= new OffscreenCanvas(width, height);
    this.context ??= this.canvas.getContext('2d', { willReadFrequently: true });
    const { canvas, context } = this;
    if (!context) throw new Error('There is no 2d context.');
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    return { canvas, context };
  }

  /** Gives its pixels' memory back. */
  drop(): void {
    if (!this.canvas) return;
    this.canvas.width = 1;
    this.canvas.height = 1;
  }
}

/** A canvas of more pixels is not kept: a screen has less, and what has more is read seldom. */
const MOST_KEPT_PX = 4_000_000;

/** Reads the pixels of bitmaps. */
export class PixelReader {
  private readonly reused = new ReusedCanvas();

  /** The pixels of a bitmap, scaled to the place's size where it differs. */
  read(bitmap: ImageBitmap, place: BlockPlace): { readonly image: ImageData; readonly block: PixelBlock } {
    const { width, height } = place;
    const { context } = this.reused.sized(width, height);
    context.imageSmoothingEnabled = bitmap.width !== width || bitmap.height !== height;
    context.imageSmoothingQuality = 'medium';
    context.globalCompositeOperation = 'copy'; // what was there before does not shine through
    context.drawImage(bitmap, 0, 0, width, height);
    const image = context.getImageData(0, 0, width, height);
    if (width * height > MOST_KEPT_PX) this.drop();
    return { image, block: { ...place, rgba: image.data } };
  }

  drop(): void {
    this.reused.drop();
  }
}
