import type { ImageListEntry } from '#shared/domain/pairing';
import { isObject, member, type JsonObject } from './fields';

/** The service's numbers for the sides of an upload. */
const SIDE_NUMBERS: Readonly<Record<string, string>> = { '1': 'front', '2': 'right', '3': 'left' };

/** An entry of an image list (`id, name, side, urls, …`), or null for any other object. */
export function readImageListEntry(object: JsonObject): ImageListEntry | null {
  const id = member(object, 'id');
  const name = member(object, 'name');
  if (typeof id !== 'string' || id.trim() === '' || typeof name !== 'string') return null;
  const isImage = Object.hasOwn(object, 'urls') || (Object.hasOwn(object, 'side') && Object.hasOwn(object, 'light'));
  return isImage ? { imageId: id.trim(), name: name.trim(), side: readSide(member(object, 'side')) } : null;
}

function readSide(value: unknown): string | null {
  if (isObject(value)) return readSide(member(value, 'name') ?? member(value, 'id'));
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const word = String(value).trim().toLowerCase();
  return word === '' ? null : (SIDE_NUMBERS[word] ?? word);
}
