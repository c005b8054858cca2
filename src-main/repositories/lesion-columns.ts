import type { PackedLesion } from './packed-rows';

/**
 * Lesions in columns: a thread is given a few buffers, where objects would be copied one by one. Columns may be longer
 * than `count` needs.
 */
export type LesionColumns = {
  readonly count: number;
  /** `UID_LENGTH` characters per lesion. */
  readonly uids: string;
  /** Per lesion `LESION_PLACES`: index into the result's masks, feature index, polygon index. */
  readonly places: Int32Array<ArrayBuffer>;
  /** Bits of `LESION_FLAG`. */
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Per lesion `LESION_NUMBERS`: intensity, area in px², bounds in frame px. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** By position in the batch, where there is one. */
  readonly shapeProblems: ReadonlyMap<number, string>;
  /** Geometry bytes, one after the other; `ringEnds`: index behind each lesion's. */
  readonly rings: Uint8Array<ArrayBuffer>;
  readonly ringEnds: Uint32Array<ArrayBuffer>;
};
export const UID_LENGTH = 36;
export const LESION_PLACES = 3;
export const LESION_NUMBERS = 6;
export const LESION_FLAG = { degenerate: 1, outsideFrame: 2, hasIntensity: 4 } as const;

/** The lesion at a position; its geometry bytes stay where they are. */
export function lesionAt(columns: LesionColumns, at: number): PackedLesion {
  const { uids, places, flags, numbers, shapeProblems, rings, ringEnds } = columns;
  const flag = flags[at] ?? 0;
  const place = LESION_PLACES * at;
  const number = LESION_NUMBERS * at;
  return {
    uid: uids.slice(UID_LENGTH * at, UID_LENGTH * (at + 1)),
    mask: places[place] as number,
    featureIndex: places[place + 1] as number,
    polygonIndex: places[place + 2] as number,
    intensity: flag & LESION_FLAG.hasIntensity ? (numbers[number] as number) : null,
    degenerate: (flag & LESION_FLAG.degenerate) !== 0,
    shapeProblem: shapeProblems.get(at) ?? null,
    outsideFrame: (flag & LESION_FLAG.outsideFrame) !== 0,
    areaPx2: numbers[number + 1] as number,
    bounds: {
      minX: numbers[number + 2] as number,
      minY: numbers[number + 3] as number,
      maxX: numbers[number + 4] as number,
      maxY: numbers[number + 5] as number,
    },
    rings: rings.subarray(at === 0 ? 0 : ringEnds[at - 1], ringEnds[at]),
  };
}
