import { isContainer } from './broken-value';
import { isObject, isWord, member, textField, type JsonObject } from './fields';
import { PIH_FAMILY, PIH_TECH_NAME } from './names';
import { MASK_LISTS } from './types';

const UNKNOWN_FAMILY = 'unknown';

/** Whether the object is a result element of whatever family, told by its shape. */
export function isElement(object: JsonObject): boolean {
  if (hasFamily(object)) return true;
  const body = bodyOf(object);
  return body !== null && (typeof member(body, 'algorithm_tech_name') === 'string' || hasMaskList(body));
}

/** Stricter than `isElement`: a piece of an element, such as its `result`, does not pass. */
export function isWholeElement(object: JsonObject): boolean {
  if (hasFamily(object)) return true;
  const hasIdentity = ['id', 'is_ok', 'image_id'].some((key) => Object.hasOwn(object, key));
  return isObject(member(object, 'result')) && hasIdentity && isElement(object);
}

/**
 * Whether an object inside another element is a result of its own: a description of an algorithm, which may name a family
 * too, has neither a `result` nor masks, and the `result` of an element names no identity.
 */
export function isInnerElement(object: JsonObject): boolean {
  const hasBody = Object.hasOwn(object, 'result') || Object.hasOwn(object, 'is_ok') || hasMaskList(object);
  return hasFamily(object) ? hasBody : isWholeElement(object);
}

/** The values of an element in which nothing is looked for: what it is made of. */
const OWN_PARTS: ReadonlySet<string> = new Set([...MASK_LISTS, 'area_results']);

/** Objects and lists of an element, and of its `result`, that the scheme does not know, with the keys that lead there. */
export function* unknownParts(element: JsonObject): Generator<{ keys: readonly string[]; value: object }> {
  const { result } = element;
  for (const [key, value] of Object.entries(element))
    if (isContainer(value) && !OWN_PARTS.has(key) && !(key === 'result' && isObject(value)))
      yield { keys: [key], value };
  if (!isObject(result)) return;
  for (const [key, value] of Object.entries(result))
    if (isContainer(value) && !OWN_PARTS.has(key)) yield { keys: ['result', key], value };
}

/** The object with the masks and rows: `result`, or the element itself where someone saved only the inside. */
export function bodyOf(element: JsonObject): JsonObject | null {
  const result = member(element, 'result');
  if (isObject(result)) return result;
  return hasMaskList(element) ? element : null;
}

/** The entries of both mask lists. */
export function maskEntries(element: JsonObject): unknown[] {
  const body = bodyOf(element);
  if (!body) return [];
  return MASK_LISTS.flatMap((list): unknown[] => {
    const masks = member(body, list);
    return Array.isArray(masks) ? masks : [];
  });
}

/** The family in lower case; told by the inner name or the masks' names where it is missing. */
export function familyOf(element: JsonObject): string {
  const silent = { path: '', report: () => undefined };
  const family = textField({ object: element, ...silent }, 'algorithm_family_tech_name');
  if (family !== null) return family.toLowerCase();
  const inner = textField({ object: bodyOf(element) ?? element, ...silent }, 'algorithm_tech_name');
  if (inner !== null) return isWord(inner, PIH_TECH_NAME) ? PIH_FAMILY : inner.toLowerCase();
  const maskNames = maskEntries(element).map((mask) => (isObject(mask) ? member(mask, 'tech_name') : null));
  const isPih = maskNames.some((name) => typeof name === 'string' && name.toLowerCase().startsWith(PIH_TECH_NAME));
  return isPih ? PIH_FAMILY : UNKNOWN_FAMILY;
}

function hasFamily(object: JsonObject): boolean {
  const family = member(object, 'algorithm_family_tech_name');
  return (typeof family === 'string' && family.trim() !== '') || typeof family === 'number';
}

function hasMaskList(object: JsonObject): boolean {
  return MASK_LISTS.some((list) => Array.isArray(member(object, list)));
}
