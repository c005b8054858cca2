import { refitIn, spreadIn, type ShownBlock } from '../boundary/boundary-task';
import type { Size } from '../viewport/viewport';
import type { BlockPlace, EnhanceAnswer, EnhanceTask, EnhanceTaskOf, PaintRecipe } from './enhance-protocol';
import { lesionContrast } from './lesion-contrast';
import { paintView } from './paint-view';
import { packPolygons, unpackPolygons } from './packed-polygons';
import type { PixelBlock } from './pixel-block';
import { NO_BASIS, viewBasis, type ViewBasis } from './view-basis';

/** Does the tasks, with what it remembers between them; the same code in the worker and on the main thread. */
export class Enhancer {
  private basis: { readonly key: string; readonly value: ViewBasis } | null = null;
  private level: { readonly canvas: OffscreenCanvas; readonly size: Size } | null = null;

  run(task: EnhanceTask): EnhanceAnswer {
    try {
      return this.answer(task);
    } finally {
      task.bitmap?.close();
    }
  }

  private answer(task: EnhanceTask): EnhanceAnswer {
    switch (task.type) {
      case 'basis':
        return this.keepBasis(task);
      case 'part':
        return this.paintPart(task);
      case 'strip':
        return this.paintStrip(task);
      case 'forget':
        return (this.level = null);
      case 'measure':
        return measure(task);
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

  private keepBasis({ key, view, of, bitmap, place }: EnhanceTaskOf<'basis'>): EnhanceAnswer {
    this.level = null;
    const { block } = readPixels(bitmap, place);
    const value = viewBasis(view, block, of);
    this.basis = { key, value };
    return { typologyAngleDeg: value.skin.typologyAngleDeg };
  }

  private paintPart({ recipe, bitmap, place }: EnhanceTaskOf<'part'>): ImageBitmap {
    const { canvas, context, image, block } = readPixels(bitmap, place);
    paintView(block, recipe, this.basisOf(recipe));
    context.putImageData(image, 0, 0);
    return canvas.transferToImageBitmap();
  }

  private paintStrip({ recipe, bitmap, place, level, top }: EnhanceTaskOf<'strip'>): ImageBitmap | null {
    if (top === 0) this.level = { canvas: new OffscreenCanvas(level.width, level.height), size: level };
    const context = this.level?.canvas.getContext('2d');
    if (!this.level || !context) throw new Error('The strip belongs to no level.');
    const { image, block } = readPixels(bitmap, place);
    paintView(block, recipe, this.basisOf(recipe));
    context.putImageData(image, 0, top);
    if (top + place.height < level.height) return null;
    const whole = this.level.canvas.transferToImageBitmap();
    this.level = null;
    return whole;
  }

  private showBlock({ recipe, bitmap, place }: EnhanceTaskOf<'refit' | 'spread'>): ShownBlock {
    const { block: plain } = readPixels(bitmap, place);
    const block = { ...plain, rgba: plain.rgba.slice() };
    paintView(block, recipe, this.basisOf(recipe));
    return { view: recipe.view, block, plain };
  }

  private basisOf({ basisKey, view }: PaintRecipe): ViewBasis {
    if (view === 'plain') return NO_BASIS;
    if (this.basis?.key !== basisKey) throw new Error('The view has no basis.');
    return this.basis.value;
  }
}

function measure({ bitmap, place, lesion, others }: EnhanceTaskOf<'measure'>): EnhanceAnswer {
  return lesionContrast(readPixels(bitmap, place).block, unpackPolygons(lesion), unpackPolygons(others));
}

type Pixels = {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly image: ImageData;
  readonly block: PixelBlock;
};

/** The pixels of a bitmap, scaled to the place's size where it differs. */
export function readPixels(bitmap: ImageBitmap, place: BlockPlace): Pixels {
  const canvas = new OffscreenCanvas(place.width, place.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no 2d context.');
  const isScaled = bitmap.width !== place.width || bitmap.height !== place.height;
  context.imageSmoothingEnabled = isScaled;
  context.imageSmoothingQuality = 'medium';
  context.drawImage(bitmap, 0, 0, place.width, place.height);
  const image = context.getImageData(0, 0, place.width, place.height);
  return { canvas, context, image, block: { ...place, rgba: image.data } };
}
