import type { ImageListEntry } from '#shared/domain/pairing';
import type { TallyCount } from '#shared/domain/tally';
import type { Frame } from '#shared/domain/view';
import type { Polygon } from '#shared/geometry/types';
import type { SchemeFindingCode } from './finding-codes';

export type SchemeFinding = {
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: SchemeFindingCode;
  /** JSON path such as `$[3].result.masks_restored[0].features[0]`, or `line 12, column 4`; '' for the whole text. */
  readonly place: string;
  /** What happened and what to do. */
  readonly message: string;
};

/** Which of the two picture spaces a mask is drawn in: the restored picture or the upload. */
export type MaskList = 'masks_restored' | 'masks_original';
export const MASK_LISTS = ['masks_restored', 'masks_original'] as const satisfies readonly MaskList[];

export type DecodedLesion = {
  readonly featureIndex: number;
  /** Index among the polygons of the feature; counts on through the members of a GeometryCollection. */
  readonly polygonIndex: number;
  /** Positions as delivered, x and y only, one closing vertex dropped: what the lesion id is made of. */
  readonly deliveredRings: number[][][];
  /** In frame pixels (view-box origin subtracted), exterior positive, holes negative, first vertices kept. */
  readonly polygon: Polygon;
  readonly intensity: number | null;
  readonly degenerate: boolean;
  /** Why the polygon is not a valid OGC polygon, in words; null when it is one. */
  readonly shapeProblem: string | null;
  readonly outsideFrame: boolean;
};

export type DecodedMask = {
  readonly list: MaskList;
  readonly index: number;
  /** The file's word; without one `front` for the only mask of its list, else `unknown`. */
  readonly side: string;
  readonly maskType: string;
  /** False for heat maps, lines, points and refused masks: such a mask has no lesions and no view. */
  readonly reviewable: boolean;
  /** min-x, min-y, width, height; null when missing or unreadable. */
  readonly viewBox: [number, number, number, number] | null;
  readonly techName: string | null;
  readonly name: string | null;
  readonly fill: string | null;
  readonly lesions: DecodedLesion[];
};

export type DecodedAreaRow = {
  /** Position in `area_results`; rows that cannot be read leave gaps. */
  readonly index: number;
  readonly areaName: string;
  /** A number, or the file's word when it is none (`moderate`). */
  readonly value: number | string | null;
  readonly units: string | null;
  readonly techName: string | null;
};

export type DecodedResult = {
  /** JSON path of the element. */
  readonly path: string;
  readonly id: string | null;
  /** RFC 8785 JSON of the element: what the content hash is made of. */
  readonly canonical: string;
  readonly family: string;
  readonly algorithmTechName: string;
  readonly revision: string | null;
  readonly algorithmVersionId: number | string | null;
  readonly imageId: string | null;
  readonly creationTime: string | null;
  readonly imageType: string | null;
  readonly isOk: boolean;
  /** Null exactly when `isOk`. */
  readonly failureReason: string | null;
  readonly areaRows: DecodedAreaRow[];
  /** Empty for a failed result. */
  readonly masks: DecodedMask[];
  /** What became of the element, its masks, features and polygons. */
  readonly tally: readonly TallyCount[];
};
/** A result as it was read, before its parts are counted. */
export type UncountedResult = Omit<DecodedResult, 'tally'>;

/** An area row with what a writer of the same file needs. */
export type PlacedAreaRow = DecodedAreaRow & {
  /** The value as the file spells it (`7.0`, `"7"`); null when there is none. */
  readonly spelling: string | null;
  readonly widgetType: string | null;
  /** JSON as delivered. */
  readonly subMetrics: string | null;
};

/** A result with the place of its element in the UTF-8 text that it was read from: offsets of bytes. */
export type PlacedResult = Omit<DecodedResult, 'areaRows'> & {
  readonly areaRows: PlacedAreaRow[];
  readonly byteStart: number;
  readonly byteEnd: number;
};

/** What is known when a text has been read to its end. */
export type DocumentEnd = {
  /** What became of elements that gave no result. */
  readonly tally: TallyCount[];
  readonly skippedFamilies: { family: string; count: number }[];
  /** Entries of an image list found in the text; they help pairing and hold no masks. */
  readonly imageList: ImageListEntry[];
};

export type DecodedDocument = DocumentEnd & {
  readonly results: PlacedResult[];
  readonly findings: SchemeFinding[];
};

export type PlannedView = {
  /** `front`, `left`, `front-2`, `unknown`: unique within the result. */
  readonly name: string;
  readonly side: string;
  /** Null when there is no view box: it becomes the paired photo's. */
  readonly frame: Frame | null;
  readonly maskRefs: { list: MaskList; index: number }[];
};
