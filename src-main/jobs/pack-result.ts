import { hash } from 'node:crypto';
import { canonicalJson } from '#shared/domain/canonical-json';
import { LESION_NAMESPACE, lesionIdNames, VIEW_NAMESPACE, viewIdName } from '#shared/domain/lesion-identity';
import { planViews } from '#shared/formats/haut-scheme/plan-views';
import type { DecodedLesion, DecodedMask, PlacedResult } from '#shared/formats/haut-scheme/types';
import { polygonBounds } from '#shared/geometry/bounds';
import { encodePolygon } from '#shared/geometry/codec';
import type { PackedLesion, PackedMask, PackedResult, PackedView } from '#main/repositories/packed-rows';
import { keyHash } from './key-hash';
import { lesionArea } from './lesion-area';
import { uuid5 } from './uuid5';

const sha256 = (text: string): string => hash('sha256', text);

/** SHA-256 of the element's canonical JSON: tells a re-download from other content under the same id. */
export const contentHash = (result: PlacedResult): string => sha256(result.canonical);

/** The result key of DESIGN §3.8; `isConflict` when the id is taken by other content. */
export function resultKey(result: PlacedResult, isConflict: boolean, content = contentHash(result)): string {
  if (result.id === null) return content;
  return isConflict ? `${result.id}#${content.slice(0, 8)}` : result.id;
}

/** The image id, else 12 hex digits of the result key. */
const captureName = (result: PlacedResult, key: string): string => result.imageId ?? keyHash(key).slice(0, 12);

function packViews(result: PlacedResult, key: string): { views: PackedView[]; viewOfMask: Map<string, number> } {
  const viewOfMask = new Map<string, number>();
  const views = planViews(result).map(({ name, side, frame, maskRefs }, index): PackedView => {
    const refs = new Set(maskRefs.map(({ list, index: mask }) => `${list} ${mask}`));
    for (const ref of refs) viewOfMask.set(ref, index);
    const lesions = result.masks
      .filter((mask) => refs.has(`${mask.list} ${mask.index}`))
      .flatMap((mask) => mask.lesions);
    const needed = lesions.filter(({ degenerate }) => !degenerate).length;
    return { uid: uuid5(VIEW_NAMESPACE, viewIdName(key, name)), name, side, frame, lesions: lesions.length, needed };
  });
  return { views, viewOfMask };
}

const packMask = ({ lesions: _lesions, ...mask }: DecodedMask, view: number | null): PackedMask => ({ ...mask, view });

/** A result as rows, without its lesions. */
export function packResult(
  result: PlacedResult,
  index: number,
  { key, content }: { key: string; content: string },
): PackedResult {
  const { views, viewOfMask } = packViews(result, key);
  const { family, algorithmTechName, revision, algorithmVersionId, imageId } = result;
  return {
    index,
    key,
    elementId: result.id,
    contentSha256: content,
    captureKey: imageId === null ? `result:${key}` : `image:${imageId}`,
    captureName: captureName(result, key),
    revisionIdentity: canonicalJson([family, algorithmTechName, revision, algorithmVersionId]),
    family,
    algorithmTechName,
    revision,
    algorithmVersionId,
    path: result.path,
    byteStart: result.byteStart,
    byteEnd: result.byteEnd,
    isOk: result.isOk,
    failureReason: result.failureReason,
    imageId,
    creationTime: result.creationTime,
    imageType: result.imageType,
    areaRows: result.areaRows,
    masks: result.masks.map((mask) => packMask(mask, viewOfMask.get(`${mask.list} ${mask.index}`) ?? null)),
    views,
    tally: result.tally,
  };
}

/** Gives the ids of a mask's lesions. */
export function lesionUids(key: string, list: DecodedMask['list'], mask: number): (lesion: DecodedLesion) => string {
  const nameOf = lesionIdNames({ resultKey: key, maskList: list, maskIndex: mask });
  return ({ featureIndex, polygonIndex, deliveredRings: rings }) =>
    uuid5(LESION_NAMESPACE, nameOf({ featureIndex, polygonIndex, rings }));
}

function packLesion(lesion: DecodedLesion, mask: number, uid: string): PackedLesion {
  const { featureIndex, polygonIndex, polygon, intensity, degenerate, shapeProblem, outsideFrame } = lesion;
  return {
    uid,
    mask,
    featureIndex,
    polygonIndex,
    intensity,
    degenerate,
    shapeProblem,
    outsideFrame,
    areaPx2: lesionArea(lesion),
    bounds: polygonBounds(polygon),
    rings: encodePolygon(polygon, 'delivered'),
  };
}

/** The lesions of a result as rows, in the file's order. */
export function* packLesions(result: PlacedResult, key: string): Generator<PackedLesion> {
  for (const [position, { list, index, lesions, reviewable }] of result.masks.entries()) {
    if (!reviewable) continue;
    const uidOf = lesionUids(key, list, index);
    for (const lesion of lesions) yield packLesion(lesion, position, uidOf(lesion));
  }
}
