import { createHash } from 'node:crypto';
import type { LesionId, ViewId } from '#shared/domain/ids';
import type { StandingDecision } from '#shared/domain/resolve';
import { allRows, type ReadableDb } from '#main/db/handle';

/** The ids in `:lesions`, a JSON list: one query for thousands of lesions, where one for each would be felt. */
export const LISTED_LESIONS = 'SELECT value FROM json_each(:lesions)';

/** A decision stands while it is active and nothing active has replaced it. */
const STANDING_DECISIONS = `
  SELECT d.lesion_uid AS lesion, d.view_uid AS view, d.event_id AS eventId, d.reviewer, d.verdict, d.reason, d.comment, d.at
  FROM json_each(:lesions) AS asked CROSS JOIN lesion_decision AS d ON d.lesion_uid = asked.value
  WHERE d.active = 1 AND NOT EXISTS (
    SELECT 1 FROM replacement AS r JOIN lesion_decision AS n ON n.lesion_uid = r.target AND n.event_id = r.event_id
    WHERE r.target = d.lesion_uid AND r.replaced_event_id = d.event_id AND n.active = 1)
  ORDER BY asked.key, d.event_id`;

type StandingRow = Omit<StandingDecision, 'outline'> & { readonly view: ViewId };
export type StandingOfLesion = StandingDecision & { readonly view: ViewId };

/** The current decision of each reviewer on a lesion (two of one reviewer only after a merge). */
export function standingDecisions(db: ReadableDb, lesion: LesionId): StandingOfLesion[] {
  return standingDecisionsOf(db, [lesion]).get(lesion) ?? [];
}

/**
 * The same of many lesions, each named once; a lesion without any is left out. An outline is told from others only
 * where there are others: `outline` is '' for a decision that stands alone.
 */
export function standingDecisionsOf(db: ReadableDb, lesions: readonly LesionId[]): Map<LesionId, StandingOfLesion[]> {
  const found = new Map<LesionId, StandingOfLesion[]>();
  const rows = allRows<StandingRow & { readonly lesion: LesionId }>(db, STANDING_DECISIONS, {
    lesions: JSON.stringify(lesions),
  });
  for (const { lesion, ...row } of rows) {
    const decisions = found.get(lesion);
    if (decisions) decisions.push({ ...row, outline: '' });
    else found.set(lesion, [{ ...row, outline: '' }]);
  }
  for (const [lesion, decisions] of found) {
    if (decisions.length > 1)
      found.set(
        lesion,
        decisions.map((one) => ({ ...one, outline: outlineOf(db, one, lesion) })),
      );
  }
  return found;
}

/** A hash of what a decision drew for a lesion, and of the lesions that it drew it for: one outline for two is not one for each. */
function outlineOf(db: ReadableDb, { verdict, eventId: event }: StandingRow, lesion: LesionId): string {
  if (verdict !== 'redrawn' && verdict !== 'added') return '';
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
