import type { EventRow } from '#shared/contract/review';
import type { EventPayload } from '#shared/domain/event';
import type { DeviceId, EventId, LesionId, ViewId } from '#shared/domain/ids';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { parsePayload } from '#main/repositories/events';

const lesionsOf = (payload: EventPayload): LesionId[] =>
  payload.changes.flatMap((change) => {
    if (change.type === 'decide') return [...change.lesions];
    return change.type === 'add' ? [change.shape.id as string as LesionId] : [];
  });

type Row = {
  id: EventId;
  deviceId: DeviceId;
  seq: number;
  at: number;
  kind: EventRow['kind'];
  reviewer: string;
  label: string;
  viewId: ViewId;
  undone: number;
  payload: string | null;
};

const ROWS = `SELECT e.id, e.device_id AS deviceId, e.seq, e.at, e.kind, e.reviewer, s.label, s.view_uid AS viewId, s.undone, p.payload
  FROM event_state AS s JOIN event AS e ON e.id = s.event_id LEFT JOIN event_payload AS p ON p.event_id = e.id`;

/** Most events are about one view; a choice of photos may be about many, one between contents is about all of theirs. */
const TOUCHES = `(s.view_uid = :view OR s.event_id IN (SELECT event_id FROM view_photo WHERE view_uid = :view
  UNION SELECT c.event_id FROM view AS v JOIN result AS r ON r.id = v.result_id
    JOIN conflict_choice AS c ON c.element_id = r.element_id WHERE v.uid = :view))`;

const present = ({ payload, undone, ...row }: Row): EventRow => ({
  ...row,
  lesions: payload === null ? [] : lesionsOf(parsePayload(payload)),
  undone: undone === 1,
});

/** Events that touch a view, newest first. */
export function viewHistory(
  db: ReadableDb,
  view: ViewId,
  page: { offset: number; limit: number },
): { total: number; rows: EventRow[] } {
  const total =
    firstRow<{ n: number }>(db, `SELECT count(*) AS n FROM event_state AS s WHERE ${TOUCHES}`, { view })?.n ?? 0;
  const rows = allRows<Row>(db, `${ROWS} WHERE ${TOUCHES} ORDER BY e.rowid DESC LIMIT :limit OFFSET :offset`, {
    view,
    ...page,
  });
  return { total, rows: rows.map(present) };
}

/** Everyone who has decided in this project, with the number of their events, most recent first. */
export function reviewersOf(db: ReadableDb): { name: string; events: number }[] {
  return allRows(db, 'SELECT reviewer AS name, count(*) AS events FROM event GROUP BY reviewer ORDER BY max(at) DESC');
}
