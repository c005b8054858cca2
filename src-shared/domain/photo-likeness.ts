import { folderOf, sourceStems } from './photo-names';

/** What stands for a view in the name of its photo. Paths are full, with forward slashes. */
export type NamedView = { readonly sourcePath: string; readonly imageId: string | null; readonly side: string };

const ID = '<image_id>';
const STEM = '<name>';
const SIDE = '<side>';
/** Shorter texts stand in names by chance. */
const SHORTEST = 3;

const stemOf = ({ sourcePath }: NamedView): string => sourceStems(sourcePath)[0] ?? '';

/** Replaces a text where it stands as a word of its own, in either case. */
function replaceWord(path: string, text: string, by: string): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return path.replace(new RegExp(`(?<![\\p{L}\\p{N}<])${escaped}(?![\\p{L}\\p{N}>])`, 'giu'), by);
}

/** A path as seen from a folder: "left.png", "../photos/left.png". */
function relativeTo(folder: string, path: string): string {
  const from = folder.split('/');
  const to = path.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

function resolveFrom(folder: string, relative: string): string | null {
  const parts = folder.split('/');
  for (const part of relative.split('/')) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/**
 * How a photo's path follows from its view, seen from the result file's folder, with what differs from view to view as
 * a placeholder: "images/<image_id>/face/restored", "<side>.png".
 */
export function photoPattern(view: NamedView, photoPath: string): string {
  let pattern = relativeTo(folderOf(view.sourcePath), photoPath);
  if (view.imageId !== null && view.imageId.length >= SHORTEST) pattern = replaceWord(pattern, view.imageId, ID);
  const stem = stemOf(view);
  if (stem.length >= SHORTEST) pattern = replaceWord(pattern, stem, STEM);
  return view.side === 'unknown' ? pattern : replaceWord(pattern, view.side, SIDE);
}

/** The path that a pattern gives for another view; null when the view lacks what the pattern needs. */
export function photoPathBy(pattern: string, view: NamedView): string | null {
  if (pattern.includes(ID) && view.imageId === null) return null;
  const filled = pattern
    .replaceAll(ID, () => view.imageId ?? '')
    .replaceAll(STEM, () => stemOf(view))
    .replaceAll(SIDE, () => view.side);
  return resolveFrom(folderOf(view.sourcePath), filled);
}
