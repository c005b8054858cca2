import type { TallyCount } from '#shared/domain/tally';
import type { Frame } from '#shared/domain/view';
import type { PlacedAreaRow } from '#shared/formats/haut-scheme/types';
import type { Bounds } from '#shared/geometry/types';
import type { LesionColumns } from './lesion-columns';

/** A mask without its lesions, which follow in batches of their own. */
export type PackedMask = {
  readonly list: string;
  readonly index: number;
  readonly side: string;
  readonly maskType: string;
  readonly reviewable: boolean;
  readonly viewBox: readonly number[] | null;
  readonly techName: string | null;
  readonly name: string | null;
  readonly fill: string | null;
  /** Index into the result's views; null for a mask that cannot be reviewed. */
  readonly view: number | null;
};
export type PackedView = {
  readonly uid: string;
  readonly name: string;
  readonly side: string;
  readonly frame: Frame | null;
  readonly lesions: number;
  /** Lesions that need a verdict. */
  readonly needed: number;
};
export type PackedLesion = {
  readonly uid: string;
  /** Index into the result's masks. */
  readonly mask: number;
  readonly featureIndex: number;
  readonly polygonIndex: number;
  readonly intensity: number | null;
  readonly degenerate: boolean;
  readonly shapeProblem: string | null;
  readonly outsideFrame: boolean;
  readonly areaPx2: number;
  readonly bounds: Bounds;
  readonly rings: Uint8Array;
};
export type PackedResult = {
  /** Position in the file, counted from 0: what lesion batches refer to. */
  readonly index: number;
  readonly key: string;
  readonly elementId: string | null;
  readonly contentSha256: string;
  readonly captureKey: string;
  readonly captureName: string;
  readonly revisionIdentity: string;
  readonly family: string;
  readonly algorithmTechName: string;
  readonly revision: string | null;
  readonly algorithmVersionId: number | string | null;
  readonly path: string;
  /** Of the element in its source as UTF-8, unpacked. */
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly isOk: boolean;
  readonly failureReason: string | null;
  readonly imageId: string | null;
  readonly creationTime: string | null;
  readonly imageType: string | null;
  readonly areaRows: readonly PlacedAreaRow[];
  readonly masks: readonly PackedMask[];
  readonly views: readonly PackedView[];
  /** What became of the element and its parts, if it is not in the project yet. */
  readonly tally: readonly TallyCount[];
};

export type BatchItem =
  | { readonly type: 'result'; readonly result: PackedResult }
  /** Lesions of a result, at these positions of the batch's columns. */
  | { readonly type: 'lesions'; readonly result: number; readonly from: number; readonly to: number };

/** Rows in the file's order, with their lesions. */
export type PackedBatch = { readonly items: readonly BatchItem[]; readonly lesions: LesionColumns };
