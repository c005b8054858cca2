import type { ImageListEntry, PairingPhoto, PairingView } from './pairing';
import { fileNameOf, folderOf, nameWords, photoStem, sideInPath, sourceStems } from './photo-names';
import type { PairingRule } from './view';

/** More photos of one side or size in one folder tell nothing, and a choice among them is no help. */
export const MAX_CHOICE = 200;
/** Photos that only lie in the same folder: a few to start from. */
const MAX_GUESSES = 12;

/** Of a view's file and image, how many sides and images there are: 0, 1, and 2 for two and more. */
export type Group = { readonly sides: number; readonly images: number };

/**
 * Photos looked up by what their names say, in the order of their ids where nothing else is said. An answer may end after MAX_CHOICE + 1 photos, which
 * says "too many". Folders are full paths; stems, sides and image ids are in lower case.
 */
export type PairingLookups = {
  /** Whether there is no photo at all, so that nothing has to be looked up. */
  readonly isEmpty: boolean;
  groupOf(view: PairingView): Group;
  /** Whether at most one result file has this stem. */
  isStemOfOneSource(stem: string): boolean;
  withImageId(imageId: string): readonly PairingPhoto[];
  /** Photos whose stem this is when words for sides and pictures are taken off its end, in any order; all without a folder. */
  withBase(base: string, folder: string | null): Iterable<PairingPhoto>;
  /** Photos of this very stem, anywhere. */
  withStem(stem: string): readonly PairingPhoto[];
  /** Photos whose name says the side, see `sidesSaid`. */
  withSide(folder: string, side: string): readonly PairingPhoto[];
  ofSize(folder: string, size: { readonly width: number; readonly height: number }): readonly PairingPhoto[];
  inFolder(folder: string): readonly PairingPhoto[];
  /** Photos in the folders right under it that are named as a side, those of each folder unless they are too many. */
  inSideFolders(folder: string): readonly PairingPhoto[];
  /** What image lists say of an image id, in the order of the lists; null when none names it. */
  listed(imageId: string): readonly PairingPhoto[] | null;
  /** The photos in and under a folder that image lists call by a side, likewise. */
  listedOfSide(folder: string, side: string): readonly PairingPhoto[];
};

/** The photos that an entry of an image list means: beside the list, else the one of that name or id under its folder. */
export function photosOfEntry(
  { imageId, name, folder = '' }: ImageListEntry,
  lookups: Pick<PairingLookups, 'withBase' | 'withStem' | 'withImageId'>,
): PairingPhoto[] {
  const stem = photoStem(name);
  const beside = upTo(lookups.withBase(stem, folder), () => true);
  const isHere = ({ path }: PairingPhoto): boolean => isUnder(path, folder);
  const named = beside.length > 0 ? beside : choice(lookups.withStem(stem)).filter(isHere);
  const withId = choice(lookups.withImageId(imageId.toLowerCase())).filter(isHere);
  return [...new Map([...named, ...withId].map((photo) => [photo.id, photo])).values()];
}

/** The photos that one rule finds for a view. */
export function hits(
  rule: Exclude<PairingRule, 'user'>,
  view: PairingView,
  lookups: PairingLookups,
): readonly PairingPhoto[] {
  const isFileOfOneImage = view.resultCountInFile === 1 || view.imageId !== null;
  const found = ((): readonly PairingPhoto[] => {
    switch (rule) {
      case 'image_id':
        return withImageId(view, lookups);
      case 'image_list':
        return inImageList(view, lookups);
      case 'stem':
        return isFileOfOneImage && lookups.groupOf(view).images <= 1 ? withStem(view, lookups) : [];
      case 'side_word':
        return isFileOfOneImage ? withSideWord(view, lookups) : [];
      case 'frame_size':
        return isFileOfOneImage ? withFrameSize(view, lookups) : [];
    }
  })();
  return found.filter((photo) => !isOtherSide(view, photo));
}

/**
 * Photos in the JSON's own folder and in folders for sides right under it whose name does not say another side, the
 * likelier kind first.
 */
export function guesses(view: PairingView, lookups: PairingLookups): readonly PairingPhoto[] {
  const folder = folderOf(view.sourcePath);
  const photos = [...choice(lookups.inFolder(folder)), ...lookups.inSideFolders(folder)];
  const rank = ({ kind }: PairingPhoto): number => ['restored', 'unknown', 'original'].indexOf(kind);
  return photos
    .filter((photo) => !isOtherSide(view, photo))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_GUESSES);
}

/** `image_id` is the front image's in a batch: another side's photo must say its side too. */
function withImageId(view: PairingView, lookups: PairingLookups): readonly PairingPhoto[] {
  if (view.imageId === null) return [];
  const photos = choice(lookups.withImageId(view.imageId.toLowerCase()));
  if (photos.length === 0 || isMainSide(view, lookups.groupOf(view))) return photos;
  return photos.filter((photo) => saysSide(view, photo));
}

function inImageList(view: PairingView, lookups: PairingLookups): readonly PairingPhoto[] {
  const listed = view.imageId === null ? null : lookups.listed(view.imageId.toLowerCase());
  if (!listed) return ofItsName(view, lookups);
  if (isMainSide(view, lookups.groupOf(view))) return listed;
  // Which capture another side's entry belongs to is not in the list: only the JSON's own folder can tell.
  return choice(lookups.listedOfSide(folderOf(view.sourcePath), view.side.toLowerCase()));
}

/** In a map the key can be the photo's name (research/scheme.md §6.4); in a batch it is the front's. */
function ofItsName(view: PairingView, lookups: PairingLookups): readonly PairingPhoto[] {
  const { photoName: name, sourcePath } = view;
  if (name === undefined) return [];
  const photos = photosOfEntry({ imageId: '', name, side: null, folder: folderOf(sourcePath) }, lookups);
  return isMainSide(view, lookups.groupOf(view)) ? photos : photos.filter((photo) => saysSide(view, photo));
}

function withStem(view: PairingView, lookups: PairingLookups): readonly PairingPhoto[] {
  const stems = sourceStems(view.sourcePath);
  const isUnique = stems.every((stem) => lookups.isStemOfOneSource(stem));
  const isMain = isMainSide(view, lookups.groupOf(view));
  const found = new Map<number, PairingPhoto>();
  for (const stem of stems) {
    const own = upTo(
      lookups.withBase(stem, isUnique ? null : folderOf(view.sourcePath)),
      (photo) => isMain || saysSide(view, photo),
    );
    for (const photo of own) found.set(photo.id, photo);
  }
  return choice([...found.values()]);
}

function withSideWord({ sourcePath, side }: PairingView, lookups: PairingLookups): readonly PairingPhoto[] {
  const word = side.toLowerCase();
  return word === 'unknown' ? [] : choice(lookups.withSide(folderOf(sourcePath), word));
}

function withFrameSize({ sourcePath, frame }: PairingView, lookups: PairingLookups): readonly PairingPhoto[] {
  const photos = frame ? choice(lookups.ofSize(folderOf(sourcePath), frame)) : [];
  return photos.filter((photo) => !isOfBothSides(photo));
}

function saysSide({ side }: PairingView, photo: PairingPhoto): boolean {
  return side !== 'unknown' && sidesSaid(photo).has(side.toLowerCase());
}

type NameFacts = { readonly folder: string; readonly side: string | null; readonly words: readonly string[] };
/** Hundreds of views look at the same photos of one folder. */
const factsOfName = new WeakMap<PairingPhoto, NameFacts>();

function nameFacts(photo: PairingPhoto): NameFacts {
  let facts = factsOfName.get(photo);
  if (!facts) {
    const { path } = photo;
    facts = { folder: folderOf(path), side: sideInPath(path), words: nameWords(fileNameOf(path)) };
    factsOfName.set(photo, facts);
  }
  return facts;
}

/** The side that the name tells, and every word of the name: a file may have sides of its own. */
export function sidesSaid(photo: PairingPhoto): ReadonlySet<string> {
  if (isOfBothSides(photo)) return new Set();
  const { side, words } = nameFacts(photo);
  return new Set([...(side === null ? [] : [side]), ...words]);
}

function isOtherSide({ side }: PairingView, photo: PairingPhoto): boolean {
  const said = nameFacts(photo).side;
  return said !== null && side !== 'unknown' && said !== side.toLowerCase();
}

/** Whether the image id and the bare stem mean this view: the front, or the only side that there is. */
function isMainSide({ side }: PairingView, { sides }: Group): boolean {
  return side === 'front' || sides === 1;
}

/** A collage: it is the picture of neither side. */
function isOfBothSides(photo: PairingPhoto): boolean {
  const { words } = nameFacts(photo);
  return words.includes('left') && words.includes('right');
}

/** Of several photos those in the JSON's own folder if there are any, else all. */
export function nearest(photos: readonly PairingPhoto[], { sourcePath }: PairingView): readonly PairingPhoto[] {
  const folder = folderOf(sourcePath);
  const near = photos.filter((photo) => nameFacts(photo).folder === folder);
  return near.length > 0 ? near : photos;
}

const choice = (photos: readonly PairingPhoto[]): readonly PairingPhoto[] => (photos.length > MAX_CHOICE ? [] : photos);

/** One more than the limit, so that "too many" is known; by id. */
function upTo(photos: Iterable<PairingPhoto>, isWanted: (photo: PairingPhoto) => boolean): PairingPhoto[] {
  const found: PairingPhoto[] = [];
  for (const photo of photos) if (isWanted(photo) && found.push(photo) > MAX_CHOICE) break;
  return found.sort((a, b) => a.id - b.id);
}

const isUnder = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);
