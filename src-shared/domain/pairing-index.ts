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

/** The views of one image in one file: a batch's sides. */
export type Group = { readonly sides: ReadonlySet<string>; readonly imageIds: ReadonlySet<string | null> };

/** Photos looked up by what their names say; the pairing rules as look-ups. */
export class PairingIndex {
  private readonly byFolder: ReadonlyMap<string, readonly PairingPhoto[]>;
  private readonly byImageId = new Map<string, PairingPhoto[]>();
  private readonly byName: ReadonlyMap<string, readonly PairingPhoto[]>;
  private readonly byStemBase = new Map<string, PairingPhoto[]>();
  /** Keys are folder and side, folder and size. */
  private readonly byFolderSide = new Map<string, PairingPhoto[]>();
  private readonly byFolderSize: ReadonlyMap<string, readonly PairingPhoto[]>;
  private readonly sideOfPhoto = new Map<number, string | null>();
  private readonly groups = new Map<string, { sides: Set<string>; imageIds: Set<string | null> }>();
  private readonly sourcesByStem = new Map<string, Set<string>>();
  private readonly entriesById: ReadonlyMap<string, readonly ImageListEntry[]>;
  private readonly entriesBySide: ReadonlyMap<string, readonly ImageListEntry[]>;

  constructor(views: readonly PairingView[], photos: readonly PairingPhoto[], imageList: readonly ImageListEntry[]) {
    this.byFolder = groupBy(photos, ({ path }) => folderOf(path));
    this.byName = groupBy(photos, ({ path }) => photoStem(path));
    this.byFolderSize = groupBy(photos, (photo) => sizeKey(folderOf(photo.path), photo));
    this.entriesById = groupBy(imageList, ({ imageId }) => imageId.toLowerCase());
    this.entriesBySide = groupBy(imageList, ({ side }) => side ?? '');
    const wanted = new Set(views.flatMap(({ imageId }) => imageId?.toLowerCase() ?? []));
    for (const { imageId } of imageList) wanted.add(imageId.toLowerCase());
    const sides = new Set(views.map(({ side }) => side.toLowerCase()).filter((side) => side !== 'unknown'));
    for (const photo of photos) {
      this.sideOfPhoto.set(photo.id, sideInPath(photo.path));
      for (const id of idsInPath(photo.path, wanted)) addTo(this.byImageId, id, photo);
      for (const base of stemBases(photo.path)) addTo(this.byStemBase, base, photo);
      for (const side of this.sidesSaid(photo)) {
        if (sides.has(side)) addTo(this.byFolderSide, sideKey(folderOf(photo.path), side), photo);
      }
    }
    for (const view of views) this.addToGroup(view);
  }

  groupOf({ sourcePath, imageId }: PairingView): Group {
    const file = this.groups.get(sourcePath);
    const image = this.groups.get(groupKey(sourcePath, imageId));
    return { sides: image?.sides ?? new Set(), imageIds: file?.imageIds ?? new Set() };
  }

  /** Photos in the JSON's own folder whose name does not say another side, the likelier kind first. */
  inFolder(view: PairingView): readonly PairingPhoto[] {
    const photos = (this.byFolder.get(folderOf(view.sourcePath)) ?? []).slice(0, MAX_CHOICE);
    const rank = ({ kind }: PairingPhoto): number => ['restored', 'unknown', 'original'].indexOf(kind);
    return photos.filter((photo) => !this.isOtherSide(view, photo)).sort((a, b) => rank(a) - rank(b));
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
    const photos = this.byImageId.get(view.imageId.toLowerCase()) ?? [];
    const own = isMainSide(view, group) ? photos : photos.filter((photo) => this.saysSide(view, photo));
    return nearest(own, view);
  }

  private inImageList(view: PairingView, group: Group): readonly PairingPhoto[] {
    const isMain = isMainSide(view, group);
    const byId = view.imageId === null ? [] : (this.entriesById.get(view.imageId.toLowerCase()) ?? []);
    const entries = isMain ? byId : byId.length > 0 ? (this.entriesBySide.get(view.side.toLowerCase()) ?? []) : [];
    const photos = entries.flatMap(({ name, imageId }) => [
      ...(this.byName.get(photoStem(name)) ?? []),
      ...(this.byImageId.get(imageId.toLowerCase()) ?? []),
    ]);
    // Which capture another side's entry belongs to is not in the list: only the JSON's own folder can tell.
    const folder = folderOf(view.sourcePath);
    const own = isMain ? photos : photos.filter(({ path }) => path.startsWith(folder === '' ? '' : `${folder}/`));
    return nearest([...new Set(own)], view);
  }

  private withStem(view: PairingView, group: Group): readonly PairingPhoto[] {
    const stems = sourceStems(view.sourcePath);
    const same = [...new Set(stems.flatMap((stem) => this.byStemBase.get(stem) ?? []))];
    const own = isMainSide(view, group) ? same : same.filter((photo) => this.saysSide(view, photo));
    const folder = folderOf(view.sourcePath);
    const isUnique = stems.every((stem) => (this.sourcesByStem.get(stem)?.size ?? 0) <= 1);
    return isUnique ? nearest(own, view) : own.filter(({ path }) => folderOf(path) === folder);
  }

  private withSideWord({ sourcePath, side }: PairingView): readonly PairingPhoto[] {
    return choice(this.byFolderSide.get(sideKey(folderOf(sourcePath), side.toLowerCase())));
  }

  private withFrameSize({ sourcePath, frame }: PairingView): readonly PairingPhoto[] {
    return frame ? choice(this.byFolderSize.get(sizeKey(folderOf(sourcePath), frame))) : [];
  }

  private saysSide({ side }: PairingView, photo: PairingPhoto): boolean {
    return side !== 'unknown' && this.sidesSaid(photo).has(side.toLowerCase());
  }

  /** The side that the name tells, and every word of the name: a file may have sides of its own. */
  private sidesSaid(photo: PairingPhoto): ReadonlySet<string> {
    const told = this.sideOfPhoto.get(photo.id) ?? null;
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

/** The photos in the JSON's own folder if there are any, else all. */
function nearest(photos: readonly PairingPhoto[], { sourcePath }: PairingView): readonly PairingPhoto[] {
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

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) addTo(groups, keyOf(value), value);
  return groups;
}

function addTo<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
