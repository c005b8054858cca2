import type { EventId, LesionId, ViewId } from '#shared/domain/ids';
import { resolveDecisions, type ResolvedState } from '#shared/domain/resolve';
import type { Verdict } from '#shared/domain/verdict';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';
import { insertStates, type HeldState } from './projection-rows';
import { isSetAside, newestChoice, standingPhotos } from './projection-choices';
import { LISTED_LESIONS, standingDecisions, standingDecisionsOf, type StandingOfLesion } from './standing-decisions';

/** What holds for a lesion by one reviewer's decisions only, or by everyone's when `reviewer` is null. */
export function resolveLesion(db: ReadableDb, lesion: LesionId, reviewer: string | null): ResolvedState {
  const standing = standingDecisions(db, lesion);
  return resolveDecisions(reviewer === null ? standing : standing.filter((one) => one.reviewer === reviewer));
}

/** Recomputes the lesion_state rows, and answers what they come from; a lesion without any standing decision has none. */
export function refreshLesions(db: WritableDb, lesions: readonly LesionId[]): Map<LesionId, StandingOfLesion[]> {
  const standing = standingDecisionsOf(db, lesions);
  run(db, `DELETE FROM lesion_state WHERE lesion_uid IN (${LISTED_LESIONS})`, { lesions: JSON.stringify(lesions) });
  const states = [...standing].map(([lesion, decisions]): [LesionId, HeldState] => [
    lesion,
    { ...resolveDecisions(decisions), view: decisions[0]!.view },
  ]);
  insertStates(db, states);
  return standing;
}

/** A mark stands while it is active and nothing active has replaced it. */
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
