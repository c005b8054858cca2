import type { ViewId } from '#shared/domain/ids';
import type { ImageListEntry, Pairing, PairingView } from '#shared/domain/pairing';
import { photoNameInPath } from '#shared/domain/photo-names';
import type { PairingRule } from '#shared/domain/view';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';
import { metaValue, replaceMetaValue } from './meta';
import { PHOTO_SQL } from './views';

type Row = {
  id: number;
  uid: ViewId;
  side: string;
  width: number | null;
  height: number | null;
  image_id: string | null;
  capture: number;
  result_path: string;
  source_path: string;
  file: string;
  results: number;
  list: 'masks_restored' | 'masks_original' | null;
  photo: number | null;
  paired_by: PairingRule | null;
  unreadable: number;
  chosen: number;
  reviewed: number;
  notice: string | null;
  needs_pairing: number;
};
/** A view as the rules see it, and what is stored of an earlier search. */
export type PairableView = PairingView & {
  readonly rowId: number;
  /** The JSON file relative to the path that was imported. */
  readonly file: string;
  readonly notice: string | null;
  readonly needsPairing: number;
};

const VIEWS = `SELECT v.id, v.uid, v.side, v.width, v.height, r.image_id, r.capture_id AS capture, r.path AS result_path, f.path AS file,
    replace(o.path, '\\', '/') || '/' || f.path AS source_path,
    (SELECT count(*) FROM (SELECT 1 FROM result WHERE source_file_id = f.id LIMIT 2)) AS results,
    (SELECT list FROM mask WHERE view_id = v.id ORDER BY id LIMIT 1) AS list,
    ${PHOTO_SQL} AS photo, v.paired_by, s.photo_chosen AS chosen,
    EXISTS (SELECT 1 FROM photo WHERE id = v.photo_id AND width = 0) AS unreadable, v.pairing_notice AS notice, v.needs_pairing,
    EXISTS (SELECT 1 FROM lesion_decision AS d WHERE d.view_uid = v.uid AND d.active = 1)
      OR EXISTS (SELECT 1 FROM view_mark AS m WHERE m.view_uid = v.uid AND m.active = 1) AS reviewed
  FROM view AS v JOIN view_state AS s ON s.view_uid = v.uid JOIN result AS r ON r.id = v.result_id
    JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1 JOIN root AS o ON o.id = f.root_id`;

/** A picture that cannot be read gives way to a readable one of the same name. */
const isSettled = ({ chosen, photo, unreadable }: Row): boolean => chosen === 1 || (photo !== null && unreadable === 0);

const nameOf = ({ result_path }: Row): { photoName?: string } => {
  const photoName = photoNameInPath(result_path);
  return photoName === null ? {} : { photoName };
};

const toView = (row: Row): PairableView => ({
  rowId: row.id,
  id: row.uid,
  side: row.side,
  frame: row.width === null || row.height === null ? null : { width: row.width, height: row.height, viewBox: null },
  imageId: row.image_id,
  capture: String(row.capture),
  sourcePath: row.source_path,
  file: row.file,
  resultCountInFile: row.results,
  ...nameOf(row),
  ...(row.list === null ? {} : { maskList: row.list }),
  ...(isSettled(row)
    ? { settled: { photo: row.photo } }
    : row.photo === null
      ? {}
      : { unreadable: { photo: row.photo, rule: row.paired_by } }),
  isReviewed: row.reviewed === 1,
  notice: row.notice,
  needsPairing: row.needs_pairing,
});

/** Only views without photo and choice, and those that a rule paired, where one is given. */
export type OpenViews = { readonly pairedBy: PairingRule | null };

/** Published views as the pairing rules see them, in pages: all, or those that the next choice could be for. */
export function* pairableViews(db: ReadableDb, only?: OpenViews, pageSize = 500): Generator<PairableView[]> {
  const open = only
    ? 'AND r.superseded_by IS NULL AND s.photo_chosen = 0 AND (v.photo_id IS NULL OR v.paired_by = :pairedBy)'
    : '';
  const bindings = only ? { pairedBy: only.pairedBy } : {};
  const { last } = firstRow<{ last: number | null }>(db, 'SELECT max(id) AS last FROM view') ?? { last: null };
  const sql = `${VIEWS} WHERE v.id > :from AND v.id <= :to ${open} ORDER BY v.id`;
  for (let from = 0; from < (last ?? 0); from += pageSize)
    yield allRows<Row>(db, sql, { from, to: from + pageSize, ...bindings }).map(toView);
}

/** At most how many image ids, or sides, views and image lists have. */
export const pairingTextCount = (db: ReadableDb): number =>
  firstRow<{ n: number }>(db, 'SELECT (SELECT count(*) FROM view) + (SELECT count(*) FROM image_list_entry) AS n')!.n;

/** One view as the pairing rules see it, by its row. */
export function pairableViewAt(db: ReadableDb, rowId: number): PairableView | undefined {
  const row = firstRow<Row>(db, `${VIEWS} WHERE v.id = ?`, [rowId]);
  return row && toView(row);
}

/** One view as the pairing rules see it; undefined when it is not in this project. */
export function pairableView(db: ReadableDb, view: ViewId): PairableView | undefined {
  const row = firstRow<Row>(db, `${VIEWS} WHERE v.uid = ?`, [view]);
  return row && toView(row);
}

const NEEDS: Readonly<Record<Pairing['need'], number>> = { nothing: 0, choice: 1, confirmation: 2 };
export const needOf = (stored: number): Pairing['need'] =>
  stored === 1 ? 'choice' : stored === 2 ? 'confirmation' : 'nothing';

/** Stores what the rules say of a view, and the photos to choose from. The caller owns the transaction. */
export function storePairing(db: WritableDb, view: PairableView, pairing: Pairing): void {
  run(db, 'DELETE FROM pairing_candidate WHERE view_id = ?', [view.rowId]);
  run(db, 'UPDATE view SET photo_id = ?, paired_by = ?, pairing_notice = ?, needs_pairing = ? WHERE id = ?', [
    pairing.photo,
    pairing.rule,
    pairing.notice,
    NEEDS[pairing.need],
    view.rowId,
  ]);
  pairing.candidates.forEach(({ photo, rule }, rank) =>
    run(db, 'INSERT INTO pairing_candidate (view_id, photo_id, rank, rule) VALUES (?, ?, ?, ?)', [
      view.rowId,
      photo,
      rank,
      rule,
    ]),
  );
}

const SEEN = 'pairing_seen';

/** Whether the file at this place was an image list when it was read last. */
export const isKnownImageList = (db: ReadableDb, root: string, path: string): boolean =>
  firstRow(
    db,
    'SELECT 1 AS found FROM image_list_entry WHERE root_id = (SELECT id FROM root WHERE path = ?) AND path = ? LIMIT 1',
    [root, path],
  ) !== undefined;

/** Forgets what an image list said, before it is read again; pairing then looks at everything anew. */
export function forgetImageList(db: WritableDb, of: { rootId: number; path: string }): void {
  run(db, 'DELETE FROM image_list_entry WHERE root_id = ? AND path = ?', [of.rootId, of.path]);
  replaceMetaValue(db, SEEN, '');
}

/** Forgets the lists of a folder that this run, which walked all of it, did not meet; answers their paths. */
export function forgetMissingLists(db: WritableDb, root: string, runId: number): string[] {
  const lists = allRows<{ rootId: number; path: string }>(
    db,
    `SELECT DISTINCT e.root_id AS rootId, e.path FROM image_list_entry AS e
     WHERE e.root_id = (SELECT id FROM root WHERE path = :root) AND NOT EXISTS (
       SELECT 1 FROM seen_file AS s WHERE s.root_id = e.root_id AND s.path = e.path AND s.run_id = :runId)
     ORDER BY e.path`,
    { root, runId },
  );
  for (const list of lists) forgetImageList(db, list);
  return lists.map(({ path }) => path);
}

/** Keeps what an image list says, also for files that come later. */
export function keepImageList(
  db: WritableDb,
  of: { rootId: number; path: string },
  entries: readonly ImageListEntry[],
): void {
  for (const { imageId, name, side } of entries)
    run(
      db,
      `INSERT INTO image_list_entry (root_id, path, image_id, name, side) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (root_id, path, image_id) DO UPDATE SET name = excluded.name, side = excluded.side`,
      [of.rootId, of.path, imageId, name, side],
    );
}

/** Everything that image lists say, each with the folder that it lies in, forward slashes. */
export function* imageListEntries(db: ReadableDb, pageSize = 1000): Generator<ImageListEntry[]> {
  type Entry = { id: number; list: string; imageId: string; name: string; side: string | null };
  let after = 0;
  for (;;) {
    const page = allRows<Entry>(
      db,
      `SELECT e.id, replace(r.path, '\\', '/') || '/' || e.path AS list, e.image_id AS imageId, e.name, e.side
       FROM image_list_entry AS e JOIN root AS r ON r.id = e.root_id WHERE e.id > ? ORDER BY e.id LIMIT ?`,
      [after, pageSize],
    );
    yield page.map(({ list, imageId, name, side }) => {
      return { imageId, name, side, folder: list.slice(0, list.lastIndexOf('/')) };
    });
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}

/** What photos and lists there are, as one short text: pairing anew can change something only when it differs. */
function pairingMaterial(db: ReadableDb): string {
  const photos = firstRow(
    db,
    `SELECT count(*) AS n, max(id) AS last, total(width + 31 * height) AS sizes, total(role = 'photo') AS pictures FROM photo`,
  );
  const entries = firstRow(db, 'SELECT count(*) AS n, max(id) AS last FROM image_list_entry');
  return JSON.stringify([photos, entries]);
}

/** Whether views wait for a first search, or photos or image lists have come since the last one. */
export function isPairingDue(db: ReadableDb): boolean {
  const waiting = `SELECT 1 AS found FROM view AS v JOIN result AS r ON r.id = v.result_id
    JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1
    WHERE v.photo_id IS NULL AND v.pairing_notice IS NULL LIMIT 1`;
  return firstRow(db, waiting) !== undefined || metaValue(db, SEEN) !== pairingMaterial(db);
}

/** What reviewers chose so far, as one short text: differs as soon as one chooses or takes a choice back. */
export const choicesMade = (db: ReadableDb): string =>
  JSON.stringify(
    firstRow(db, 'SELECT count(*) AS n, total(active) AS standing, max(event_id) AS last FROM view_photo'),
  );

export const notePaired = (db: WritableDb): void => replaceMetaValue(db, SEEN, pairingMaterial(db));
