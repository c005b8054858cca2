import {
  claimOf,
  describePairing,
  NAME_RULES,
  searchPhoto,
  type ImageListEntry,
  type NameRule,
  type Pairing,
  type PairingPhoto,
  type PairingView,
  type Search,
} from '../pairing';
import { MAX_CHOICE, photosOfEntry, sidesSaid, type PairingLookups } from '../pairing-lookups';
import { folderOf, idsInPath, photoStem, sideFolderParent, sourceStems, stemBases } from '../photo-names';

class Groups<Value> {
  private readonly groups = new Map<string, Set<Value>>();
  add(key: readonly unknown[], value: Value): void {
    const text = JSON.stringify(key);
    this.groups.set(text, (this.groups.get(text) ?? new Set<Value>()).add(value));
  }
  of(...key: readonly unknown[]): Value[] {
    return [...(this.groups.get(JSON.stringify(key)) ?? [])];
  }
}

type Given = {
  readonly views: readonly PairingView[];
  readonly photos: readonly PairingPhoto[];
  readonly imageList: readonly ImageListEntry[];
};

/** The rules' look-ups, with everything in maps. */
function lookupsOf({ views, photos, imageList }: Given): PairingLookups {
  const byKey = new Groups<PairingPhoto>();
  const sideFolders = new Groups<string>();
  const sources = new Groups<string | null>();
  const listed = new Groups<PairingPhoto>();
  const wanted = new Set([...views, ...imageList].flatMap(({ imageId }) => imageId?.toLowerCase() ?? []));
  for (const photo of photos) {
    const folder = folderOf(photo.path);
    byKey.add(['folder', folder], photo);
    const above = sideFolderParent(folder);
    if (above !== null) sideFolders.add([above], folder);
    byKey.add(['stem', photoStem(photo.path)], photo);
    byKey.add(['size', folder, photo.width, photo.height], photo);
    for (const id of idsInPath(photo.path, wanted)) byKey.add(['id', id], photo);
    for (const base of stemBases(photo.path)) {
      byKey.add(['base', base, null], photo);
      byKey.add(['base', base, folder], photo);
    }
    for (const side of sidesSaid(photo)) byKey.add(['side', folder, side], photo);
  }
  for (const { sourcePath, imageId, side } of views) {
    sources.add(['images', sourcePath], imageId);
    sources.add(['sides', sourcePath, imageId ?? ''], side);
    for (const stem of sourceStems(sourcePath)) sources.add(['stem', stem], sourcePath);
  }
  const several = (group: readonly unknown[]): number => Math.min(2, group.length);
  const lookups: PairingLookups = {
    isEmpty: photos.length === 0,
    groupOf: ({ sourcePath, imageId }) => ({
      sides: several(sources.of('sides', sourcePath, imageId ?? '')),
      images: several(sources.of('images', sourcePath)),
    }),
    isStemOfOneSource: (stem) => sources.of('stem', stem).length <= 1,
    withImageId: (id) => byKey.of('id', id),
    withBase: (base, folder) => byKey.of('base', base, folder),
    withStem: (stem) => byKey.of('stem', stem),
    withSide: (folder, side) => byKey.of('side', folder, side),
    ofSize: (folder, { width, height }) => byKey.of('size', folder, width, height),
    inFolder: (folder) => byKey.of('folder', folder),
    inSideFolders: (folder) => sideFolders.of(folder).flatMap((inner) => byKey.of('folder', inner)),
    listed: (id) =>
      imageList.some(({ imageId }) => imageId.toLowerCase() === id)
        ? listed.of('id', id).slice(0, MAX_CHOICE + 1)
        : null,
    listedOfSide: (folder, side) => listed.of('side', folder, side),
  };
  for (const entry of imageList)
    for (const photo of photosOfEntry(entry, lookups)) {
      listed.add(['id', entry.imageId.toLowerCase()], photo);
      if (entry.side === null) continue;
      for (let above = folderOf(photo.path); ; above = folderOf(above)) {
        listed.add(['side', above, entry.side.toLowerCase()], photo);
        if (above === '') break;
      }
    }
  return lookups;
}

/** What the rules come to, all at once and with everything in memory: what pairing in pages must be equal to. */
export function pairPhotos(
  views: readonly PairingView[],
  photos: readonly PairingPhoto[],
  imageList: readonly ImageListEntry[],
): Pairing[] {
  const lookups = lookupsOf({ views, photos, imageList });
  const open = views.filter(({ settled }) => !settled);
  const refused = new Map(open.map((view) => [view, new Set<NameRule>()]));
  const search = (view: PairingView): Search => searchPhoto(view, lookups, refused.get(view));
  const served = new Map<number, { sides: Set<string>; captures: Set<string> }>();
  const serve = (photo: number, view: PairingView, by = served): void => {
    const { sides, captures } = by.get(photo) ?? { sides: new Set(), captures: new Set() };
    const { side, capture } = claimOf(view);
    by.set(photo, { sides: sides.add(side), captures: captures.add(capture) });
  };
  for (const view of views) if (view.settled?.photo != null) serve(view.settled.photo, view);
  let searches = open.map(search);
  for (const rule of NAME_RULES) {
    const takers = searches.flatMap(({ view, taken }) =>
      taken?.rule === rule ? [{ view, photo: taken.photo.id }] : [],
    );
    const claimed: typeof served = new Map();
    for (const { view, photo } of takers) serve(photo, view, claimed);
    const isForOne = (photo: number): boolean =>
      (['sides', 'captures'] as const).every(
        (what) => new Set([...(claimed.get(photo)?.[what] ?? []), ...(served.get(photo)?.[what] ?? [])]).size <= 1,
      );
    const settled = takers.filter(({ photo }) => isForOne(photo));
    for (const { view, photo } of takers) if (!isForOne(photo)) refused.get(view)?.add(rule);
    for (const { view, photo } of settled) serve(photo, view);
    searches = searches.map((one) => (refused.get(one.view)?.has(rule) ? search(one.view) : one));
  }
  return searches.map((one) => describePairing(one, lookups));
}
