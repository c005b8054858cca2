import type { EventId, LesionId, ViewId } from '#shared/domain/ids';
import { resolveDecisions, type ResolvedState, type StandingDecision } from '#shared/domain/resolve';
import type { Verdict } from '#shared/domain/verdict';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';
import { createHash } from 'node:crypto';
import { isSetAside, newestChoice, standingPhotos } from './projection-choices';

/** A decision or mark stands while it is active and nothing active has replaced it. */
const STANDING_DECISIONS = `
  SELECT d.event_id AS eventId, d.reviewer, d.verdict, d.reason, d.comment, d.at FROM lesion_decision AS d
  WHERE d.lesion_uid = :lesion AND d.active = 1 AND NOT EXISTS (
    SELECT 1 FROM replacement AS r JOIN lesion_decision AS n ON n.lesion_uid = :lesion AND n.event_id = r.event_id
    WHERE r.target = :lesion AND r.replaced_event_id = d.event_id AND n.active = 1)
  ORDER BY d.event_id`;

type StandingRow = Omit<StandingDecision, 'outline'>;

/** The current decision of each reviewer on a lesion (two of one reviewer only after a merge). */
export function standingDecisions(db: ReadableDb, lesion: LesionId): StandingDecision[] {
  return allRows<StandingRow>(db, STANDING_DECISIONS, { lesion }).map((row) => ({
    ...row,
    outline: row.verdict === 'redrawn' || row.verdict === 'added' ? outlineOf(db, row.eventId, lesion) : '',
  }));
}

/** A hash of what an event drew for a lesion, and of the lesions that it drew it for: one outline for two is not one for each. */
function outlineOf(db: ReadableDb, event: EventId, lesion: LesionId): string {
  const shapes = allRows<{ rings: Buffer }>(
    db,
    `SELECT s.rings FROM shape_link AS l JOIN shape AS s ON s.id = l.shape_id
     WHERE l.event_id = ? AND l.lesion_uid = ? ORDER BY s.ordinal`,
    [event, lesion],
  );
  if (shapes.length === 0) return '';
  const hash = createHash('sha256');
  for (const { rings } of shapes) hash.update(rings);
  const group = allRows<{ id: LesionId }>(
    db,
    `SELECT DISTINCT lesion_uid AS id FROM shape_link WHERE event_id = ? AND shape_id IN
       (SELECT shape_id FROM shape_link WHERE event_id = ? AND lesion_uid = ?) ORDER BY lesion_uid`,
    [event, event, lesion],
  );
  for (const { id } of group) hash.update(id);
  return hash.digest('hex');
}

/** What holds for a lesion by one reviewer's decisions only, or by everyone's when `reviewer` is null. */
export function resolveLesion(db: ReadableDb, lesion: LesionId, reviewer: string | null): ResolvedState {
  const standing = standingDecisions(db, lesion);
  return resolveDecisions(reviewer === null ? standing : standing.filter((one) => one.reviewer === reviewer));
}

/** Recomputes the lesion_state row; a lesion without any standing decision has none. */
export function refreshLesion(db: WritableDb, lesion: LesionId): void {
  const state = resolveLesion(db, lesion, null);
  const view = firstRow<{ view: ViewId }>(
    db,
    'SELECT view_uid AS view FROM lesion_decision WHERE lesion_uid = ? LIMIT 1',
    [lesion],
  )?.view;
  run(db, 'DELETE FROM lesion_state WHERE lesion_uid = ?', [lesion]);
  if (state.eventId === null || view === undefined) return;
  run(
    db,
    `INSERT INTO lesion_state (lesion_uid, view_uid, verdict, disputed, reason, comment, decided_by, decided_at, event_id)
     VALUES (:lesion, :view, :verdict, :disputed, :reason, :comment, :decidedBy, :decidedAt, :eventId)`,
    { ...state, lesion, view, disputed: state.disputed ? 1 : 0 },
  );
}

const STANDING_MARKS = `
  SELECT m.event_id AS eventId, m.reviewer, m.value, m.at FROM view_mark AS m
  WHERE m.view_uid = :view AND m.mark = :mark AND m.active = 1 AND NOT EXISTS (
    SELECT 1 FROM replacement AS r
    JOIN view_mark AS n ON n.view_uid = :view AND n.mark = :mark AND n.event_id = r.event_id
    WHERE r.target = :target AND r.replaced_event_id = m.event_id AND n.active = 1)`;

export type StandingMark = { eventId: EventId; reviewer: string; value: number; at: number };

export function standingMarks(db: ReadableDb, view: ViewId, mark: 'sweep' | 'done'): StandingMark[] {
  return allRows(db, STANDING_MARKS, { view, mark, target: `${view} ${mark}` });
}

/** The newest standing mark holds, whoever set it: a view that one reviewer finished can be reopened by another. */
export function isMarked(marks: readonly StandingMark[]): boolean {
  const newest = marks.reduce<StandingMark | null>(
    (a, b) => (a === null || b.at > a.at || (b.at === a.at && b.eventId > a.eventId) ? b : a),
    null,
  );
  return newest?.value === 1;
}

type Tally = { verdict: Verdict; disputed: number; n: number };
const COUNT_COLUMNS = ['pending', 'accepted', 'rejected', 'redrawn', 'unsure', 'added', 'disputed'] as const;
export type Counts = Record<(typeof COUNT_COLUMNS)[number], number> & { lesions: number };

/** Counts a view's lesions by verdict: disputed ones only as disputed, degenerate ones in `lesions` only. */
export function countView(db: ReadableDb, view: ViewId): Counts {
  const model = firstRow<{ lesions: number; needed: number }>(
    db,
    `SELECT count(*) AS lesions, coalesce(sum(l.degenerate = 0), 0) AS needed
     FROM lesion AS l WHERE l.view_id = (SELECT id FROM view WHERE uid = ?)`,
    [view],
  ) ?? { lesions: 0, needed: 0 };
  const drawn = `SELECT 1 FROM drawn_lesion AS d WHERE d.uid = s.lesion_uid`;
  const tally = (isDrawn: boolean): Tally[] =>
    allRows(
      db,
      `SELECT s.verdict, s.disputed, count(*) AS n FROM lesion_state AS s
       WHERE s.view_uid = ? AND ${isDrawn ? '' : 'NOT '}EXISTS (${drawn})
         AND (s.verdict <> 'pending' OR s.disputed = 1) GROUP BY s.verdict, s.disputed`,
      [view],
    );
  const counts: Counts = {
    pending: model.needed,
    accepted: 0,
    rejected: 0,
    redrawn: 0,
    unsure: 0,
    added: 0,
    disputed: 0,
    lesions: model.lesions,
  };
  for (const row of tally(false)) {
    counts[row.disputed ? 'disputed' : row.verdict] += row.n;
    counts.pending -= row.n;
  }
  for (const row of tally(true)) {
    counts[row.disputed ? 'disputed' : row.verdict] += row.n;
    counts.lesions += row.n;
  }
  return counts;
}

/** Recomputes the view_state row from marks, lesion states, the choice of a photo and that between contents. */
export function refreshView(db: WritableDb, view: ViewId): void {
  if (!firstRow(db, 'SELECT 1 AS found FROM view WHERE uid = ?', [view])) return; // a merged event on a view not imported here
  const isSet = (mark: 'sweep' | 'done'): number => (isMarked(standingMarks(db, view, mark)) ? 1 : 0);
  const photo = newestChoice(standingPhotos(db, view));
  const chosen = { photoChosen: photo === null ? 0 : 1, photoSha256: photo?.photoSha256 ?? null };
  const setAside = isSetAside(db, view) ? 1 : 0;
  run(db, 'DELETE FROM view_state WHERE view_uid = ?', [view]);
  run(
    db,
    `INSERT INTO view_state (view_uid, swept, done, lesions, photo_chosen, photo_sha256, set_aside, ${COUNT_COLUMNS.join(', ')})
     VALUES (:view, :swept, :done, :lesions, :photoChosen, :photoSha256, :setAside, ${COUNT_COLUMNS.map((name) => `:${name}`).join(', ')})`,
    { view, swept: isSet('sweep'), done: isSet('done'), setAside, ...chosen, ...countView(db, view) },
  );
}
