import { MAX_PAIRED_AT_ONCE, type Alike, type PhotoChoice } from '#shared/contract/pairing';
import type { PhotoId } from '#shared/domain/ids';
import type { PhotoDoubt } from '#shared/domain/photo-doubts';
import { photoPathBy, photoPattern } from '#shared/domain/photo-likeness';
import type { PairingRule } from '#shared/domain/view';
import type { ReadableDb } from '#main/db/handle';
import { pairableView, pairableViews, type PairableView } from '#main/repositories/pairing';
import { pairingRow } from '#main/repositories/pairing-list';
import { choosablePhoto, photosByPath, storedCandidates, type ChoosablePhoto } from '#main/repositories/pairing-photos';
import { refusal } from '../review/refusal';
import { judgePhoto } from './judge-photo';

const MAX_LEFT_OUT = 200;

type Model = {
  readonly photo: ChoosablePhoto;
  readonly pattern: string;
  readonly rule: PairingRule | null;
  readonly doubts: ReadonlySet<PhotoDoubt>;
  readonly side: string;
};

/**
 * Other views for which the same kind of choice can be made: a photo at the same place seen from the result file, or the
 * only one that the same rule names with the same doubts. Views that a reviewer chose for are left alone, and so are those
 * that have a photo by another rule than this view's. @throws MaculeError decision_refused.
 */
export function findAlike(db: ReadableDb, { viewId, photoId }: PhotoChoice): Alike {
  const view = pairableView(db, viewId);
  const row = pairingRow(db, viewId);
  if (!view || !row) throw refusal('unknown_view', `There is no view ${viewId} in this project.`);
  const ruled = row.state === 'ruled' ? row.pairedBy : null;
  const others = function* (): Generator<PairableView> {
    for (const page of pairableViews(db, { pairedBy: ruled })) for (const one of page) if (one.id !== viewId) yield one;
  };
  if (photoId === null) return noneFor(db, view, others());
  const photo = choosablePhoto(db, Number(photoId));
  if (!photo) throw refusal('unknown_photo', `There is no photo ${photoId} in this project.`);
  const rule = storedCandidates(db, view.rowId).find((one) => one.photo.id === photo.id)?.rule ?? null;
  const doubts = new Set(judgePhoto(db, view, photo).doubts.map(({ code }) => code));
  return choicesFor(
    db,
    { photo, pattern: photoPattern(view, photo.fullPath), rule, doubts, side: view.side.toLowerCase() },
    others(),
  );
}

const named = (db: ReadableDb, view: PairableView): { captureName: string; side: string } => {
  const row = pairingRow(db, view.id);
  return { captureName: row?.captureName ?? '', side: row?.side ?? view.side };
};

function noneFor(db: ReadableDb, view: PairableView, others: Iterable<PairableView>): Alike {
  const choices: Alike['choices'] = [];
  for (const other of others) {
    if (other.settled || other.needsPairing !== view.needsPairing) continue;
    if (choices.length === MAX_PAIRED_AT_ONCE)
      return { likeness: noneWords(view), choices, leftOut: [], hasMore: true };
    choices.push({ viewId: other.id, photoId: null, photoPath: null, ...named(db, other) });
  }
  return { likeness: noneWords(view), choices, leftOut: [], hasMore: false };
}

const noneWords = ({ needsPairing }: PairableView): string =>
  needsPairing === 0
    ? 'Views for which no photo was found'
    : needsPairing === 1
      ? 'Views that several photos fit'
      : 'Views whose photo waits for a yes';

function choicesFor(db: ReadableDb, model: Model, others: Iterable<PairableView>): Alike {
  const byPath = photosByPath(db);
  const choices: Alike['choices'] = [];
  const leftOut: Alike['leftOut'] = [];
  const sides = new Map([[model.photo.id, model.side]]);
  for (const other of others) {
    const found = photoFor(db, model, { view: other, byPath });
    if (!found || found.id === other.settled?.photo) continue;
    if (choices.length === MAX_PAIRED_AT_ONCE) return { likeness: wordsOf(model), choices, leftOut, hasMore: true };
    const why = whyNot(db, model, { view: other, photo: found, sides });
    if (why === null) {
      sides.set(found.id, other.side.toLowerCase());
      const photoId = String(found.id) as PhotoId;
      choices.push({ viewId: other.id, photoId, photoPath: found.path, ...named(db, other) });
    } else if (leftOut.length < MAX_LEFT_OUT) leftOut.push({ viewId: other.id, why, ...named(db, other) });
  }
  return { likeness: wordsOf(model), choices, leftOut, hasMore: false };
}

const wordsOf = ({ pattern }: Model): string => `Photos at ${pattern}, seen from the result file`;

type Looked = { readonly view: PairableView; readonly byPath: (path: string) => number | undefined };

function photoFor(db: ReadableDb, model: Model, { view, byPath }: Looked): ChoosablePhoto | undefined {
  const path = photoPathBy(model.pattern, view);
  const id = path === null ? undefined : byPath(path);
  if (id !== undefined) return choosablePhoto(db, id);
  if (model.rule === null) return undefined;
  const same = storedCandidates(db, view.rowId).filter(
    ({ photo, rule }) => rule === model.rule && photo.kind === model.photo.kind,
  );
  return same.length === 1 ? same[0]?.photo : undefined;
}

type Tried = {
  readonly view: PairableView;
  readonly photo: ChoosablePhoto;
  readonly sides: ReadonlyMap<number, string>;
};

/** A choice that would raise other doubts than the one it follows is not the same choice. */
function whyNot(db: ReadableDb, model: Model, { view, photo, sides }: Tried): string | null {
  const { refusal: why, doubts } = judgePhoto(db, view, photo);
  if (why !== null) return why;
  const other = sides.get(photo.id);
  if (other !== undefined && other !== view.side.toLowerCase()) return `${photo.name} would lie under two sides.`;
  const fresh = doubts.filter(({ code }) => !model.doubts.has(code));
  return fresh.length === 0 ? null : fresh.map(({ words }) => words).join(' ');
}
