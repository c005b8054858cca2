import type { PairingCounts, PairingFilter, PairingRow, PairingState } from '#shared/contract/pairing';
import type { PhotoId, ViewId } from '#shared/domain/ids';
import type { PairingRule } from '#shared/domain/view';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { PUBLISHED_SQL } from './queue';
import { PAIRED_BY_SQL, PHOTO_SQL, revisionLabel } from './views';

const STATE_OF_VIEW = `CASE WHEN s.photo_chosen = 1 THEN 'chosen' WHEN v.photo_id IS NOT NULL THEN 'ruled'
  WHEN v.needs_pairing = 1 THEN 'ambiguous' WHEN v.needs_pairing = 2 THEN 'confirmation' ELSE 'unpaired' END`;
const FROM = `queue_entry AS q JOIN view AS v ON v.id = q.view_id JOIN view_state AS s ON s.view_uid = v.uid`;
const WHERE = `q.superseded = 0 AND ${PUBLISHED_SQL}`;
const FILTERS: Readonly<Record<PairingFilter, string>> = {
  waiting: 'v.photo_id IS NULL AND q.photo_chosen = 0',
  ambiguous: 'v.photo_id IS NULL AND q.photo_chosen = 0 AND v.needs_pairing = 1',
  confirmation: 'v.photo_id IS NULL AND q.photo_chosen = 0 AND v.needs_pairing = 2',
  unpaired: 'v.photo_id IS NULL AND q.photo_chosen = 0 AND v.needs_pairing = 0',
  chosen: 'q.photo_chosen = 1',
  ruled: 'v.photo_id IS NOT NULL AND q.photo_chosen = 0',
  all: '1',
};
const JOINED = `JOIN result AS r ON r.id = v.result_id JOIN capture AS c ON c.id = r.capture_id
  JOIN source_file AS f ON f.id = r.source_file_id JOIN revision AS x ON x.id = r.revision_id
  LEFT JOIN photo AS p ON p.id = ${PHOTO_SQL}`;
const DECISIONS = `SELECT count(*) FROM lesion_state AS t WHERE t.view_uid = v.uid AND (t.verdict <> 'pending' OR t.disputed = 1)`;
const COLUMNS = `v.uid, v.name, ${STATE_OF_VIEW} AS state, ${PAIRED_BY_SQL} AS paired_by, s.photo_chosen, v.pairing_notice AS notice,
  c.name AS capture, f.path AS source_file, x.revision, x.algorithm_version_id AS version, p.id AS photo_id, p.name AS photo_name,
  (${DECISIONS}) AS decisions,
  (${DECISIONS} AND (SELECT d.photo_sha256 FROM lesion_decision AS d
     WHERE d.lesion_uid = t.lesion_uid AND d.event_id = t.event_id) IS NOT p.sha256) AS other_photo`;

type Row = {
  uid: ViewId;
  name: string;
  state: PairingState;
  paired_by: PairingRule | null;
  photo_chosen: number;
  notice: string | null;
  capture: string;
  source_file: string;
  revision: string | null;
  version: string | null;
  photo_id: number | null;
  photo_name: string | null;
  decisions: number;
  other_photo: number;
};

const present = (row: Row): PairingRow => ({
  viewId: row.uid,
  captureName: row.capture,
  side: row.name,
  revision: revisionLabel(
    row.revision,
    row.version === null ? null : (JSON.parse(row.version) as string | number | null),
  ),
  sourceFile: row.source_file,
  state: row.state,
  photoId: row.photo_id === null ? null : (String(row.photo_id) as PhotoId),
  photoName: row.photo_name,
  pairedBy: row.photo_chosen === 1 ? 'user' : row.paired_by,
  notice: row.photo_chosen === 1 ? null : row.notice,
  decisions: row.decisions,
  decisionsOnOtherPhoto: row.other_photo,
});

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** The words of a search as LIKE patterns: each must be held. */
export const searchPatterns = (search: string): string[] =>
  search
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `%${escapeLike(word)}%`);

/** A page of views in import order, with how many there are of each state. */
export function listPairings(
  db: ReadableDb,
  query: { filter: PairingFilter; search: string; offset: number; limit: number },
): { total: number; counts: PairingCounts; rows: PairingRow[] } {
  const patterns = searchPatterns(query.search);
  const held = patterns.map(
    () => `(c.name || ' ' || v.name || ' ' || f.path || ' ' || coalesce(p.path, '')) LIKE ? ESCAPE '\\'`,
  );
  const where = [WHERE, FILTERS[query.filter], ...held].join(' AND ');
  const counts = countPairings(db);
  const total =
    patterns.length === 0
      ? counts[query.filter]
      : (firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM ${FROM} ${JOINED} WHERE ${where}`, patterns)?.n ?? 0);
  const rows = allRows<Row>(
    db,
    `SELECT ${COLUMNS} FROM ${FROM} ${JOINED} WHERE ${where} ORDER BY q.view_id LIMIT ? OFFSET ?`,
    [...patterns, query.limit, query.offset],
  );
  return { total, counts, rows: rows.map(present) };
}

/** One view's row; undefined when it is not in this project. */
export function pairingRow(db: ReadableDb, view: ViewId): PairingRow | undefined {
  const row = firstRow<Row>(db, `SELECT ${COLUMNS} FROM ${FROM} ${JOINED} WHERE v.uid = ?`, [view]);
  return row && present(row);
}

function countPairings(db: ReadableDb): PairingCounts {
  const counts = { waiting: 0, ambiguous: 0, confirmation: 0, unpaired: 0, chosen: 0, ruled: 0, all: 0 };
  const sql = `SELECT CASE WHEN q.photo_chosen = 1 THEN 'chosen' WHEN v.photo_id IS NOT NULL THEN 'ruled'
      WHEN v.needs_pairing = 1 THEN 'ambiguous' WHEN v.needs_pairing = 2 THEN 'confirmation' ELSE 'unpaired' END AS state,
      count(*) AS n FROM queue_entry AS q JOIN view AS v ON v.id = q.view_id WHERE ${WHERE} GROUP BY 1`;
  for (const { state, n } of allRows<{ state: PairingState; n: number }>(db, sql)) {
    counts[state] = n;
    counts.all += n;
  }
  counts.waiting = counts.ambiguous + counts.confirmation + counts.unpaired;
  return counts;
}
