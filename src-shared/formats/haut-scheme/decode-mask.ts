import { decodeFeatures } from './decode-feature';
import { isObject, isWord, kindOf, member, numberOf, textField, type FieldSource, type JsonObject } from './fields';
import { ASK_AGAIN, shorten } from './report';
import { MASK_LISTS, type DecodedMask, type MaskList } from './types';

type ViewBox = [number, number, number, number];
const POLYGON_MASK = 'polygon_mask';
/** No picture is wider, and no canvas could show it. */
const FRAME_LIMIT_PX = 1_000_000;
const AREAL_GEOMETRIES = ['polygon', 'multipolygon', 'geometrycollection'];

/** Decodes both mask lists of a result body; indices are those of the file. */
export function decodeMasks(body: FieldSource): DecodedMask[] {
  if (!MASK_LISTS.some((list) => Object.hasOwn(body.object, list))) {
    const message = 'The result is good, but has neither masks_restored nor masks_original, not even empty ones.';
    const advice = 'It counts as a result without lesions: look whether the masks were left out when it was saved.';
    body.report('mask_lists_missing', body.path, `${message} ${advice}`);
  }
  return MASK_LISTS.flatMap((list) => {
    const masks = member(body.object, list);
    if (masks === undefined || masks === null) return [];
    if (!Array.isArray(masks)) {
      const message = `"${list}" is ${kindOf(masks)} instead of a list: no mask was read from it. ${ASK_AGAIN}`;
      body.report('mask_list_unreadable', `${body.path}.${list}`, message);
      return [];
    }
    return (masks as unknown[]).flatMap((mask, index) => {
      const path = `${body.path}.${list}[${index}]`;
      if (isObject(mask)) {
        return decodeMask({ object: mask, path, report: body.report }, { list, index, isOnly: masks.length === 1 });
      }
      body.report(
        'mask_unreadable',
        path,
        `The mask is ${kindOf(mask)} instead of an object: it was left out. ${ASK_AGAIN}`,
      );
      return [];
    });
  });
}

type MaskPlace = { readonly list: MaskList; readonly index: number; readonly isOnly: boolean };

function decodeMask(mask: FieldSource, { list, index, isOnly }: MaskPlace): DecodedMask {
  const features = readFeatureList(mask);
  const maskType = textField(mask, 'mask_type') ?? guessMaskType(features);
  const isPolygonMask = isWord(maskType, POLYGON_MASK);
  const viewBox = readViewBox(mask, isPolygonMask);
  const isRefused = viewBox === 'empty';
  if (!isPolygonMask) {
    const message = `A mask of type ${shorten(maskType, 60)} with ${features.length} features is no polygon mask: listed, not reviewed.`;
    mask.report('mask_not_reviewable', mask.path, message);
  }
  const reviewable = isPolygonMask && !isRefused;
  const box = isRefused ? null : viewBox;
  return {
    list,
    index,
    side: readSide(mask, { isOnly, reviewable }),
    maskType,
    reviewable,
    viewBox: box,
    techName: textField(mask, 'tech_name'),
    name: textField(mask, 'name'),
    fill: textField(mask, 'fill'),
    lesions: reviewable
      ? decodeFeatures(features, { viewBox: box, path: `${mask.path}.features`, report: mask.report })
      : [],
  };
}

function readFeatureList({ object, path, report }: FieldSource): readonly unknown[] {
  const features = member(object, 'features');
  if (Array.isArray(features)) return features;
  const message = `"features" is ${kindOf(features)} instead of a list: the mask has no lesions here, which need not be true. ${ASK_AGAIN}`;
  report('features_unreadable', `${path}.features`, message);
  return [];
}

/** Without a type the geometries decide; a mask without features takes no harm as a polygon mask. */
function guessMaskType(features: readonly unknown[]): string {
  const types = features.flatMap((feature): string[] => {
    const geometry = isObject(feature) ? member(feature, 'geometry') : null;
    const type = isObject(geometry) ? member(geometry as JsonObject, 'type') : null;
    return typeof type === 'string' ? [type.trim().toLowerCase()] : [];
  });
  const isAreal = types.length === 0 || types.some((type) => AREAL_GEOMETRIES.includes(type));
  return isAreal ? POLYGON_MASK : 'unknown';
}

function readSide(mask: FieldSource, { isOnly, reviewable }: { isOnly: boolean; reviewable: boolean }): string {
  const side = textField(mask, 'side');
  if (side !== null) return /^(front|left|right)$/i.test(side) ? side.toLowerCase() : side;
  if (isOnly) return 'front';
  if (reviewable) {
    const message = 'One of several masks names no side: shown as "unknown", pair its photo by hand.';
    mask.report('side_unknown', mask.path, message);
  }
  return 'unknown';
}

/** `empty` when it has no width or height: the mask is refused. */
function readViewBox({ object, path, report }: FieldSource, isNeeded: boolean): ViewBox | 'empty' | null {
  const value = member(object, 'view_box');
  const place = `${path}.view_box`;
  if (value === undefined || value === null || value === '') {
    const message = 'The mask has no view box: the size of the paired photo will be assumed.';
    if (isNeeded) report('view_box_missing', path, message);
    return null;
  }
  const parts: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.trim().split(/[\s,]+/)
      : [];
  const [minX, minY, width, height] = parts.map(numberOf);
  const isComplete = parts.length === 4 && [minX, minY, width, height].every(isFrameNumber);
  if (!isComplete || width == null || height == null) {
    const message = `The view box is not four numbers of at most ${FRAME_LIMIT_PX.toLocaleString('en')} px`;
    report('view_box_unreadable', place, `${message}: the size of the paired photo will be assumed.`);
    return null;
  }
  if (width > 0 && height > 0) return [minX ?? 0, minY ?? 0, width, height];
  report('view_box_empty', place, `The view box is ${width} by ${height}: the mask was refused. ${ASK_AGAIN}`);
  return 'empty';
}

function isFrameNumber(part: number | null | undefined): boolean {
  return typeof part === 'number' && Math.abs(part) <= FRAME_LIMIT_PX;
}
