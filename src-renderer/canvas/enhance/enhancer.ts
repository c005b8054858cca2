import { refitIn, spreadIn, type ShownBlock } from '../boundary/boundary-task';
import type { Size } from '../viewport/viewport';
import type { EnhanceAnswer, EnhanceTask, EnhanceTaskOf, PaintRecipe } from './enhance-protocol';
import { lesionContrast } from './lesion-contrast';
import { packPolygons, unpackPolygons } from './packed-polygons';
import { paintView } from './paint-view';
import { PartStore } from './part-store';
import { PixelReader } from './pixel-reader';
import { addToBasis, basisKinds, NO_BASIS, type BasisKind, type ViewBasis } from './view-basis';

type KeptBasis = { readonly key: string; readonly kinds: ReadonlySet<BasisKind>; readonly value: ViewBasis };

/** The newest, and the one before it. */
const MOST_BASES = 2;

/** Does the tasks, with what it remembers between them; the same code in the worker and on the main thread. */
export class Enhancer {
  /** The newest first. Until its first part is painted, what is on screen goes by the one before. */
  private bases: readonly KeptBasis[] = [];
  private level: { readonly canvas: OffscreenCanvas; readonly size: Size } | null = null;
  private readonly parts = new PartStore();
  private readonly reader = new PixelReader();

  async run(task: EnhanceTask): Promise<EnhanceAnswer> {
    try {
      return await this.answer(task);
    } finally {
      task.bitmap?.close();
    }
  }

  private answer(task: EnhanceTask): EnhanceAnswer | Promise<EnhanceAnswer> {
    switch (task.type) {
      case 'basis':
        return this.keepBasis(task);
      case 'plain':
        this.parts.keep(task.key, task.place, this.reader.read(task.bitmap, task.place).image);
        return null;
      case 'part':
        return this.parts.paint(task.key, task.recipe, this.basisOf(task.recipe));
      case 'strip':
        return this.paintStrip(task);
      case 'forget':
        return (this.level = null);
      case 'leave':
        return this.leave();
      case 'measure':
        return this.measure(task);
      case 'refit':
        return this.refit(task);
      case 'spread':
        return spreadIn(this.showBlock(task), task.seed, task.limitPx);
    }
  }

  private refit(task: EnhanceTaskOf<'refit'>): EnhanceAnswer {
    const found = refitIn(this.showBlock(task), unpackPolygons(task.polygons), unpackPolygons(task.others));
    return found && packPolygons(found, 1);
  }

  private measure({ bitmap, place, lesion, others }: EnhanceTaskOf<'measure'>): EnhanceAnswer {
    const { block } = this.reader.read(bitmap, place);
    return lesionContrast(block, unpackPolygons(lesion), unpackPolygons(others));
  }

  private keepBasis({ key, kinds, of, bitmap, place }: EnhanceTaskOf<'basis'>): EnhanceAnswer {
    const { block: overview } = this.reader.read(bitmap, place);
    const before = this.bases.find((kept) => kept.key === key);
    const value = addToBasis(before?.value ?? NO_BASIS, kinds, { overview, of });
    const basis = { key, kinds: new Set([...(before?.kinds ?? []), ...kinds]), value };
    this.bases = [basis, ...this.bases.filter((kept) => kept !== before)].slice(0, MOST_BASES);
    return { typologyAngleDeg: value.skin.typologyAngleDeg };
  }

  private paintStrip({ recipe, bitmap, place, level, top }: EnhanceTaskOf<'strip'>): ImageBitmap | null {
    if (top === 0) this.level = { canvas: new OffscreenCanvas(level.width, level.height), size: level };
    const context = this.level?.canvas.getContext('2d');
    if (!this.level || !context) throw new Error('The strip belongs to no level.');
    const { image, block } = this.reader.read(bitmap, place);
    paintView(block, recipe, this.basisOf(recipe));
    context.putImageData(image, 0, top);
    if (top + place.height < level.height) return null;
    const whole = this.level.canvas.transferToImageBitmap();
    this.level = null;
    return whole;
  }

  private showBlock({ recipe, bitmap, place }: EnhanceTaskOf<'refit' | 'spread'>): ShownBlock {
    const { block: plain } = this.reader.read(bitmap, place);
    const block = { ...plain, rgba: plain.rgba.slice() };
    paintView(block, recipe, this.basisOf(recipe));
    return { view: recipe.view, block, plain };
  }

  private leave(): null {
    this.bases = [];
    this.level = null;
    this.parts.drop();
    this.reader.drop();
    return null;
  }

  private basisOf({ basisKey, view }: PaintRecipe): ViewBasis {
    if (view === 'plain') return NO_BASIS;
    const basis = this.bases.find(({ key }) => key === basisKey);
    if (!basis || !basisKinds(view).every((kind) => basis.kinds.has(kind))) throw new Error('The view has no basis.');
    return basis.value;
  }
}
