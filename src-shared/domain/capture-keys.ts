import { fileNameOf, photoStem, stemBases } from './photo-names';

/** What a row of a table names a capture by. */
export const TABLE_KEYS = ['image_id', 'file_name', 'subject'] as const;
export type TableKey = (typeof TABLE_KEYS)[number];

/** A capture by everything that a table can call it. Paths have forward slashes. */
export type NamedCapture = {
  readonly id: number;
  readonly imageIds: readonly string[];
  readonly photoPaths: readonly string[];
  readonly subject: string | null;
};
/** Captures that a key names: all of a subject; of an image id or file name two when it is not unique. */
export type CaptureKeys = { readonly find: (key: TableKey, text: string) => readonly number[] };

/** A text in lower case, to the texts as they are written, to the captures that have them. */
type Index = Map<string, Map<string, number[]>>;

/** Captures come one after the other, so that one that has the text already is the last. */
function put(index: Index, exact: string, id: number): void {
  const key = exact.toLowerCase();
  const spellings = index.get(key) ?? new Map<string, number[]>();
  if (spellings.size === 0) index.set(key, spellings);
  const ids = spellings.get(exact);
  if (!ids) spellings.set(exact, [id]);
  else if (ids.at(-1) !== id) ids.push(id);
}

/** Where one capture is meant, two are as good as thousands: there is no end to `front.jpg`. */
const SEVERAL = 2;

/** Upper and lower case are told apart only where it takes that to name one. */
function look(index: Index, text: string, limit = SEVERAL): readonly number[] {
  const spellings = index.get(text.toLowerCase());
  const exact = spellings?.get(text);
  if (exact) return exact.slice(0, limit);
  const found = new Set<number>();
  for (const ids of spellings?.values() ?? []) for (const id of ids.slice(0, limit)) found.add(id);
  return [...found].slice(0, limit);
}

/** An index of captures by image id, photo name and subject. Add every capture, then ask. */
export function createCaptureKeys(): CaptureKeys & { add(capture: NamedCapture): void } {
  const byImageId: Index = new Map();
  const byPhotoPath: Index = new Map();
  const byPhotoName: Index = new Map();
  const byPhotoStem: Index = new Map();
  const bySubject: Index = new Map();

  const byFileName = (text: string): readonly number[] => {
    const path = text.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
    const name = fileNameOf(path);
    const tries = [
      () => (path === name ? [] : look(byPhotoPath, path)),
      () => look(byPhotoName, name),
      () => look(byPhotoStem, name),
      () => look(byPhotoStem, photoStem(name)),
      ...stemBases(name).map((base) => () => look(byImageId, base)),
    ];
    for (const one of tries) {
      const found = one();
      if (found.length > 0) return found;
    }
    return [];
  };

  return {
    add: ({ id, imageIds, photoPaths, subject }) => {
      for (const imageId of imageIds) put(byImageId, imageId, id);
      if (subject !== null) put(bySubject, subject, id);
      for (const path of photoPaths) {
        const names = path.split('/');
        // A table may say the end of the path only; more than three folders of it are not looked at.
        for (const length of [2, 3, 4])
          if (names.length >= length) put(byPhotoPath, names.slice(-length).join('/'), id);
        put(byPhotoPath, path, id);
        put(byPhotoName, fileNameOf(path), id);
        put(byPhotoStem, photoStem(path), id);
      }
    },
    find: (key, text) => {
      if (text === '') return [];
      if (key === 'image_id') return look(byImageId, text);
      return key === 'subject' ? look(bySubject, text, Infinity) : byFileName(text);
    },
  };
}
