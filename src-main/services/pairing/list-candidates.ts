import type { PairingDetail, PhotoCandidate } from '#shared/contract/pairing';
import type { PhotoId, ViewId } from '#shared/domain/ids';
import type { PairingRule } from '#shared/domain/view';
import type { ReadableDb } from '#main/db/handle';
import { lesionsOfView } from '#main/repositories/lesions';
import { pairableView, type PairableView } from '#main/repositories/pairing';
import { pairingRow } from '#main/repositories/pairing-list';
import {
  choosablePhoto,
  photosNear,
  searchPhotos,
  storedCandidates,
  type ChoosablePhoto,
} from '#main/repositories/pairing-photos';
import { viewById } from '#main/repositories/views';
import { refusal } from '../review/refusal';
import { judgePhoto } from './judge-photo';

const MAX_CANDIDATES = 60;
const MAX_USES = 50;
/** Enough to see whether a picture is the right one. */
const MAX_OUTLINES = 3000;

/** A view with the photos that could lie under it. @throws MaculeError decision_refused (unknown_view). */
export function pairingDetail(db: ReadableDb, viewId: ViewId, search: string): PairingDetail {
  const view = pairableView(db, viewId);
  const stored = viewById(db, viewId);
  const row = pairingRow(db, viewId);
  if (!view || !stored || !row) throw refusal('unknown_view', `There is no view ${viewId} in this project.`);
  const current = stored.photoId === null ? null : Number(stored.photoId);
  const { found, ruleOf, hasMore } = findPhotos(db, view, { current, search });
  const candidates = found.map((photo) => present(db, view, { photo, rule: ruleOf.get(photo.id) ?? null, current }));
  const outlines = lesionsOfView(db, viewId)
    .filter(({ degenerate }) => !degenerate)
    .slice(0, MAX_OUTLINES)
    .map(({ polygon }) => [polygon.exterior, ...polygon.holes].map((ring) => ring.flatMap(({ x, y }) => [x, y])));
  return {
    ...row,
    imageId: stored.image_id,
    subject: stored.subject,
    frame: view.frame && { ...view.frame, viewBox: stored.frame?.viewBox ? [...stored.frame.viewBox] : null },
    isDone: stored.state === 'done',
    candidates: search.trim() === '' ? inOrder(candidates) : candidates,
    hasMore,
    outlines,
  };
}

type Found = { found: ChoosablePhoto[]; ruleOf: Map<number, PairingRule>; hasMore: boolean };

function findPhotos(
  db: ReadableDb,
  view: PairableView,
  { current, search }: { current: number | null; search: string },
): Found {
  const named = storedCandidates(db, view.rowId);
  const ruleOf = new Map(named.flatMap(({ photo, rule }) => (rule === null ? [] : [[photo.id, rule] as const])));
  if (search.trim() !== '') {
    const found = searchPhotos(db, search, MAX_CANDIDATES + 1);
    return { found: found.slice(0, MAX_CANDIDATES), ruleOf, hasMore: found.length > MAX_CANDIDATES };
  }
  const now = current === null ? undefined : choosablePhoto(db, current);
  const near = photosNear(db, view.id, MAX_CANDIDATES + 1);
  const all = [...(now ? [now] : []), ...named.map(({ photo }) => photo), ...near];
  const found = [...new Map(all.map((photo) => [photo.id, photo])).values()];
  return { found: found.slice(0, MAX_CANDIDATES), ruleOf, hasMore: found.length > MAX_CANDIDATES };
}

/** The one in use, the ones that a rule names, then the less doubtful ones; what cannot be chosen comes last. */
function inOrder(candidates: readonly PhotoCandidate[]): PhotoCandidate[] {
  const rank = ({ isCurrent, rule, doubts, refusal: why }: PhotoCandidate): number =>
    isCurrent ? 0 : (why === null ? 0 : 100) + (rule === null ? 10 : 1) + doubts.length;
  return [...candidates].sort((a, b) => rank(a) - rank(b));
}

function present(
  db: ReadableDb,
  view: PairableView,
  { photo, rule, current }: { photo: ChoosablePhoto; rule: PairingRule | null; current: number | null },
): PhotoCandidate {
  const { scale, doubts, refusal: why, uses } = judgePhoto(db, view, photo);
  return {
    photoId: String(photo.id) as PhotoId,
    name: photo.name,
    path: photo.path,
    width: photo.width,
    height: photo.height,
    kind: photo.kind,
    rule,
    scale,
    isCurrent: photo.id === current,
    doubts: [...doubts],
    refusal: why,
    usedBy: uses.slice(0, MAX_USES).map(({ captureName, side }) => `${captureName} ${side}`),
  };
}
