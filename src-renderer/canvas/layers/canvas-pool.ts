/** A canvas to draw on; `slot` names it until it is given back. */
export type PooledCanvas<Canvas> = { readonly slot: number; readonly canvas: Canvas };

type Sized = { width: number; height: number };
type Entry<Canvas> = { readonly canvas: Canvas; isTaken: boolean };

/** Sizes are rounded up to this, so that a little more on screen is not another canvas. In px. */
const STEP_PX = 128;
/** As many bitmaps are alive at once: the one on screen, the one for the end of a movement, the one being drawn. */
const MOST_KEPT = 3;
/** What is smaller costs little to make, what is larger too much to keep. In px². */
const LEAST_AREA_PX2 = 256 * 1024;
const MOST_AREA_PX2 = 8_000_000;

/**
 * Keeps canvases and their memory: where a system hands out pages slowly, fresh ones for every bitmap take longer than
 * what is drawn on them. A canvas may be larger than what was asked for.
 */
export class CanvasPool<Canvas extends Sized> {
  private readonly kept: Entry<Canvas>[] = [];

  constructor(private readonly create: (width: number, height: number) => Canvas) {}

  /** Null when there is no reason to keep one of this size, or all are taken. */
  take(width: number, height: number): PooledCanvas<Canvas> | null {
    const area = width * height;
    if (area < LEAST_AREA_PX2 || area > MOST_AREA_PX2) return null;
    const free = this.kept.filter(({ isTaken }) => !isTaken);
    const fits = ({ canvas }: Entry<Canvas>): boolean => canvas.width >= width && canvas.height >= height;
    const entry = free.find(fits) ?? this.grown(free[0], width, height);
    if (!entry) return null;
    entry.isTaken = true;
    return { slot: this.kept.indexOf(entry), canvas: entry.canvas };
  }

  give(slot: number): void {
    const entry = this.kept[slot];
    if (entry) entry.isTaken = false;
  }

  private grown(free: Entry<Canvas> | undefined, width: number, height: number): Entry<Canvas> | null {
    const [across, down] = [roundUp(width), roundUp(height)];
    if (this.kept.length < MOST_KEPT) {
      const entry = { canvas: this.create(across, down), isTaken: false };
      this.kept.push(entry);
      return entry;
    }
    if (!free) return null;
    const { canvas } = free;
    const [widest, tallest] = [Math.max(canvas.width, across), Math.max(canvas.height, down)];
    const isKept = widest * tallest <= MOST_AREA_PX2; // a wide and a tall one would make a huge one
    canvas.width = isKept ? widest : across;
    canvas.height = isKept ? tallest : down;
    return free;
  }
}

const roundUp = (px: number): number => STEP_PX * Math.ceil(px / STEP_PX);
