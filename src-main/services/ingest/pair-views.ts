import { pairingSteps, type Pairing, type PairingPhoto } from '#shared/domain/pairing';
import type { Finding } from '#shared/domain/finding';
import type { WritableDb } from '#main/db/handle';
import {
  imageListEntries,
  isPairingDue,
  needOf,
  notePaired,
  pairableViews,
  storePairing,
  type PairableView,
} from '#main/repositories/pairing';
import { pairablePhotos } from '#main/repositories/photos';

/** Batches keep each transaction short, so that decisions go between them. */
const BATCH = 100;
type Pause = () => Promise<void>;
export type PairingFinding = Finding & { readonly viewUid: string };

/**
 * Looks for a photo for every view that has none, by the rules of research/scheme.md §7. A view that has one, or for
 * which a reviewer chose, keeps it; a view with decisions is only offered one. Nothing is done when nothing has come
 * since the last time.
 * @returns a finding per view that stays without photo, unless the same was found before.
 */
export async function pairViews(db: WritableDb, pause: Pause): Promise<PairingFinding[]> {
  if (!isPairingDue(db)) return [];
  const views = await collect(pairableViews(db), pause);
  const photos = await collect(pairablePhotos(db), pause);
  const pairings = await inTurns(pairingSteps(views, photos, await collect(imageListEntries(db), pause)), pause);
  const photoOf = new Map(photos.map((photo) => [photo.id, photo]));
  const viewOf = new Map(views.map((view) => [view.id, view]));
  const findings: PairingFinding[] = [];
  for (let from = 0; from < pairings.length; from += BATCH) {
    db.transaction(() => {
      for (const pairing of pairings.slice(from, from + BATCH)) {
        const view = viewOf.get(pairing.view)!;
        storePairing(db, view, pairing);
        const isKnown = view.notice === pairing.notice && needOf(view.needsPairing) === pairing.need;
        if (pairing.photo === null && !isKnown) findings.push(unpairedFinding(view, pairing, photoOf));
      }
    }).immediate();
    await pause();
  }
  db.transaction(() => notePaired(db)).immediate();
  return findings;
}

async function collect<Row>(pages: Iterable<readonly Row[]>, pause: Pause): Promise<Row[]> {
  const rows: Row[] = [];
  for (const page of pages) {
    rows.push(...page);
    await pause();
  }
  return rows;
}

async function inTurns<Value>(steps: Generator<void, Value>, pause: Pause): Promise<Value> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await pause();
  }
}

function unpairedFinding(
  view: PairableView,
  { need, candidates, notice }: Pairing,
  photoOf: ReadonlyMap<number, PairingPhoto>,
): PairingFinding {
  const at = { file: view.file, place: view.id, viewUid: view.id };
  const folder = view.sourcePath.slice(0, view.sourcePath.length - view.file.length);
  const names = candidates.map(({ photo }) => photoOf.get(photo)?.path ?? '');
  const listed = names.map((path) => (path.startsWith(folder) ? path.slice(folder.length) : path)).join(', ');
  const wayOut = 'Choose one under "Pair photos", or choose none.';
  switch (need) {
    case 'choice':
      return {
        severity: 'warning',
        code: 'pairing_ambiguous',
        ...at,
        message: `Several photos or several sides fit the ${view.side} view: ${listed}. None was taken. ${wayOut}`,
      };
    case 'confirmation':
      return {
        severity: 'warning',
        code: 'pairing_unconfirmed',
        ...at,
        message: `A photo is named for the ${view.side} view, and was not taken without asking: ${notice ?? listed} ${wayOut}`,
      };
    case 'nothing': {
      const guesses =
        listed === ''
          ? 'Import the folder that holds it'
          : `Beside the file lie: ${listed}. Choose one of them under "Pair photos", or import the folder that holds it`;
      return {
        severity: 'info',
        code: 'photo_missing',
        ...at,
        message: `No photo was found for the ${view.side} view; it is shown on an empty canvas. ${guesses}.`,
      };
    }
  }
}
