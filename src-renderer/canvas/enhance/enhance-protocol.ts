import type { ImageView, Tone } from '#shared/domain/image-view';
import type { Point } from '#shared/geometry/types';
import type { SpreadField } from '../boundary/spread';
import type { Size } from '../viewport/viewport';
import type { LesionContrast, NoContrast } from './lesion-contrast';
import { buffersOf, type PackedPolygons } from './packed-polygons';
import type { PixelBlock } from './pixel-block';
import type { BasisKind, BasisOf } from './view-basis';

/** Where the pixels of a bitmap lie on the photo: a block without them. */
export type BlockPlace = Omit<PixelBlock, 'rgba'>;
/** What to paint; `basisKey` names the basis that the worker was given. */
export type PaintRecipe = { readonly view: ImageView; readonly tone: Tone; readonly basisKey: string };

export type EnhanceTask =
  /** The whole photo, small: what views take from it is kept under its key, beside what that key has already. */
  | {
      readonly type: 'basis';
      readonly key: string;
      readonly kinds: readonly BasisKind[];
      readonly of: BasisOf;
      readonly bitmap: ImageBitmap;
      readonly place: BlockPlace;
    }
  /** The plain pixels of the part on screen, kept under their key; the bitmap is scaled to the place's size. */
  | { readonly type: 'plain'; readonly key: string; readonly bitmap: ImageBitmap; readonly place: BlockPlace }
  /** The part whose plain pixels are kept under the key, as a view. */
  | { readonly type: 'part'; readonly key: string; readonly recipe: PaintRecipe; readonly bitmap: null }
  /** One strip of a level, from the top down; the last one is answered with the whole level. */
  | {
      readonly type: 'strip';
      readonly recipe: PaintRecipe;
      readonly bitmap: ImageBitmap;
      readonly place: BlockPlace;
      readonly level: Size;
      readonly top: number;
    }
  /** A level that was begun is not wanted any more. */
  | { readonly type: 'forget'; readonly bitmap: null }
  /** The photo was left: nothing of it is wanted any more. */
  | { readonly type: 'leave'; readonly bitmap: null }
  /** The plain photo about a lesion. Polygons in photo px, here and below. */
  | {
      readonly type: 'measure';
      readonly bitmap: ImageBitmap;
      readonly place: BlockPlace;
      readonly lesion: PackedPolygons;
      readonly others: PackedPolygons;
    }
  /** Outlines moved to the edges that the view shows; the bitmap is the plain photo at full resolution. */
  | {
      readonly type: 'refit';
      readonly recipe: PaintRecipe;
      readonly bitmap: ImageBitmap;
      readonly place: BlockPlace;
      readonly polygons: PackedPolygons;
      readonly others: PackedPolygons;
    }
  /** What spreads from a seed over the view, `limitPx` far at most. */
  | {
      readonly type: 'spread';
      readonly recipe: PaintRecipe;
      readonly bitmap: ImageBitmap;
      readonly place: BlockPlace;
      readonly seed: Point;
      readonly limitPx: number;
    };

export type EnhanceAnswers = {
  readonly basis: { readonly typologyAngleDeg: number };
  readonly plain: null;
  readonly part: ImageBitmap;
  readonly strip: ImageBitmap | null;
  readonly forget: null;
  readonly leave: null;
  readonly measure: LesionContrast | NoContrast;
  /** Null where nothing in the picture tells inside from outside. */
  readonly refit: PackedPolygons | null;
  readonly spread: SpreadField;
};
export type EnhanceTaskOf<Type extends EnhanceTask['type']> = Extract<EnhanceTask, { type: Type }>;
export type EnhanceAnswer = EnhanceAnswers[keyof EnhanceAnswers];

/** What a task gives away with itself. */
export function transfersOf(task: EnhanceTask): Transferable[] {
  const bitmaps = task.bitmap ? [task.bitmap] : [];
  if (task.type === 'measure') return [...bitmaps, ...buffersOf(task.lesion), ...buffersOf(task.others)];
  return task.type === 'refit' ? [...bitmaps, ...buffersOf(task.polygons), ...buffersOf(task.others)] : bitmaps;
}

export type ToEnhanceWorker = { readonly requestId: number; readonly task: EnhanceTask };
export type FromEnhanceWorker =
  | { readonly requestId: number; readonly answer: EnhanceAnswer }
  | { readonly requestId: number; readonly failure: string };
