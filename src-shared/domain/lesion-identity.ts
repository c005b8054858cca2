import { canonicalJson } from './canonical-json';

/** UUIDv5 namespace of model lesions. Never changes: two machines must make the same ids. */
export const LESION_NAMESPACE = '6f0c1d0a-52b7-4e0e-9a53-7d1f0b8c2e41';
/** UUIDv5 namespace of views. */
export const VIEW_NAMESPACE = 'b3a9d1c4-0e86-4f7b-8c25-91e4f6a07d38';

export type LesionIdParts = {
  readonly resultKey: string;
  readonly maskList: 'masks_restored' | 'masks_original';
  readonly maskIndex: number;
  readonly featureIndex: number;
  readonly polygonIndex: number;
  /**
   * As delivered: not moved, rotated or reversed; x and y only, one closing vertex dropped by whoever read them. It is
   * dropped there only: a ring that is closed twice would lose two vertices otherwise.
   */
  readonly rings: readonly (readonly (readonly number[])[])[];
};

/** What a model lesion's UUIDv5 hashes: canonical JSON of result key, mask, feature, polygon and rings. */
export function lesionIdName({ resultKey, maskList, maskIndex, ...lesion }: LesionIdParts): string {
  return lesionIdNames({ resultKey, maskList, maskIndex })(lesion);
}

type MaskParts = Pick<LesionIdParts, 'resultKey' | 'maskList' | 'maskIndex'>;

/** The same for the lesions of one mask. */
export function lesionIdNames({ resultKey, maskList, maskIndex }: MaskParts): (lesion: Omit<LesionIdParts, keyof MaskParts>) => string {
  const head = canonicalJson([resultKey, maskList, maskIndex]).slice(0, -1);
  return ({ featureIndex, polygonIndex, rings }) =>
    `${head},${featureIndex},${polygonIndex},${canonicalJson(rings)}]`;
} // prettier-ignore

/** What a view's UUIDv5 hashes. */
export function viewIdName(resultKey: string, viewName: string): string {
  return canonicalJson([resultKey, viewName]);
}
