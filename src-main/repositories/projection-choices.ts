import type { PairChange, SettleChange } from '#shared/domain/event';
import type { EventId, ResultKey, ViewId } from '#shared/domain/ids';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** A reviewer's choice of a photo for a view, or of one of several results that came under one id. */
export type StandingPhoto = {
  readonly eventId: EventId;
  readonly reviewer: string;
  /** Null: none of the photos. */
  readonly photoSha256: string | null;
  readonly confirmed: string | null;
  readonly at: number;
};
export type StandingSettlement = {
  readonly eventId: EventId;
  readonly reviewer: string;
  readonly resultKey: ResultKey;
  /** JSON: keys of the results that do not hold. */
  readonly setAside: string;
  readonly at: number;
};
type Chosen = { readonly eventId: EventId; readonly at: number };

/** What a choice is about, as `replacement.target`. */
export const photoTarget = (view: ViewId): string => `${view} photo`;
export const conflictTarget = (elementId: string): string => `${elementId} conflict`;

/** The newest choice holds, whoever made it: another reviewer may correct it. */
export function newestChoice<Choice extends Chosen>(standing: readonly Choice[]): Choice | null {
  return standing.reduce<Choice | null>(
    (a, b) => (a === null || b.at > a.at || (b.at === a.at && b.eventId > a.eventId) ? b : a),
    null,
  );
}

const standing = (table: string, key: string, columns: string): string => `
  SELECT c.event_id AS eventId, c.reviewer, c.at, ${columns} FROM ${table} AS c
  WHERE c.${key} = :key AND c.active = 1 AND NOT EXISTS (
    SELECT 1 FROM replacement AS r JOIN ${table} AS n ON n.${key} = :key AND n.event_id = r.event_id
    WHERE r.target = :target AND r.replaced_event_id = c.event_id AND n.active = 1)
  ORDER BY c.event_id`;
const STANDING_PHOTOS = standing('view_photo', 'view_uid', 'c.photo_sha256 AS photoSha256, c.confirmed');
const STANDING_SETTLEMENTS = standing(
  'conflict_choice',
  'element_id',
  'c.result_key AS resultKey, c.set_aside AS setAside',
);

/** Choices of a photo for a view that are in force and not replaced by a later one of the same reviewer. */
export const standingPhotos = (db: ReadableDb, view: ViewId): StandingPhoto[] =>
  allRows(db, STANDING_PHOTOS, { key: view, target: photoTarget(view) });

/** Choices between results that came under one id, likewise. */
export const standingSettlements = (db: ReadableDb, elementId: string): StandingSettlement[] =>
  allRows(db, STANDING_SETTLEMENTS, { key: elementId, target: conflictTarget(elementId) });

/** Whether an event chose photos, or took such a choice back or brought it back. */
export function isPhotoChosenBy(db: ReadableDb, event: EventId): boolean {
  const sql = `WITH RECURSIVE undone (id) AS (
      SELECT :event UNION SELECT s.undoes FROM event_state AS s JOIN undone AS u ON s.event_id = u.id WHERE s.undoes IS NOT NULL)
    SELECT 1 AS found FROM undone AS u JOIN view_photo AS p ON p.event_id = u.id LIMIT 1`;
  return allRows(db, sql, { event }).length > 0;
}

type By = { readonly id: EventId; readonly reviewer: string; readonly at: number };

export function insertPhotoChoice(db: WritableDb, by: By, change: PairChange): void {
  run(
    db,
    `INSERT INTO view_photo (event_id, view_uid, photo_sha256, confirmed, reviewer, at, active) VALUES (?, ?, ?, ?, ?, ?, 1)`,
    [by.id, change.view, change.photoSha256, change.confirmed, by.reviewer, by.at],
  );
}

export function insertSettlement(db: WritableDb, by: By, change: SettleChange): void {
  run(
    db,
    `INSERT INTO conflict_choice (event_id, element_id, result_key, set_aside, reviewer, at, active) VALUES (?, ?, ?, ?, ?, ?, 1)`,
    [by.id, change.elementId, change.resultKey, JSON.stringify(change.setAside), by.reviewer, by.at],
  );
}

/** Views of all results that came under an element id. */
export const viewsOfElement = (db: ReadableDb, elementId: string): ViewId[] =>
  allRows<{ uid: ViewId }>(
    db,
    'SELECT v.uid FROM result AS r JOIN view AS v ON v.result_id = r.id WHERE r.element_id = ?',
    [elementId],
  ).map(({ uid }) => uid);

/** Whether a view's result was set aside when someone settled which content of its element id holds. */
export function isSetAside(db: ReadableDb, view: ViewId): boolean {
  const result = firstRow<{ elementId: string; key: ResultKey }>(
    db,
    `SELECT r.element_id AS elementId, r.key FROM view AS v JOIN result AS r ON r.id = v.result_id
     WHERE v.uid = ? AND EXISTS (SELECT 1 FROM conflict_choice WHERE element_id = r.element_id)`,
    [view],
  );
  const choice = result && newestChoice(standingSettlements(db, result.elementId));
  return choice ? (JSON.parse(choice.setAside) as ResultKey[]).includes(result.key) : false;
}
