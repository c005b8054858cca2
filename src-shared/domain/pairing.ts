import type { ViewId } from './ids';
import { PairingIndex, type Group } from './pairing-index';
import { PAIRING_RULES, type Frame, type PairingRule } from './view';

export { photoKindOf } from './photo-names';

export type PairingPhoto = {
  readonly id: number;
  /** Relative to the root, forward slashes. */
  readonly path: string;
  /** Size as displayed, orientation applied; 0 when the file is broken and does not tell. */
  readonly width: number;
  readonly height: number;
  readonly kind: 'restored' | 'original' | 'unknown';
};

export type PairingView = {
  readonly id: ViewId;
  readonly side: string;
  readonly frame: Frame | null;
  readonly imageId: string | null;
  /** Of the JSON file, relative to the same root as the photos. */
  readonly sourcePath: string;
  readonly resultCountInFile: number;
  /** The space of the view's masks; `masks_restored` when absent. */
  readonly maskList?: 'masks_restored' | 'masks_original';
};

export type ImageListEntry = { readonly imageId: string; readonly name: string; readonly side: string | null };

export type Pairing = {
  readonly view: ViewId;
  readonly photo: number | null;
  readonly rule: PairingRule | null;
  /** Photos to choose from when none was taken; best guesses first. */
  readonly candidates: number[];
  /** What the reviewer must know of this pairing; null when there is nothing to say. */
  readonly notice: string | null;
};

/** Everything but `user`, which is a remembered choice and no rule about names. */
type NameRule = Exclude<PairingRule, 'user'>;
const NAME_RULES = PAIRING_RULES.filter((rule): rule is NameRule => rule !== 'user');
/** Aspects that differ by less are equal: rounding of a scaled picture's size. */
const ASPECT_TOLERANCE = 0.005;

/** How a view's search stands. */
type Search = {
  readonly view: PairingView;
  readonly group: Group;
  taken: { readonly photo: PairingPhoto; readonly rule: NameRule } | null;
  /** Several hits of one rule: later rules only choose among them. */
  several: { readonly photos: readonly PairingPhoto[]; readonly rule: NameRule } | null;
  /** Named by a rule, but of another shape or the upload instead of the restored picture. */
  readonly misfits: PairingPhoto[];
  /** Named by a rule, but serving another side or image. */
  readonly refused: PairingPhoto[];
};

/**
 * Pairs views with photos by names and sizes (research/scheme.md §7): the first rule with exactly one hit wins.
 * A photo of another aspect, and one that would serve two sides or two images, is a candidate only.
 */
export function pairPhotos(
  views: readonly PairingView[],
  photos: readonly PairingPhoto[],
  imageList: readonly ImageListEntry[],
): Pairing[] {
  const index = new PairingIndex(views, photos, imageList);
  const searches = views.map((view): Search => {
    return { view, group: index.groupOf(view), taken: null, several: null, misfits: [], refused: [] };
  });
  const served = new Map<number, Claims>();
  for (const rule of NAME_RULES) {
    const open = searches.filter((search) => !search.taken);
    for (const search of open) applyRule(search, rule, index);
    settle(open, served);
  }
  return searches.map((search) => describe(search, index));
}

/** Frame pixels per photo pixel; null when the aspects differ by more than 0.5 %: a photo is never stretched. */
export function photoScale(
  frame: Pick<Frame, 'width' | 'height'>,
  photo: { readonly width: number; readonly height: number },
): number | null {
  const horizontal = frame.width / photo.width;
  const vertical = frame.height / photo.height;
  if (!(horizontal > 0 && vertical > 0 && Number.isFinite(horizontal + vertical))) return null;
  return Math.abs(horizontal / vertical - 1) <= ASPECT_TOLERANCE ? horizontal : null;
}

function applyRule(search: Search, rule: NameRule, index: PairingIndex): void {
  const { view, group, several } = search;
  const found = index.hits(rule, view, group).filter((photo) => !several || several.photos.includes(photo));
  const hits = preferred(
    found.filter((photo) => isFit(view, photo)),
    view,
  );
  for (const photo of found) if (!isFit(view, photo) && !search.misfits.includes(photo)) search.misfits.push(photo);
  const [first] = hits;
  if (first && hits.length === 1) search.taken = { photo: first, rule };
  else if (first) search.several = { photos: hits, rule };
}

/** Whether the photo can lie under the view's masks: equal aspect, and not the upload under restored masks. */
function isFit({ frame, maskList }: PairingView, photo: PairingPhoto): boolean {
  if (!frame || photo.width === 0) return true; // of a broken photo only the name can tell
  const scale = photoScale(frame, photo);
  if (scale === null) return false;
  const isOtherKind = photo.kind === (maskList === 'masks_original' ? 'restored' : 'original');
  return !isOtherKind || (photo.width === frame.width && photo.height === frame.height);
}

/** Of several hits the ones of the kind that the masks are drawn on, else the ones of no stated kind. */
function preferred(hits: readonly PairingPhoto[], { maskList }: PairingView): readonly PairingPhoto[] {
  const kind = maskList === 'masks_original' ? 'original' : 'restored';
  for (const wanted of [kind, 'unknown']) {
    const some = hits.filter((photo) => photo.kind === wanted);
    if (some.length > 0) return some;
  }
  return hits;
}

/** The sides and images that a photo is claimed for. */
type Claims = { readonly sides: Set<string>; readonly imageIds: Set<string> };

/**
 * Two results may share one photo, two sides or two different images may not: a claim against a stronger rule's
 * pairing falls, and so do all claims by the same rule that exclude each other.
 */
function settle(searches: readonly Search[], served: Map<number, Claims>): void {
  const claimed = new Map<number, Claims>();
  for (const search of searches) if (search.taken) addClaim(claimed, search.taken.photo.id, search.view);
  for (const [photo, claims] of claimed) {
    for (const side of served.get(photo)?.sides ?? []) claims.sides.add(side);
    for (const imageId of served.get(photo)?.imageIds ?? []) claims.imageIds.add(imageId);
  }
  for (const search of searches) {
    if (!search.taken) continue;
    const { photo } = search.taken;
    const claims = claimed.get(photo.id);
    const isShared =
      (claims?.sides.size ?? 0) > 1 || (search.view.imageId !== null && (claims?.imageIds.size ?? 0) > 1);
    if (!isShared) {
      addClaim(served, photo.id, search.view);
      continue;
    }
    search.taken = null;
    search.refused.push(photo);
  }
}

function addClaim(claims: Map<number, Claims>, photo: number, { side, imageId }: PairingView): void {
  const claim = claims.get(photo) ?? { sides: new Set(), imageIds: new Set() };
  claim.sides.add(side);
  if (imageId !== null) claim.imageIds.add(imageId);
  claims.set(photo, claim);
}

function describe(search: Search, index: PairingIndex): Pairing {
  const { view, taken } = search;
  if (taken) {
    const notice = scaleNotice(view.frame, taken.photo) ?? kindNotice(view, taken.photo);
    return { view: view.id, photo: taken.photo.id, rule: taken.rule, candidates: [], notice };
  }
  const named = [...(search.several?.photos ?? []), ...search.refused, ...search.misfits];
  const candidates = named.length > 0 ? named : index.inFolder(view).filter((photo) => isFit(view, photo));
  const ids = [...new Set(candidates.map(({ id }) => id))];
  return { view: view.id, photo: null, rule: null, candidates: ids, notice: missNotice(search) };
}

function scaleNotice(frame: Frame | null, photo: PairingPhoto): string | null {
  if (!frame || photo.width === 0 || (frame.width === photo.width && frame.height === photo.height)) return null;
  const scale = photoScale(frame, photo) ?? 1;
  return `${sizes(frame, photo)}: drawn enlarged ${Number(scale.toPrecision(4))} times.`;
}

function kindNotice({ frame, maskList }: PairingView, photo: PairingPhoto): string | null {
  if (frame || maskList === 'masks_original' || photo.kind !== 'original') return null;
  return `${photo.path} is named as the upload; masks are drawn on the restored picture: check before reviewing.`;
}

function missNotice({ view, several, refused, misfits }: Search): string {
  if (several) return `${several.photos.length} photos fit by ${RULE_WORDS[several.rule]}: choose one.`;
  const [taken] = refused;
  if (taken) return `${taken.path} fits more than one side or image: choose which one it belongs to.`;
  const [misfit] = misfits;
  if (!misfit) return 'No photo was found: choose one, or review on the empty frame.';
  if (!view.frame) return `${misfit.path} is probably not the right picture: choose one.`;
  const isTurned = photoScale(view.frame, { width: misfit.height, height: misfit.width }) !== null;
  const turned = isTurned && photoScale(view.frame, misfit) === null ? ' It would fit turned by 90 degrees.' : '';
  return `${sizes(view.frame, misfit)}: probably not the picture of the masks, choose one.${turned}`;
}

const RULE_WORDS: Readonly<Record<NameRule, string>> = {
  image_id: 'the image id in the name',
  image_list: 'the image list',
  stem: 'the name of the JSON file',
  side_word: 'the side in the name',
  frame_size: 'size',
};

function sizes(frame: Frame, photo: PairingPhoto): string {
  return `${photo.path} is ${photo.width} × ${photo.height} px, the view box ${frame.width} × ${frame.height}`;
}
