import { isObject, member } from './fields';
import type { OpenContainer, TolerantFailure } from './tolerant-json';

/** A body's own lists: an object that holds one, or is at one, is an element or its body, not a wrapper. */
const BODY_LISTS = ['masks_restored', 'masks_original', 'area_results'];

export const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a bracket was meant as JSON and is not one in prose. */
export function isMeant(value: unknown, failure: TolerantFailure | null): boolean {
  if (Array.isArray(value)) return isContainer(value[0]);
  return isObject(value) && (Object.keys(value).length > 0 || (failure?.open[0]?.key ?? null) !== null);
}

/** The partial value without the element in which it broke off; undefined when that is the whole. */
export function pruneCutElement(value: unknown, { open }: TolerantFailure): unknown {
  const index = open.findIndex((container, i) => isElement(container, open[i + 1]));
  if (index < 0) return value;
  const parent = open[index - 1];
  if (!parent) return undefined;
  if (Array.isArray(parent.value)) parent.value.pop();
  else if (parent.key !== null) Reflect.deleteProperty(parent.value, parent.key);
  return value;
}

function isElement({ value, key }: OpenContainer, inner: OpenContainer | undefined): boolean {
  if (!isObject(value)) return false;
  if (Object.hasOwn(value, 'algorithm_family_tech_name')) return true;
  if (BODY_LISTS.some((list) => key === list || Object.hasOwn(value, list))) return true;
  return isObject(member(value, 'result')) || (key === 'result' && isObject(inner?.value));
}
