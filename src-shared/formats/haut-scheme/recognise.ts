import { isObject, isWord, member, type JsonObject } from './fields';
import { shorten } from './report';
import type { SchemeFindingCode } from './finding-codes';

export type Recognised = { readonly code: SchemeFindingCode; readonly message: string };

const INSTEAD = 'give the JSON answer of the masks service instead.';

/** What an object is that is no result but is known; null when it may be a wrapper of results. */
export function recognise(object: JsonObject): Recognised | null {
  const detail = errorDetail(object);
  if (detail !== null) {
    const message = `This is an error answer of the service (${detail}): download the result again.`;
    return { code: 'error_answer', message };
  }
  if (isV3Answer(object)) {
    return { code: 'api_v3_answer', message: `This is an answer of API version 3, which has no masks: ${INSTEAD}` };
  }
  if (isWebhookBody(object)) {
    return { code: 'webhook_body', message: `This is a webhook body, which carries no masks: ${INSTEAD}` };
  }
  const name = foreignName(object);
  return name === null ? null : { code: 'foreign_format', message: `This is ${name}, not an answer: ${INSTEAD}` };
}

/** Whether the object carries signed links to images instead of masks. */
export function isWebhookBody(object: JsonObject): boolean {
  const images = member(object, 'images');
  if (!isObject(images)) return false;
  return ['original', 'restored'].some((kind) => {
    const image = member(images, kind);
    return isObject(image) && Object.hasOwn(image, 'signed_url');
  });
}

function errorDetail(object: JsonObject): string | null {
  const errors = member(object, 'errors');
  if (Array.isArray(errors) && Object.keys(object).length <= 4) {
    const first: unknown = errors[0];
    if (!isObject(first) || !(Object.hasOwn(first, 'detail') || Object.hasOwn(first, 'code'))) return null;
    return shorten(String(member(first, 'detail') ?? member(first, 'code')), 120);
  }
  const detail = member(object, 'detail');
  return typeof detail === 'string' && Object.keys(object).length <= 2 ? shorten(detail, 120) : null;
}

function isV3Answer(object: JsonObject): boolean {
  if (Object.hasOwn(object, 'face_skin_metrics_3')) return true;
  return Object.hasOwn(object, 'parameters') && Object.hasOwn(object, 'predicted_images');
}

function foreignName(object: JsonObject): string | null {
  const has = (key: string): boolean => Object.hasOwn(object, key);
  const hasList = (key: string): boolean => Array.isArray(member(object, key));
  if (hasList('shapes') && (has('imagePath') || has('imageData') || has('flags'))) return 'a labelme file';
  if (hasList('images') && hasList('annotations')) return 'a COCO file';
  if (has('_via_img_metadata') || has('_via_settings') || (has('regions') && has('filename'))) return 'a VIA file';
  if (hasList('items') && has('categories')) return 'a CVAT (Datumaro) file';
  if (hasList('shapes') && hasList('tracks')) return 'a CVAT file';
  if (isWord(member(object, 'type'), 'featurecollection')) return geoJsonName(object);
  if (isWord(member(object, 'type'), 'feature') && has('geometry')) return featureName(object);
  return null;
}

function geoJsonName(object: JsonObject): string {
  if (isObject(member(object, 'macule'))) return 'a truth file that Macule exported';
  const features = member(object, 'features');
  const first: unknown = Array.isArray(features) ? features[0] : null;
  if (Object.hasOwn(object, 'view_box') || Object.hasOwn(object, 'mask_type')) return 'a mask without its result';
  return isObject(first) ? featureName(first) : 'a GeoJSON file';
}

function featureName(feature: JsonObject): string {
  const properties = member(feature, 'properties');
  const isQuPath =
    isObject(properties) && (Object.hasOwn(properties, 'objectType') || Object.hasOwn(properties, 'classification'));
  return isQuPath ? 'a QuPath file' : 'a GeoJSON file';
}
