import type { ViewId } from './ids';
import type { Frame, PairingRule } from './view';

export type PairingPhoto = {
  readonly id: number;
  /** Relative to the root, forward slashes. */
  readonly path: string;
  /** Size as displayed, orientation applied. */
  readonly width: number;
  readonly height: number;
  readonly kind: 'restored' | 'original' | 'unknown';
};

export type PairingView = {
  readonly id: ViewId;
  readonly side: string;
  readonly frame: Frame | null;
  readonly imageId: string | null;
  /** Of the JSON file, relative to the same root as the photos. */
  readonly sourcePath: string;
  readonly resultCountInFile: number;
  /** The space of the view's masks; `masks_restored` when absent. */
  readonly maskList?: 'masks_restored' | 'masks_original';
};

export type ImageListEntry = { readonly imageId: string; readonly name: string; readonly side: string | null };

export type Pairing = {
  readonly view: ViewId;
  readonly photo: number | null;
  readonly rule: PairingRule | null;
  /** Photos to choose from when none was taken; best guesses first. */
  readonly candidates: number[];
  /** What the reviewer must know of this pairing; null when there is nothing to say. */
  readonly notice: string | null;
};

export declare function pairPhotos(
  views: readonly PairingView[],
  photos: readonly PairingPhoto[],
  imageList: readonly ImageListEntry[],
): Pairing[];
export declare function photoScale(
  frame: Frame,
  photo: { readonly width: number; readonly height: number },
): number | null;
