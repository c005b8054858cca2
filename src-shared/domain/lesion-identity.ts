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
  /** As delivered: not moved, rotated or reversed; open or closed, further numbers of a position are ignored. */
  readonly rings: readonly (readonly (readonly number[])[])[];
};

/** What a model lesion's UUIDv5 hashes: canonical JSON of result key, mask, feature, polygon and rings. */
export function lesionIdName(parts: LesionIdParts): string {
  const { resultKey, maskList, maskIndex, featureIndex, polygonIndex, rings } = parts;
  return canonicalJson([resultKey, maskList, maskIndex, featureIndex, polygonIndex, rings.map(openPositions)]);
}

/** What a view's UUIDv5 hashes. */
export function viewIdName(resultKey: string, viewName: string): string {
  return canonicalJson([resultKey, viewName]);
}

function openPositions(ring: readonly (readonly number[])[]): number[][] {
  const positions = ring.map((position) => position.slice(0, 2));
  const [first, last] = [positions[0], positions.at(-1)];
  const isClosed = first && last && positions.length > 1 && first[0] === last[0] && first[1] === last[1];
  return isClosed ? positions.slice(0, -1) : positions;
}
