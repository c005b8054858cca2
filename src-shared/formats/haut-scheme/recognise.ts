import { isObject, member, type JsonObject } from './fields';
import { foreignName, isOwnFile } from './foreign-names';
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
  if (isOwnFile(object)) {
    return { code: 'not_used', message: 'A file that Macule wrote itself: it holds no results to review.' };
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
