import type { ViewId } from './ids';
import { guesses, hits, nearest, type PairingLookups } from './pairing-lookups';
import { photoDoubts, photoScale, scaleWords, shapeDoubts } from './photo-doubts';
import { PAIRING_RULES, type Frame, type PairingRule } from './view';

export { photoKindOf } from './photo-names';
export { photoScale } from './photo-doubts';

export type PairingPhoto = {
  readonly id: number;
  /** Full path, forward slashes. */
  readonly path: string;
  /** Path as shown: relative to the folder that was imported. */
  readonly place: string;
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
  /** What tells captures apart where there is no image id. */
  readonly capture: string;
  /** Of the JSON file, in the same form as the photos' paths. */
  readonly sourcePath: string;
  /** The photo's file name, where the file is a map that has it as the key of the result. */
  readonly photoName?: string;
  /** Two stands for two and more. */
  readonly resultCountInFile: number;
  /** The space of the view's masks; when absent `masks_restored`, or nothing if there is no frame either. */
  readonly maskList?: 'masks_restored' | 'masks_original';
  /** A photo was taken or chosen before, or none was chosen (null): the view is not searched for, but keeps its photo. */
  readonly settled?: { readonly photo: number | null };
  /** A rule gave it this picture, which cannot be read: it is searched for on, and gives the picture up for a readable one. */
  readonly unreadable?: { readonly photo: number; readonly rule: PairingRule | null };
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
export type NameRule = Exclude<PairingRule, 'user'>;
export const NAME_RULES = PAIRING_RULES.filter((rule): rule is NameRule => rule !== 'user');
/** More candidates than this are no help. */
const MAX_CANDIDATES = 24;

/** How a view's search stands. */
export type Search = {
  readonly view: PairingView;
  readonly taken: Hit | null;
  /** Several hits of one rule: later rules only choose among them. */
  readonly several: { readonly photos: readonly PairingPhoto[]; readonly rule: NameRule } | null;
  /** Named by a rule, but with doubts about size or kind. */
  readonly doubted: readonly Hit[];
  /** Named by a rule, but serving another side or image. */
  readonly refused: readonly Hit[];
};
type Hit = { readonly photo: PairingPhoto; readonly rule: NameRule };

/**
 * Looks for a view's photo by names and sizes (research/scheme.md §7): the first rule with exactly one hit wins. A photo
 * with doubts is a candidate only, and so is one that a rule found before and that was `refused` because it would serve
 * two sides or two captures: the search then goes on with the next rule.
 */
export function searchPhoto(
  view: PairingView,
  lookups: PairingLookups,
  refused: ReadonlySet<NameRule> = new Set(),
): Search {
  let search: Search = { view, taken: null, several: null, doubted: [], refused: [] };
  if (lookups.isEmpty) return search;
  for (const rule of NAME_RULES) {
    search = applyRule(search, rule, lookups);
    if (!search.taken) continue;
    if (!refused.has(rule)) return search;
    search = { ...search, taken: null, refused: withRefused(search.refused, search.taken) };
  }
  return search;
}

/** A photo that a later rule finds again stays where it is, with the later rule. */
function withRefused(refused: readonly Hit[], hit: Hit): Hit[] {
  const isKnown = refused.some(({ photo }) => photo.id === hit.photo.id);
  return isKnown ? refused.map((one) => (one.photo.id === hit.photo.id ? hit : one)) : [...refused, hit];
}

function applyRule(search: Search, rule: NameRule, lookups: PairingLookups): Search {
  const { view, several } = search;
  const among = several && new Set(several.photos.map(({ id }) => id));
  const isAmong = ({ id }: PairingPhoto): boolean => !among || among.has(id);
  const found = hits(rule, view, lookups).filter(isAmong);
  if (found.length === 0) return search;
  const fitting = found.filter((photo) => isFit(view, photo));
  const isFitting = new Set(fitting);
  const misfits = nearest(
    found.filter((photo) => !isFitting.has(photo)),
    view,
  ).filter(({ id }) => !search.doubted.some(({ photo }) => photo.id === id));
  const doubted = [...search.doubted, ...misfits.map((photo) => ({ photo, rule }))];
  const wanted = preferred(nearest(fitting, view), view);
  const [first] = wanted;
  if (!first) return { ...search, doubted };
  if (wanted.length === 1) return { ...search, doubted, taken: { photo: first, rule } };
  return { ...search, doubted, several: { photos: wanted, rule: several?.rule ?? rule } };
}

/** Whether the photo can be laid under the view's masks without asking: no doubt about its shape, scale and kind. */
function isFit(view: PairingView, photo: PairingPhoto): boolean {
  return shapeDoubts(view, photo).length === 0; // sides are the rules' own affair
}

/**
 * Of several hits those that can be read (a HEIC lies beside the JPEG made of it), of these the ones of the kind that the
 * masks are drawn on, else the ones of no stated kind.
 */
function preferred(found: readonly PairingPhoto[], { maskList }: PairingView): readonly PairingPhoto[] {
  const readable = found.filter(({ width }) => width > 0);
  const photos = readable.length > 0 ? readable : found;
  const kind = maskList === 'masks_original' ? 'original' : 'restored';
  for (const wanted of [kind, 'unknown']) {
    const some = photos.filter((photo) => photo.kind === wanted);
    if (some.length > 0) return some;
  }
  return photos;
}

/** What a view claims its photo for. Two results of one capture may share a photo; two sides or two captures may not. */
export type Claim = { readonly side: string; readonly capture: string };
export function claimOf({ side, imageId, capture }: Pick<PairingView, 'side' | 'imageId' | 'capture'>): Claim {
  return { side: side.toLowerCase(), capture: imageId === null ? `capture ${capture}` : `image ${imageId}` };
}

/** What a search came to, with what is left to choose from. */
export function describePairing(search: Search, lookups: PairingLookups): Pairing {
  const { view, taken, several, doubted, refused } = search;
  if (view.isReviewed && view.unreadable && !hasReadable(search))
    return { view: view.id, ...view.unreadable, need: 'nothing', candidates: [], notice: null };
  if (taken && view.isReviewed) {
    const candidates = [{ photo: taken.photo.id, rule: taken.rule }];
    const notice = `${taken.photo.place} was found after decisions had been made without it: choose it to look at them again.`;
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
  for (const { photo, rule } of [...refused, ...doubted]) put(photo, rule);
  const need = several || refused.length > 0 ? 'choice' : doubted.length > 0 ? 'confirmation' : 'nothing';
  if (named.size === 0 && !lookups.isEmpty)
    for (const photo of guesses(view, lookups)) if (isFit(view, photo)) put(photo, null);
  const candidates = [...named.values()].slice(0, MAX_CANDIDATES);
  return { view: view.id, photo: null, rule: null, need, candidates, notice: missNotice(search) };
}

const hasReadable = ({ taken, several }: Search): boolean =>
  [...(taken ? [taken.photo] : []), ...(several?.photos ?? [])].some(({ width }) => width > 0);

function scaleNotice(view: PairingView, photo: PairingPhoto): string | null {
  const words = scaleWords(view, photo);
  return words === '' || !view.frame ? null : `${sizes(view.frame, photo)}: drawn ${words}.`;
}

function missNotice({ view, several, refused, doubted }: Search): string {
  if (several) return `${several.photos.length} photos fit by ${RULE_WORDS[several.rule]}: choose one.`;
  const [taken] = refused;
  if (taken) return `${taken.photo.place} fits more than one side or image: choose which one it belongs to.`;
  const misfit = doubted[0]?.photo;
  if (!misfit) return 'No photo was found: choose one, or review on the empty frame.';
  const isNamedOther = photoDoubts(view, misfit).includes('other_kind');
  if (!view.frame || (isNamedOther && photoScale(view.frame, misfit) !== null))
    return `${misfit.place} is named as ${misfit.kind === 'original' ? 'the upload; masks are drawn on the restored picture' : 'the restored picture; these masks are drawn on the upload'}: confirm it, or choose another.`;
  const isTurned = photoScale(view.frame, { width: misfit.height, height: misfit.width }) !== null;
  const turned = isTurned && photoScale(view.frame, misfit) === null ? ' It would fit turned by 90 degrees.' : '';
  return `${sizes(view.frame, misfit)}: probably not the picture of the masks, choose one.${turned}`;
}

const RULE_WORDS: Readonly<Record<NameRule, string>> = {
  image_id: 'the image id in the name',
  image_list: 'the image list, or the names in the file',
  stem: 'the name of the JSON file',
  side_word: 'the side in the name',
  frame_size: 'size',
};

function sizes(frame: Frame, photo: PairingPhoto): string {
  return `${photo.place} is ${photo.width} × ${photo.height} px, the view box ${frame.width} × ${frame.height}`;
}
