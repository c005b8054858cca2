import type { ImageListEntry, PairingPhoto, PairingView } from './pairing';
import {
  fileNameOf,
  folderOf,
  idsInPath,
  nameWords,
  photoStem,
  sideInPath,
  sourceStems,
  stemBases,
} from './photo-names';
import type { PairingRule } from './view';

/** More photos of one side or size in one folder tell nothing, and a choice among them is no help. */
const MAX_CHOICE = 200;
/** Views or photos that are taken in between two turns of others. */
const TURN = 500;
/** Photos that only lie in the same folder: a few to start from. */
const MAX_GUESSES = 12;

/** The views of one image in one file: a batch's sides. */
export type Group = { readonly sides: ReadonlySet<string>; readonly imageIds: ReadonlySet<string | null> };

/** Photos looked up by what their names say; the pairing rules as look-ups. Every look-up answers few photos. */
export class PairingIndex {
  private readonly byFolder = new Map<string, PairingPhoto[]>();
  private readonly byImageId = new Map<string, PairingPhoto[]>();
  private readonly byName = new Map<string, PairingPhoto[]>();
  private readonly byStemBase = new Map<string, PairingPhoto[]>();
  /** Keys are folder and stem, folder and side, folder and size. */
  private readonly byFolderStem = new Map<string, PairingPhoto[]>();
  private readonly byFolderSide = new Map<string, PairingPhoto[]>();
  private readonly byFolderSize = new Map<string, PairingPhoto[]>();
  private readonly sideOfPhoto = new Map<number, string | null>();
  private readonly groups = new Map<string, { sides: Set<string>; imageIds: Set<string | null> }>();
  private readonly sourcesByStem = new Map<string, Set<string>>();
  /** What image lists say: photos of an image id; photos of a side in and under a folder. */
  private readonly listedById = new Map<string, Set<PairingPhoto>>();
  private readonly listedBySide = new Map<string, Set<PairingPhoto>>();

  /** Takes in views and photos, a short step per `next`. */
  *fill(
    views: readonly PairingView[],
    photos: readonly PairingPhoto[],
    imageList: readonly ImageListEntry[],
  ): Generator<void> {
    const wanted = new Set(views.flatMap(({ imageId }) => imageId?.toLowerCase() ?? []));
    for (const { imageId } of imageList) wanted.add(imageId.toLowerCase());
    const sides = new Set(views.map(({ side }) => side.toLowerCase()).filter((side) => side !== 'unknown'));
    for (const [at, photo] of photos.entries()) {
      if (at % TURN === 0) yield;
      this.addPhoto(photo, wanted, sides);
    }
    for (const [at, view] of views.entries()) {
      if (at % TURN === 0) yield;
      this.addToGroup(view);
    }
    for (const [at, entry] of imageList.entries()) {
      if (at % TURN === 0) yield;
      this.addEntry(entry);
    }
  }

  private addPhoto(photo: PairingPhoto, wanted: ReadonlySet<string>, sides: ReadonlySet<string>): void {
    const folder = folderOf(photo.path);
    addTo(this.byFolder, folder, photo);
    addTo(this.byName, photoStem(photo.path), photo);
    addTo(this.byFolderSize, sizeKey(folder, photo), photo);
    this.sideOfPhoto.set(photo.id, sideInPath(photo.path));
    for (const id of idsInPath(photo.path, wanted)) addTo(this.byImageId, id, photo);
    for (const base of stemBases(photo.path)) {
      addTo(this.byStemBase, base, photo);
      addTo(this.byFolderStem, nameKey(folder, base), photo);
    }
    for (const side of this.sidesSaid(photo))
      if (sides.has(side)) addTo(this.byFolderSide, sideKey(folder, side), photo);
  }

  private addEntry({ imageId, name, side, folder = '' }: ImageListEntry): void {
    const stem = photoStem(name);
    const everywhere = this.byName.get(stem) ?? [];
    const beside = this.byFolderStem.get(nameKey(folder, stem));
    const photos = new Set([
      ...(beside ?? choice(everywhere).filter(({ path }) => isUnder(path, folder))),
      ...choice(this.byImageId.get(imageId.toLowerCase())).filter(({ path }) => isUnder(path, folder)),
    ]);
    addAll(this.listedById, imageId.toLowerCase(), photos);
    if (side === null) return;
    for (const photo of photos)
      for (let above = folderOf(photo.path); ; above = folderOf(above)) {
        addAll(this.listedBySide, sideKey(above, side.toLowerCase()), [photo]);
        if (above === '') break;
      }
  }

  groupOf({ sourcePath, imageId }: PairingView): Group {
    const file = this.groups.get(sourcePath);
    const image = this.groups.get(groupKey(sourcePath, imageId));
    return { sides: image?.sides ?? new Set(), imageIds: file?.imageIds ?? new Set() };
  }

  /** Photos in the JSON's own folder whose name does not say another side, the likelier kind first. */
  inFolder(view: PairingView): readonly PairingPhoto[] {
    const photos = choice(this.byFolder.get(folderOf(view.sourcePath)));
    const rank = ({ kind }: PairingPhoto): number => ['restored', 'unknown', 'original'].indexOf(kind);
    return photos
      .filter((photo) => !this.isOtherSide(view, photo))
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, MAX_GUESSES);
  }

  /** The photos that one rule finds for a view. */
  hits(rule: Exclude<PairingRule, 'user'>, view: PairingView, group: Group): readonly PairingPhoto[] {
    const isFileOfOneImage = view.resultCountInFile === 1 || view.imageId !== null;
    const found = ((): readonly PairingPhoto[] => {
      switch (rule) {
        case 'image_id':
          return this.withImageId(view, group);
        case 'image_list':
          return this.inImageList(view, group);
        case 'stem':
          return isFileOfOneImage && group.imageIds.size <= 1 ? this.withStem(view, group) : [];
        case 'side_word':
          return isFileOfOneImage ? this.withSideWord(view) : [];
        case 'frame_size':
          return isFileOfOneImage ? this.withFrameSize(view) : [];
      }
    })();
    return found.filter((photo) => !this.isOtherSide(view, photo));
  }

  /** `image_id` is the front image's in a batch: another side's photo must say its side too. */
  private withImageId(view: PairingView, group: Group): readonly PairingPhoto[] {
    if (view.imageId === null) return [];
    const photos = choice(this.byImageId.get(view.imageId.toLowerCase()));
    return isMainSide(view, group) ? photos : photos.filter((photo) => this.saysSide(view, photo));
  }

  private inImageList(view: PairingView, group: Group): readonly PairingPhoto[] {
    const listed = view.imageId === null ? undefined : this.listedById.get(view.imageId.toLowerCase());
    if (!listed) return [];
    if (isMainSide(view, group)) return [...listed];
    // Which capture another side's entry belongs to is not in the list: only the JSON's own folder can tell.
    const own = this.listedBySide.get(sideKey(folderOf(view.sourcePath), view.side.toLowerCase())) ?? new Set();
    return choice([...own]);
  }

  private withStem(view: PairingView, group: Group): readonly PairingPhoto[] {
    const stems = sourceStems(view.sourcePath);
    const folder = folderOf(view.sourcePath);
    const isUnique = stems.every((stem) => (this.sourcesByStem.get(stem)?.size ?? 0) <= 1);
    const photosOf = (stem: string): readonly PairingPhoto[] =>
      (isUnique ? this.byStemBase.get(stem) : this.byFolderStem.get(nameKey(folder, stem))) ?? [];
    const same = [...new Set(stems.flatMap(photosOf))];
    const own = isMainSide(view, group) ? same : same.filter((photo) => this.saysSide(view, photo));
    return choice(own);
  }

  private withSideWord({ sourcePath, side }: PairingView): readonly PairingPhoto[] {
    return choice(this.byFolderSide.get(sideKey(folderOf(sourcePath), side.toLowerCase())));
  }

  private withFrameSize({ sourcePath, frame }: PairingView): readonly PairingPhoto[] {
    const photos = frame ? choice(this.byFolderSize.get(sizeKey(folderOf(sourcePath), frame))) : [];
    return photos.filter((photo) => !isOfBothSides(photo));
  }

  private saysSide({ side }: PairingView, photo: PairingPhoto): boolean {
    return side !== 'unknown' && this.sidesSaid(photo).has(side.toLowerCase());
  }

  /** The side that the name tells, and every word of the name: a file may have sides of its own. */
  private sidesSaid(photo: PairingPhoto): ReadonlySet<string> {
    const told = this.sideOfPhoto.get(photo.id) ?? null;
    if (isOfBothSides(photo)) return new Set();
    return new Set([...(told === null ? [] : [told]), ...nameWords(fileNameOf(photo.path))]);
  }

  private isOtherSide({ side }: PairingView, photo: PairingPhoto): boolean {
    const said = this.sideOfPhoto.get(photo.id) ?? null;
    return said !== null && side !== 'unknown' && said !== side.toLowerCase();
  }

  private addToGroup({ sourcePath, imageId, side }: PairingView): void {
    for (const key of [sourcePath, groupKey(sourcePath, imageId)]) {
      const group = this.groups.get(key) ?? { sides: new Set(), imageIds: new Set() };
      group.sides.add(side);
      group.imageIds.add(imageId);
      this.groups.set(key, group);
    }
    for (const stem of sourceStems(sourcePath)) {
      this.sourcesByStem.set(stem, (this.sourcesByStem.get(stem) ?? new Set()).add(sourcePath));
    }
  }
}

/** Whether the image id and the bare stem mean this view: the front, or the only side that there is. */
function isMainSide({ side }: PairingView, { sides }: Group): boolean {
  return side === 'front' || sides.size === 1;
}

/** A collage: it is the picture of neither side. */
function isOfBothSides({ path }: PairingPhoto): boolean {
  const words = nameWords(fileNameOf(path));
  return words.includes('left') && words.includes('right');
}

/** Of several photos those in the JSON's own folder if there are any, else all. */
export function nearest(photos: readonly PairingPhoto[], { sourcePath }: PairingView): readonly PairingPhoto[] {
  const folder = folderOf(sourcePath);
  const near = photos.filter(({ path }) => folderOf(path) === folder);
  return near.length > 0 ? near : photos;
}

function choice(photos: readonly PairingPhoto[] = []): readonly PairingPhoto[] {
  return photos.length > MAX_CHOICE ? [] : photos;
}

function sideKey(folder: string, side: string): string {
  return `${folder}\n${side}`;
}

function sizeKey(folder: string, { width, height }: { readonly width: number; readonly height: number }): string {
  return `${folder}\n${width}×${height}`;
}

function groupKey(sourcePath: string, imageId: string | null): string {
  return `${sourcePath}\n${imageId ?? ''}`;
}

function nameKey(folder: string, stem: string): string {
  return `${folder}\n${stem}`;
}

function isUnder(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** One more than the limit is kept, so that "too many" is known. */
function addAll<T>(groups: Map<string, Set<T>>, key: string, values: Iterable<T>): void {
  const group = groups.get(key) ?? new Set<T>();
  if (group.size === 0) groups.set(key, group);
  for (const value of values) if (group.size <= MAX_CHOICE) group.add(value);
}

function addTo<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
