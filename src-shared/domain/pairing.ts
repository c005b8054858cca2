import type { ViewId } from './ids';
import { nearest, PairingIndex, type Group } from './pairing-index';
import { photoDoubts, photoScale, scaleWords } from './photo-doubts';
import { PAIRING_RULES, type Frame, type PairingRule } from './view';

export { photoKindOf } from './photo-names';
export { photoScale } from './photo-doubts';

export type PairingPhoto = {
  readonly id: number;
  /** Full path, forward slashes. */
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
  /** Of the JSON file, in the same form as the photos' paths. */
  readonly sourcePath: string;
  /** Two stands for two and more. */
  readonly resultCountInFile: number;
  /** The space of the view's masks; when absent `masks_restored`, or nothing if there is no frame either. */
  readonly maskList?: 'masks_restored' | 'masks_original';
  /** A photo was taken or chosen before, or none was chosen (null): the view is not searched for, but keeps its photo. */
  readonly settled?: { readonly photo: number | null };
  /** Decisions were made on the view, so a photo is only proposed. */
  readonly isReviewed?: boolean;
};

/** `folder`: the image list tells of photos in and under it; of all photos when absent. */
export type ImageListEntry = {
  readonly imageId: string;
  readonly name: string;
  readonly side: string | null;
  readonly folder?: string;
};

/** `choice`: several fit. `confirmation`: one is named, and there are doubts about it. */
export const PAIRING_NEEDS = ['nothing', 'choice', 'confirmation'] as const;
export type PairingNeed = (typeof PAIRING_NEEDS)[number];

export type Candidate = { readonly photo: number; readonly rule: PairingRule | null };
export type Pairing = {
  readonly view: ViewId;
  readonly photo: number | null;
  readonly rule: PairingRule | null;
  readonly need: PairingNeed;
  /** Photos to choose from when none was taken, best guesses first; without a rule: only of a size that fits. */
  readonly candidates: readonly Candidate[];
  /** What the reviewer must know of this pairing; null when there is nothing to say. */
  readonly notice: string | null;
};

/** Everything but `user`, which is a remembered choice and no rule about names. */
type NameRule = Exclude<PairingRule, 'user'>;
const NAME_RULES = PAIRING_RULES.filter((rule): rule is NameRule => rule !== 'user');
/** More candidates than this are no help. */
const MAX_CANDIDATES = 24;
/** Views or photos that are looked at between two turns of others. */
const TURN = 500;

/** How a view's search stands. */
type Search = {
  readonly view: PairingView;
  readonly group: Group;
  taken: { readonly photo: PairingPhoto; readonly rule: NameRule } | null;
  /** Several hits of one rule: later rules only choose among them. */
  several: { readonly photos: readonly PairingPhoto[]; readonly rule: NameRule } | null;
  /** Named by a rule, but with doubts about size or kind. */
  readonly doubted: Map<PairingPhoto, NameRule>;
  /** Named by a rule, but serving another side or image. */
  readonly refused: Map<PairingPhoto, NameRule>;
};

/** Pairs at one go; see `pairingSteps`. */
export function pairPhotos(
  views: readonly PairingView[],
  photos: readonly PairingPhoto[],
  imageList: readonly ImageListEntry[],
): Pairing[] {
  const steps = pairingSteps(views, photos, imageList);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Pairs views with photos by names and sizes (research/scheme.md §7): the first rule with exactly one hit wins.
 * A photo with doubts, and one that would serve two sides or two images, is a candidate only. Takes a short step per
 * `next`, so that other work gets its turn; answers for the views that are not settled.
 */
export function* pairingSteps(
  views: readonly PairingView[],
  photos: readonly PairingPhoto[],
  imageList: readonly ImageListEntry[],
): Generator<void, Pairing[]> {
  const index = new PairingIndex();
  for (const _ of index.fill(views, photos, imageList)) yield;
  const open = views.filter(({ settled }) => !settled);
  const searches = open.map((view): Search => {
    const group = index.groupOf(view);
    return { view, group, taken: null, several: null, doubted: new Map(), refused: new Map() };
  });
  const served: Claims = { sides: new Map(), imageIds: new Map() };
  const photoOf = new Map(photos.map((photo) => [photo.id, photo]));
  for (const view of views) {
    const photo = photoOf.get(view.settled?.photo ?? NaN);
    if (photo) addClaim(served, photo, view);
  }
  for (const rule of NAME_RULES) {
    const untaken = searches.filter((search) => !search.taken);
    for (const [at, search] of untaken.entries()) {
      if (at % TURN === 0) yield;
      applyRule(search, rule, index);
    }
    yield* settle(untaken, rule, served);
  }
  const pairings: Pairing[] = [];
  for (const [at, search] of searches.entries()) {
    if (at % TURN === 0) yield;
    pairings.push(describe(search, index));
  }
  return pairings;
}

function applyRule(search: Search, rule: NameRule, index: PairingIndex): void {
  const { view, group, several } = search;
  const found = index.hits(rule, view, group).filter((photo) => !several || several.photos.includes(photo));
  const fitting = found.filter((photo) => isFit(view, photo));
  const hits = preferred(nearest(fitting, view), view);
  for (const photo of nearest(
    found.filter((one) => !fitting.includes(one)),
    view,
  ))
    if (!search.doubted.has(photo)) search.doubted.set(photo, rule);
  const [first] = hits;
  if (first && hits.length === 1) search.taken = { photo: first, rule };
  else if (first) search.several = { photos: hits, rule: several?.rule ?? rule };
}

/** Whether the photo can be laid under the view's masks without asking: no doubt about its shape, scale and kind. */
function isFit(view: PairingView, photo: PairingPhoto): boolean {
  return photoDoubts(view, photo).every((doubt) => doubt === 'other_side'); // sides are the rules' own affair
}

/**
 * Of several hits those that can be read (a HEIC lies beside the JPEG made of it), of these the ones of the kind that the
 * masks are drawn on, else the ones of no stated kind.
 */
function preferred(found: readonly PairingPhoto[], { maskList }: PairingView): readonly PairingPhoto[] {
  const readable = found.filter(({ width }) => width > 0);
  const hits = readable.length > 0 ? readable : found;
  const kind = maskList === 'masks_original' ? 'original' : 'restored';
  for (const wanted of [kind, 'unknown']) {
    const some = hits.filter((photo) => photo.kind === wanted);
    if (some.length > 0) return some;
  }
  return hits;
}

/** The sides and images that a photo is claimed for. */
type Claims = { readonly sides: Map<number, Set<string>>; readonly imageIds: Map<number, Set<string>> };

/**
 * Two results may share one photo, two sides or two different images may not: a claim against a stronger rule's
 * pairing falls, and so do all claims by the same rule that exclude each other.
 */
function* settle(searches: readonly Search[], rule: NameRule, served: Claims): Generator<void> {
  const claimed: Claims = { sides: new Map(), imageIds: new Map() };
  for (const [at, { taken, view }] of searches.entries()) {
    if (at % TURN === 0) yield;
    if (taken) addClaim(claimed, taken.photo, view);
  }
  const settled: Search[] = [];
  for (const [at, search] of searches.entries()) {
    if (at % TURN === 0) yield;
    if (!search.taken) continue;
    const { photo } = search.taken;
    const sides = unionSize(claimed.sides.get(photo.id), served.sides.get(photo.id));
    const images = unionSize(claimed.imageIds.get(photo.id), served.imageIds.get(photo.id));
    if (sides <= 1 && (search.view.imageId === null || images <= 1)) settled.push(search);
    else {
      search.taken = null;
      search.refused.set(photo, rule);
    }
  }
  for (const { taken, view } of settled) if (taken) addClaim(served, taken.photo, view);
}

function unionSize<T>(a: ReadonlySet<T> = new Set(), b: ReadonlySet<T> = new Set()): number {
  let size = a.size;
  for (const one of b) if (!a.has(one)) size += 1;
  return size;
}

function addClaim(claims: Claims, { id }: PairingPhoto, { side, imageId }: PairingView): void {
  const add = (groups: Map<number, Set<string>>, value: string): void => {
    const group = groups.get(id);
    if (group) group.add(value);
    else groups.set(id, new Set([value]));
  };
  add(claims.sides, side.toLowerCase());
  if (imageId !== null) add(claims.imageIds, imageId);
}

function describe(search: Search, index: PairingIndex): Pairing {
  const { view, taken, several, doubted, refused } = search;
  if (taken && view.isReviewed) {
    const candidates = [{ photo: taken.photo.id, rule: taken.rule }];
    const notice = `${taken.photo.path} was found after decisions had been made without it: choose it to look at them again.`;
    return { view: view.id, photo: null, rule: null, need: 'confirmation', candidates, notice };
  }
  if (taken) {
    const notice = scaleNotice(view, taken.photo);
    return { view: view.id, photo: taken.photo.id, rule: taken.rule, need: 'nothing', candidates: [], notice };
  }
  const named = new Map<number, Candidate>();
  const put = (photo: PairingPhoto, rule: PairingRule | null): void => {
    if (!named.has(photo.id)) named.set(photo.id, { photo: photo.id, rule });
  };
  for (const photo of several?.photos ?? []) put(photo, several!.rule);
  for (const [photo, rule] of [...refused, ...doubted]) put(photo, rule);
  const need = several || refused.size > 0 ? 'choice' : doubted.size > 0 ? 'confirmation' : 'nothing';
  if (named.size === 0) for (const photo of index.inFolder(view)) if (isFit(view, photo)) put(photo, null);
  const candidates = [...named.values()].slice(0, MAX_CANDIDATES);
  return { view: view.id, photo: null, rule: null, need, candidates, notice: missNotice(search) };
}

function scaleNotice(view: PairingView, photo: PairingPhoto): string | null {
  const words = scaleWords(view, photo);
  return words === '' || !view.frame ? null : `${sizes(view.frame, photo)}: drawn ${words}.`;
}

function missNotice({ view, several, refused, doubted }: Search): string {
  if (several) return `${several.photos.length} photos fit by ${RULE_WORDS[several.rule]}: choose one.`;
  const [taken] = refused.keys();
  if (taken) return `${taken.path} fits more than one side or image: choose which one it belongs to.`;
  const [misfit] = doubted.keys();
  if (!misfit) return 'No photo was found: choose one, or review on the empty frame.';
  const isNamedOther = photoDoubts(view, misfit).includes('other_kind');
  if (!view.frame || (isNamedOther && photoScale(view.frame, misfit) !== null))
    return `${misfit.path} is named as ${misfit.kind === 'original' ? 'the upload; masks are drawn on the restored picture' : 'the restored picture; these masks are drawn on the upload'}: confirm it, or choose another.`;
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
