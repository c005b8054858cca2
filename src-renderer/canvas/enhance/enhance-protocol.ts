import type { ImageView, Tone } from '#shared/domain/image-view';
import type { Size } from '../viewport/viewport';
import type { PixelBlock } from './pixel-block';
import type { BasisOf } from './view-basis';

/** Where the pixels of a bitmap lie on the photo: a block without them. */
export type BlockPlace = Omit<PixelBlock, 'rgba'>;
/** What to paint; `basisKey` names the basis that the worker was given. */
export type PaintRecipe = { readonly view: ImageView; readonly tone: Tone; readonly basisKey: string };

export type EnhanceTask =
  /** The whole photo, small: what the view takes from it is kept under its key, in place of the one before. */
  | {
      readonly type: 'basis';
      readonly key: string;
      readonly view: ImageView;
      readonly of: BasisOf;
      readonly bitmap: ImageBitmap;
      readonly place: BlockPlace;
    }
  /** One part; the bitmap is scaled to the place's size. */
  | { readonly type: 'part'; readonly recipe: PaintRecipe; readonly bitmap: ImageBitmap; readonly place: BlockPlace }
  /** One strip of a level, from the top down; the last one is answered with the whole level. */
  | {
      readonly type: 'strip';
      readonly recipe: PaintRecipe;
      readonly bitmap: ImageBitmap;
      readonly place: BlockPlace;
      readonly level: Size;
      readonly top: number;
    };

export type EnhanceAnswers = {
  readonly basis: { readonly typologyAngleDeg: number };
  readonly part: ImageBitmap;
  readonly strip: ImageBitmap | null;
};
export type EnhanceTaskOf<Type extends EnhanceTask['type']> = Extract<EnhanceTask, { type: Type }>;
export type EnhanceAnswer = EnhanceAnswers[keyof EnhanceAnswers];

export type ToEnhanceWorker = { readonly requestId: number; readonly task: EnhanceTask };
export type FromEnhanceWorker =
  | { readonly requestId: number; readonly answer: EnhanceAnswer }
  | { readonly requestId: number; readonly failure: string };
