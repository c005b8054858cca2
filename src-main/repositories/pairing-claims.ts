import type { Claim, NameRule } from '#shared/domain/pairing';
import { NAME_RULES } from '#shared/domain/pairing';
import { allRows, allValues, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

/** In the scratch tables of pairing-tables.ts: which view takes which photo by which rule, and what a photo serves. */

const rankOf = (rule: NameRule): number => NAME_RULES.indexOf(rule);

/** Sides and captures in the order of their texts: two different ones when there are several. */
type Served = {
  readonly min_side: string;
  readonly max_side: string;
  readonly min_capture: string;
  readonly max_capture: string;
};
/** What the views that take a photo by one rule would have it serve. */
export type ClaimedPhoto = Served & { readonly photo: number };

const SERVED = 'min_side, max_side, min_capture, max_capture';

export function putTake(
  db: WritableDb,
  view: number,
  { photo, rule, claim }: { photo: number; rule: NameRule; claim: Claim },
): void {
  run(db, 'INSERT OR REPLACE INTO take (view_id, rule, photo_id, side, capture) VALUES (?, ?, ?, ?, ?)', [
    view,
    rankOf(rule),
    photo,
    claim.side,
    claim.capture,
  ]);
}

/** A view's photo would serve two: its rule is refused, and it takes none until another rule gives it one. */
export function refuseTake(db: WritableDb, view: number, rule: NameRule): void {
  run(db, 'INSERT INTO refusal (view_id, rule) VALUES (?, ?)', [view, rule]);
  run(db, 'DELETE FROM take WHERE view_id = ?', [view]);
}

export const refusedRules = (db: ReadableDb, view: number): ReadonlySet<NameRule> =>
  new Set(allValues<NameRule>(db, 'SELECT rule FROM refusal WHERE view_id = ?', [view]));

/** A photo that lies under a view already serves its side and capture. */
export function serve(db: WritableDb, photo: number, { side, capture }: Claim): void {
  run(
    db,
    `INSERT INTO served (photo_id, ${SERVED}) VALUES (:photo, :side, :side, :capture, :capture)
     ON CONFLICT (photo_id) DO UPDATE SET min_side = min(min_side, :side), max_side = max(max_side, :side),
       min_capture = min(min_capture, :capture), max_capture = max(max_capture, :capture)`,
    { photo, side, capture },
  );
}

/** Photos that views take by a rule, in pages by id, each with what it would serve. */
export const claimedPhotos = (db: ReadableDb, rule: NameRule, page: { after: number; limit: number }): ClaimedPhoto[] =>
  allRows(
    db,
    `SELECT photo_id AS photo, min(side) AS min_side, max(side) AS max_side, min(capture) AS min_capture, max(capture) AS max_capture
     FROM take WHERE rule = :rule AND photo_id > :after GROUP BY photo_id ORDER BY photo_id LIMIT :limit`,
    { rule: rankOf(rule), ...page },
  );

/** Whether a photo, with what it serves already, would serve one side and one capture only. */
export function isForOne(db: ReadableDb, claimed: ClaimedPhoto): boolean {
  const served = firstRow<Served>(db, `SELECT ${SERVED} FROM served WHERE photo_id = ?`, [claimed.photo]) ?? claimed;
  const sides = [claimed.min_side, claimed.max_side, served.min_side, served.max_side];
  const captures = [claimed.min_capture, claimed.max_capture, served.min_capture, served.max_capture];
  return new Set(sides).size === 1 && new Set(captures).size === 1;
}

/** Views that take a photo by a rule; a page of them, for those that are refused take it no longer. */
export const viewsTaking = (db: ReadableDb, rule: NameRule, photo: number, limit: number): number[] =>
  allValues(db, 'SELECT view_id FROM take WHERE rule = ? AND photo_id = ? LIMIT ?', [rankOf(rule), photo, limit]);
