import type { Picture, PictureLevel } from '../image/picture';
import type { Size } from '../viewport/viewport';
import { cutLevel } from './cut-level';
import type { EnhanceHost } from './enhance-host';
import type { PaintRecipe } from './enhance-protocol';

/** Whose levels are painted, and how. */
export type LevelOrder = {
  readonly picture: Picture;
  readonly sight: { readonly photo: Size };
  readonly recipe: PaintRecipe;
};

type Pass<Order> = { readonly order: Order; readonly timer: ReturnType<typeof setTimeout>; isBegun: boolean };
type Told<Order> = {
  /** A level is there, the smallest first; who is told closes its bitmap. */
  readonly onLevel: (order: Order, level: PictureLevel) => void;
  /** All levels are there. */
  readonly onWhole: () => void;
  readonly onFailure: (order: Order, error: unknown) => void;
};

/** Pixels per strip: what is asked for meanwhile waits for one at most. */
const STRIP_PX = 250_000;
/** All of the photo is painted when its part was on screen for so long, in ms: who goes through views never waits. */
const WHOLE_AFTER_MS = 250;

/** Paints every level of a picture in strips, one pass at a time: the worker has room for one level that is begun. */
export class LevelPainter<Order extends LevelOrder> {
  /** From when it is asked for until its last level is there. */
  private pass: Pass<Order> | null = null;

  constructor(
    private readonly host: () => EnhanceHost,
    private readonly told: Told<Order>,
  ) {}

  /** Asked again for the same order, the pass that is on its way goes on; after a failure it begins anew. */
  paintLater(order: Order): void {
    if (this.pass?.order === order) return;
    this.stop();
    const pass: Pass<Order> = {
      order,
      timer: setTimeout(() => void this.paint(pass), WHOLE_AFTER_MS),
      isBegun: false,
    };
    this.pass = pass;
  }

  /** Levels that are not all painted will not be. */
  stop(): void {
    const { pass } = this;
    this.pass = null;
    if (!pass) return;
    clearTimeout(pass.timer);
    // Half a level of a large photo would stay in the worker for as long as nothing else is painted.
    if (pass.isBegun)
      this.host()
        .run<'forget'>({ type: 'forget', bitmap: null })
        .catch(() => undefined);
  }

  private async paint(pass: Pass<Order>): Promise<void> {
    const { order } = pass;
    pass.isBegun = true;
    try {
      for (const level of [...order.picture.levels].reverse()) {
        const source = await this.paintLevel(pass, level);
        if (!source) return;
        this.told.onLevel(order, { source, width: level.width, height: level.height });
      }
      this.told.onWhole();
    } catch (error) {
      if (!this.isWanted(pass)) return;
      this.stop();
      this.told.onFailure(order, error);
    } finally {
      if (this.isWanted(pass)) this.pass = null;
    }
  }

  /** Null when the pass is no longer wanted. */
  private async paintLevel(pass: Pass<Order>, level: PictureLevel): Promise<ImageBitmap | null> {
    const { recipe, sight } = pass.order;
    const size = { width: level.width, height: level.height };
    const rows = Math.max(1, Math.floor(STRIP_PX / level.width));
    let whole: ImageBitmap | null = null;
    for (let top = 0; top < level.height; top += rows) {
      if (!this.isWanted(pass)) return null;
      const crop = { x: 0, y: top, width: level.width, height: Math.min(rows, level.height - top) };
      const cut = await cutLevel(level, sight.photo, crop);
      if (!this.isWanted(pass)) {
        cut.bitmap.close();
        return null;
      }
      whole = await this.host().run<'strip'>({ type: 'strip', recipe, ...cut, level: size, top });
    }
    if (this.isWanted(pass)) return whole;
    whole?.close();
    return null;
  }

  private isWanted(pass: Pass<Order>): boolean {
    return this.pass === pass;
  }
}
