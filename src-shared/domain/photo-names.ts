/** What file names say about photos and sources: sides, kinds, stems. Paths have forward slashes. */
export type PhotoKind = 'restored' | 'original' | 'unknown';

const SIDE_WORDS: Readonly<Record<string, string>> = {
  front: 'front',
  frontal: 'front',
  left: 'left',
  right: 'right',
};
/** Taken for a side only at the end of a name. */
const SIDE_LETTERS: Readonly<Record<string, string>> = { f: 'front', l: 'left', r: 'right' };
const PICTURE_WORDS = new Set(['restored', 'original', 'face', 'selfie', 'rgba', 'image', 'photo', 'aligned']);

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The file name in lower case without its picture extension; names such as `restored` have none. */
export function photoStem(path: string): string {
  return fileNameOf(path)
    .toLowerCase()
    .replace(/(?<=.)\.(jpe?g|png|webp|tiff?|bmp|gif|heic|heif|avif|jxl)$/, '');
}

/** The picture file that a JSON path ends in, as the key of a map (`$["IMG 1.jpg"][0]`); null when it ends otherwise. */
export function photoNameInPath(jsonPath: string): string | null {
  const quoted = /\[("(?:[^"\\]|\\.)*")\](?:\[\d+\])?$/.exec(jsonPath)?.[1];
  const key = quoted === undefined ? '' : (JSON.parse(quoted) as string);
  return key !== '' && photoStem(key) !== fileNameOf(key).toLowerCase() ? fileNameOf(key) : null;
}

/** The stems that a photo of this JSON file can have, in lower case: `x` of `x.json`, `x (1).json`, `x_result.json.gz`. */
export function sourceStems(path: string): string[] {
  const stem = fileNameOf(path)
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replace(/(?<=.)\.(json|ndjson|jsonl|txt)$/, '');
  const uncopied = stem.replace(/ ?\(\d+\)$/, '');
  const bare = uncopied.replace(/[_\-. ](results?|response|answer|masks?|pih)$/, '');
  return [...new Set([stem, uncopied, bare])].filter((text) => text !== '');
}

/** The words of a name in lower case, split at everything but letters and digits, and inside `faceLeft`. */
export function nameWords(name: string): string[] {
  const spaced = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase();
  return spaced.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** The one side that the file name tells, else the nearest folder named exactly as a side; null when none. */
export function sideInPath(path: string): string | null {
  const segments = path.split('/');
  const fileName = segments.pop() ?? '';
  const inName = sideOfWords(nameWords(fileName.replace(/\.\w{1,5}$/, '')));
  if (inName !== null) return inName;
  const folder = segments.findLast((segment) => Object.hasOwn(SIDE_WORDS, segment.toLowerCase()));
  return folder === undefined ? null : (SIDE_WORDS[folder.toLowerCase()] ?? null);
}

/** The folder above one that is named exactly as a side; null for all others. */
export function sideFolderParent(folder: string): string | null {
  return Object.hasOwn(SIDE_WORDS, fileNameOf(folder).toLowerCase()) ? folderOf(folder) : null;
}

function sideOfWords(words: readonly string[]): string | null {
  const sides = new Set(words.flatMap((word) => (Object.hasOwn(SIDE_WORDS, word) ? [SIDE_WORDS[word]] : [])));
  if (sides.size > 0) return sides.size === 1 ? ([...sides][0] ?? null) : null;
  const telling = words.filter((word) => !PICTURE_WORDS.has(word));
  const last = telling.at(-1) ?? '';
  return telling.length > 1 && Object.hasOwn(SIDE_LETTERS, last) ? (SIDE_LETTERS[last] ?? null) : null;
}

/** Whether the photo's name says `restored` or `original`; the folder's when the name is silent. */
export function photoKindOf(path: string): PhotoKind {
  for (const segment of path.split('/').toReversed().slice(0, 2)) {
    const words = nameWords(segment);
    if (words.includes('restored')) return 'restored';
    if (words.includes('original')) return 'original';
  }
  return 'unknown';
}

/** The photo's stem, and what is left of it when side and picture words are taken off its end: `x_left_restored`, `x_left`, `x`. */
export function stemBases(path: string): string[] {
  const bases = [photoStem(path)];
  for (;;) {
    const base = bases.at(-1) ?? '';
    const [, rest, word] = /^(.+)[_\-. ]([^_\-. ]+)$/.exec(base) ?? [];
    if (rest === undefined || word === undefined) return bases;
    const isTaken = PICTURE_WORDS.has(word) || Object.hasOwn(SIDE_WORDS, word) || Object.hasOwn(SIDE_LETTERS, word);
    if (!isTaken) return bases;
    bases.push(rest);
  }
}

/** What is looked for; it may take some texts for wanted that are not. */
type Wanted = { has(text: string): boolean };

/** The wanted ids, in lower case, that stand in a path segment between delimiters or fill it. */
export function idsInPath(path: string, wanted: Wanted): string[] {
  return [...new Set(path.split('/').flatMap((segment) => idsInSegment(segment.toLowerCase(), wanted)))];
}

/** Names with more words are looked at in their first words only; ids made of more than that do not occur. */
const MAX_WORDS = 24;

function idsInSegment(segment: string, wanted: Wanted): string[] {
  const words = [...segment.matchAll(/[\p{L}\p{N}]+/gu)].slice(0, MAX_WORDS);
  const found = wanted.has(segment) ? [segment] : [];
  words.forEach((first, from) => {
    for (const last of words.slice(from)) {
      const text = segment.slice(first.index, last.index + last[0].length);
      if (wanted.has(text)) found.push(text);
    }
  });
  return found;
}
