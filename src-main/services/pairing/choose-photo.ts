import { MAX_PAIRED_AT_ONCE, type PhotoChoice } from '#shared/contract/pairing';
import type { Change, PairChange } from '#shared/domain/event';
import type { Finding } from '#shared/domain/finding';
import type { ViewId } from '#shared/domain/ids';
import type { PhotoDoubt } from '#shared/domain/photo-doubts';
import { pairableView, type PairableView } from '#main/repositories/pairing';
import { choosablePhoto, type ChoosablePhoto } from '#main/repositories/pairing-photos';
import { standingPhotos } from '#main/repositories/projection-choices';
import { standingMarks } from '#main/repositories/projection-state';
import { viewById, type StoredView } from '#main/repositories/views';
import { appendEvent } from '../journal';
import { envelope, type Appended, type Reviewing } from '../review/append-action';
import { refusal } from '../review/refusal';
import { judgePhoto } from './judge-photo';

type Chosen = { readonly view: PairableView; readonly stored: StoredView; readonly photo: ChoosablePhoto | null };
type Request = { readonly choices: readonly PhotoChoice[]; readonly confirmed: readonly PhotoDoubt[] };

/**
 * Lays photos under views, or none: one event for all of them. Decisions stay as they are; a view whose photo changes is
 * open again, and its sweep is taken back, for it was searched on another picture.
 * @throws MaculeError decision_refused: unknown_view, unknown_photo, photo_refused, photo_doubted, nothing_changed.
 */
export function choosePhotos(reviewing: Reviewing, request: Request): Appended {
  return reviewing.db.transaction((): Appended => append(reviewing, request)).immediate();
}

function append(reviewing: Reviewing, { choices, confirmed }: Request): Appended {
  const { db, author, reviewer } = reviewing;
  const all = [...new Map(choices.map((choice) => [choice.viewId, choice])).values()];
  if (all.length > MAX_PAIRED_AT_ONCE + 1)
    throw refusal('photo_refused', `At most ${MAX_PAIRED_AT_ONCE} views can be paired in one step.`);
  const chosen = all.map((choice) => knownChoice(reviewing, choice)).filter(isChange);
  const [first] = chosen;
  if (!first) throw refusal('nothing_changed', 'This is what was chosen already.');
  assertSidesApart(chosen);
  const changing = new Set(all.map(({ viewId }) => viewId));
  const words = chosen.map((one) => confirmedWords(reviewing, one, { confirmed, changing }));
  const changes = chosen.flatMap((one, index): Change[] => [
    pairChange(reviewing, one, words[index] ?? null),
    ...reopening(reviewing, one),
  ]);
  const what = first.photo === null ? 'Choose no photo' : 'Choose photo';
  const label = chosen.length === 1 ? what : `${what} for ${chosen.length} views`;
  const payload = envelope(reviewing, first.stored, { label, changes, undoes: null });
  const { id, touched } = appendEvent(db, author, { kind: 'pair', reviewer, payload });
  return { eventId: id, label, viewId: first.view.id, touched, findings: reopenedFinding(changes) };
}

function knownChoice({ db }: Reviewing, { viewId, photoId }: PhotoChoice): Chosen {
  const view = pairableView(db, viewId);
  const stored = viewById(db, viewId);
  if (!view || !stored) throw refusal('unknown_view', `There is no view ${viewId} in this project.`, { view: viewId });
  const photo = photoId === null ? null : choosablePhoto(db, Number(photoId));
  if (photo === undefined)
    throw refusal('unknown_photo', `There is no photo ${String(photoId)} in this project.`, { photo: photoId });
  return { view, stored, photo };
}

const isChange = ({ stored, photo }: Chosen): boolean =>
  stored.photo_chosen === 0 || stored.photo_sha256 !== (photo?.sha256 ?? null);

/** Within one action too, one photo never serves two sides. */
function assertSidesApart(chosen: readonly Chosen[]): void {
  const sides = new Map<number, string>();
  for (const { view, photo } of chosen) {
    if (!photo) continue;
    const other = sides.get(photo.id);
    if (other !== undefined && other !== view.side.toLowerCase())
      throw refusal(
        'photo_refused',
        `${photo.name} would lie under a ${other} and a ${view.side} view, and one photo never serves two sides.`,
      );
    sides.set(photo.id, view.side.toLowerCase());
  }
}

/** The doubts of one choice in words, all of them confirmed; null when there are none. */
function confirmedWords(
  { db }: Reviewing,
  { view, photo }: Chosen,
  { confirmed, changing }: { confirmed: readonly PhotoDoubt[]; changing: ReadonlySet<ViewId> },
): string | null {
  if (!photo) return null;
  const { doubts, refusal: why } = judgePhoto(db, view, photo, changing);
  if (why !== null) throw refusal('photo_refused', why, { view: view.id });
  const open = doubts.filter(({ code }) => !confirmed.includes(code));
  if (open.length > 0)
    throw refusal('photo_doubted', `${open.map(({ words }) => words).join(' ')} Confirm it, or choose another photo.`, {
      view: view.id,
      doubts: open.map(({ code }) => code).join(','),
    });
  return doubts.length === 0 ? null : doubts.map(({ words }) => words).join(' ');
}

function pairChange({ db, reviewer }: Reviewing, { view, photo }: Chosen, confirmed: string | null): PairChange {
  const own = standingPhotos(db, view.id).filter((standing) => standing.reviewer === reviewer);
  return {
    type: 'pair',
    view: view.id,
    photoSha256: photo?.sha256 ?? null,
    confirmed,
    replaces: own.map(({ eventId }) => eventId),
  };
}

function reopening({ db, reviewer }: Reviewing, { view, stored, photo }: Chosen): Change[] {
  if (stored.photo_sha256 === (photo?.sha256 ?? null)) return [];
  const marked = (['sweep', 'done'] as const).filter((mark) => (mark === 'done' ? stored.done : stored.swept) === 1);
  return marked.map((type) => ({
    type,
    view: view.id,
    value: false,
    replaces: standingMarks(db, view.id, type)
      .filter((mark) => mark.reviewer === reviewer)
      .map(({ eventId }) => eventId),
  }));
}

function reopenedFinding(changes: readonly Change[]): Finding[] {
  const reopened = changes.flatMap((change) => (change.type === 'done' ? [change.view] : []));
  const [first] = reopened;
  if (first === undefined) return [];
  const which = reopened.length === 1 ? 'The view was done and is' : `${reopened.length} views were done and are`;
  const message = `${which} open again, because the photo is another one now. Verdicts are kept and marked: look at them again, search the photo for missed lesions, and finish.`;
  return [{ severity: 'warning', code: 'view_reopened', file: '', place: first, message }];
}
