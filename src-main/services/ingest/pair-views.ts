import {
  claimOf,
  describePairing,
  NAME_RULES,
  searchPhoto,
  type NameRule,
  type Pairing,
  type Search,
} from '#shared/domain/pairing';
import { LikelySet } from '#shared/domain/likely-set';
import type { WritableDb } from '#main/db/handle';
import { insertFindings, type PlacedFinding } from '#main/repositories/findings';
import {
  choicesMade,
  imageListEntries,
  isPairingDue,
  needOf,
  notePaired,
  pairableViewAt,
  pairableViews,
  pairingTextCount,
  storePairing,
  type PairableView,
} from '#main/repositories/pairing';
import {
  claimedPhotos,
  isForOne,
  putTake,
  refusedRules,
  refuseTake,
  serve,
  viewsTaking,
} from '#main/repositories/pairing-claims';
import type { ScratchLookups } from '#main/repositories/pairing-lookups';
import { openPairingTables, type PairingTables } from '#main/repositories/pairing-tables';
import { hasPairablePhotos, pairablePhotos } from '#main/repositories/photos';

/** Views, photos or entries that are taken at a time: between two pages decisions go. */
const PAGE = 200;
/** Views that are stored in one transaction: it waits for the disk, and a decision for it where someone decides. */
const STORED_AT_ONCE = { shared: 100, alone: 1000 };
type Pause = () => Promise<void>;
/** `isAlone`: nobody decides in this process meanwhile. */
export type PairingRun = { readonly runId: number; readonly pause: Pause; readonly isAlone?: boolean };

/**
 * Looks for a photo for every view that has none, by the rules of research/scheme.md §7. A view that has one, or for
 * which a reviewer chose, keeps it; a view with decisions is only offered one. Nothing is done when nothing has come
 * since the last time. A view that stays without photo gets a finding, unless the same was found before. Everything that
 * grows with the project lies in scratch tables: each step reads a page of views and keeps nothing.
 */
export async function pairViews(db: WritableDb, { pause, ...run }: PairingRun): Promise<void> {
  if (!isPairingDue(db)) return;
  while (!(await pairOnce(db, { pause, ...run })));
  db.transaction(() => notePaired(db)).immediate();
}

/** Answers false when a reviewer chose or took back a photo meanwhile: then others may not have what was found for them. */
async function pairOnce(db: WritableDb, { pause, ...run }: PairingRun): Promise<boolean> {
  const chosen = choicesMade(db);
  const tables = openPairingTables();
  try {
    if (hasPairablePhotos(db)) {
      await fill(db, tables, pause);
      await searchAll(db, tables, pause);
      for (const rule of NAME_RULES) await settle(db, tables, { rule, pause });
    }
    return await storeAll(db, tables, { pause, isAsFound: () => choicesMade(db) === chosen, ...run });
  } finally {
    tables.close();
  }
}

/** What names are looked through for comes first: the image ids and sides that there are. */
async function fill(db: WritableDb, tables: PairingTables, pause: Pause): Promise<void> {
  const capacity = pairingTextCount(db);
  const imageIds = new LikelySet(capacity);
  const sides = new LikelySet(capacity);
  for (const page of pairableViews(db, undefined, PAGE)) {
    tables.addViews(page);
    for (const { imageId, side } of page) {
      if (imageId !== null) imageIds.add(imageId.toLowerCase());
      sides.add(side.toLowerCase());
    }
    await pause();
  }
  for (const page of imageListEntries(db, PAGE)) {
    for (const { imageId } of page) imageIds.add(imageId.toLowerCase());
    await pause();
  }
  for (const page of pairablePhotos(db, PAGE)) {
    tables.addPhotos(page, { imageIds, sides });
    await pause();
  }
  for (const page of imageListEntries(db, PAGE)) {
    tables.addEntries(page);
    await pause();
  }
}

/** Every open view takes the photo that the first rule with exactly one hit gives it, whoever else takes it. */
async function searchAll(db: WritableDb, { db: scratch, lookups }: PairingTables, pause: Pause): Promise<void> {
  for (const page of pairableViews(db, undefined, PAGE)) {
    scratch.transaction(() => {
      for (const view of page) if (!view.settled) take(scratch, view, searchPhoto(view, lookups));
    })();
    await pause();
  }
}

function take(scratch: WritableDb, view: PairableView, { taken }: Search): void {
  if (taken) putTake(scratch, view.rowId, { photo: taken.photo.id, rule: taken.rule, claim: claimOf(view) });
}

/**
 * Rule by rule, the strongest first: photos that would serve two sides or two captures, counting what stronger rules and
 * earlier imports gave them to, are refused to all views that take them by this rule. Those search on.
 */
async function settle(
  db: WritableDb,
  { db: scratch, lookups }: PairingTables,
  { rule, pause }: { rule: NameRule; pause: Pause },
): Promise<void> {
  for (let after = 0; ;) {
    const photos = claimedPhotos(scratch, rule, { after, limit: PAGE });
    for (const claimed of photos) {
      if (isForOne(scratch, claimed)) {
        serve(scratch, claimed.photo, { side: claimed.min_side, capture: claimed.min_capture });
        continue;
      }
      for (;;) {
        const refused = viewsTaking(scratch, rule, claimed.photo, PAGE);
        if (refused.length === 0) break;
        scratch.transaction(() => {
          for (const rowId of refused) searchOn(db, { scratch, lookups, rowId, rule });
        })();
        await pause();
      }
    }
    await pause();
    const last = photos.at(-1);
    if (!last) return;
    after = last.photo;
  }
}

type Refused = {
  readonly scratch: WritableDb;
  readonly lookups: ScratchLookups;
  readonly rowId: number;
  readonly rule: NameRule;
};

function searchOn(db: WritableDb, { scratch, lookups, rowId, rule }: Refused): void {
  refuseTake(scratch, rowId, rule);
  const view = pairableViewAt(db, rowId);
  if (view) take(scratch, view, searchPhoto(view, lookups, refusedRules(scratch, rowId)));
}

/**
 * What was found goes into the project, as the views are now: decisions may have been made meanwhile. Stops and answers
 * false when it is not as it was found any more.
 */
async function storeAll(
  db: WritableDb,
  { db: scratch, lookups }: PairingTables,
  { runId, pause, isAsFound, isAlone = false }: PairingRun & { readonly isAsFound: () => boolean },
): Promise<boolean> {
  for (const page of pairableViews(db, undefined, isAlone ? STORED_AT_ONCE.alone : STORED_AT_ONCE.shared)) {
    const open = page.filter(({ settled }) => !settled);
    const found = open.map((view) => {
      const search = searchPhoto(view, lookups, refusedRules(scratch, view.rowId));
      return { view, pairing: describePairing(search, lookups) };
    });
    const isStored = db
      .transaction(() => {
        if (!isAsFound()) return false;
        for (const { view, pairing } of found) {
          storePairing(db, view, pairing);
          const isKnown = view.notice === pairing.notice && needOf(view.needsPairing) === pairing.need;
          if (pairing.photo === null && !isKnown)
            insertFindings(db, { run: runId, sourceFile: null }, [unpairedFinding(view, pairing, lookups)]);
        }
        return true;
      })
      .immediate();
    if (!isStored) return false;
    await pause();
  }
  return true;
}

function unpairedFinding(
  view: PairableView,
  { need, candidates, notice }: Pairing,
  lookups: ScratchLookups,
): PlacedFinding {
  const at = { file: view.file, place: view.id, viewUid: view.id };
  const listed = candidates.map(({ photo }) => lookups.photo(photo)?.place ?? '').join(', ');
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
