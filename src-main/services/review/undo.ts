import { MaculeError } from '#shared/domain/error';
import { localMinute } from '#shared/domain/decision-label';
import type { Change, EventKind } from '#shared/domain/event';
import type { DeviceId, EventId, LesionId, ViewId } from '#shared/domain/ids';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import {
  conflictTarget,
  photoTarget,
  standingPhotos,
  standingSettlements,
} from '#main/repositories/projection-choices';
import { standingMarks } from '#main/repositories/projection-state';
import { standingDecisions, standingDecisionsOf } from '#main/repositories/standing-decisions';
import { viewById, type StoredView } from '#main/repositories/views';
import { appendEvent } from '../journal';
import { envelope, type Appended, type Reviewing } from './append-action';

type StackEntry = { eventId: EventId; label: string; view: ViewId; kind: EventKind };
const ENTRY = 'event_id AS eventId, label, view_uid AS view, kind';

/** The reviewer's newest action on this device that is not taken back: what undo would take back. */
export function undoEntry(db: ReadableDb, device: DeviceId, reviewer: string): StackEntry | undefined {
  const sql = `SELECT ${ENTRY} FROM event_state WHERE reviewer = ? AND device_id = ? AND stack = 'done' ORDER BY seq DESC LIMIT 1`;
  return firstRow(db, sql, [reviewer, device]);
}

/** The action that was taken back last and not overwritten by a new one: what redo would bring back. */
export function redoEntry(db: ReadableDb, device: DeviceId, reviewer: string): StackEntry | undefined {
  const sql = `SELECT ${ENTRY} FROM event_state WHERE reviewer = ? AND device_id = ? AND stack = 'undone' ORDER BY seq LIMIT 1`;
  return firstRow(db, sql, [reviewer, device]);
}

/** Appends an event that takes back the reviewer's newest action. @throws MaculeError nothing_to_undo, undo_refused. */
export function undo(reviewing: Reviewing): Appended {
  return reviewing.db
    .transaction((): Appended => {
      const { db, author, reviewer } = reviewing;
      const entry = undoEntry(db, author.deviceId, reviewer);
      if (!entry) throw new MaculeError('nothing_to_undo', `${reviewer} has nothing to undo on this device.`);
      assertNotReplaced(reviewing, entry);
      return appendControl(reviewing, 'undo', { entry, undoes: entry.eventId });
    })
    .immediate();
}

/** Appends an event that undoes the undo of the action taken back last. @throws MaculeError nothing_to_redo, undo_refused. */
export function redo(reviewing: Reviewing): Appended {
  return reviewing.db
    .transaction((): Appended => {
      const { db, author, reviewer } = reviewing;
      const entry = redoEntry(db, author.deviceId, reviewer);
      if (!entry) throw new MaculeError('nothing_to_redo', `${reviewer} has nothing to redo on this device.`);
      assertStillApplies(reviewing, entry);
      const sql = 'SELECT event_id AS id FROM event_state WHERE undoes = ? AND undone = 0 ORDER BY seq DESC LIMIT 1';
      const undoing = firstRow<{ id: EventId }>(db, sql, [entry.eventId]);
      if (!undoing) throw new MaculeError('nothing_to_redo', `"${entry.label}" is not taken back.`);
      return appendControl(reviewing, 'redo', { entry, undoes: undoing.id });
    })
    .immediate();
}

function appendControl(
  reviewing: Reviewing,
  kind: 'undo' | 'redo',
  { entry, undoes }: { entry: StackEntry; undoes: EventId },
): Appended {
  const { db, author, reviewer } = reviewing;
  const label = `${kind === 'undo' ? 'Undo' : 'Redo'}: ${entry.label}`;
  const view = viewById(db, entry.view);
  const changes = kind === 'undo' && view ? reopening(reviewing, view, entry) : [];
  const payload = envelope(reviewing, view ?? { uid: entry.view, photo_sha256: null }, { label, changes, undoes });
  const { id, touched } = appendEvent(db, author, { kind, reviewer, payload });
  return { eventId: id, label, viewId: entry.view, touched, findings: [] };
}

/** Taking back a verdict on a view that someone finished makes it incomplete: the undo reopens it in plain sight. */
function reopening({ db, reviewer }: Reviewing, view: StoredView, entry: StackEntry): Change[] {
  if (view.state !== 'done') return [];
  const decided = 'SELECT lesion_uid AS lesion FROM lesion_decision WHERE event_id = ?';
  const lesions = allRows<{ lesion: LesionId }>(db, decided, [entry.eventId]).map(({ lesion }) => lesion);
  if (!lesions.some((lesion) => isUndecidedWithout(db, lesion, entry.eventId))) return [];
  const replaces = standingMarks(db, view.uid, 'done').filter((mark) => mark.reviewer === reviewer);
  return [{ type: 'done', view: view.uid, value: false, replaces: replaces.map(({ eventId }) => eventId) }];
}

function isUndecidedWithout(db: ReadableDb, lesion: LesionId, event: EventId): boolean {
  if (firstRow(db, 'SELECT 1 AS found FROM drawn_lesion WHERE uid = ?', [lesion])) return false; // needs no verdict
  const others = standingDecisions(db, lesion).filter(({ eventId }) => eventId !== event);
  const revived = allRows<{ verdict: string }>(
    db,
    `SELECT d.verdict FROM replacement AS r JOIN lesion_decision AS d ON d.event_id = r.replaced_event_id AND d.lesion_uid = r.target
     WHERE r.event_id = ? AND r.target = ? AND d.active = 1`,
    [event, lesion],
  );
  return [...others, ...revived].every(({ verdict }) => verdict === 'pending');
}

const refused = (message: string, entry: StackEntry): MaculeError =>
  new MaculeError('undo_refused', message, { eventId: entry.eventId, viewId: entry.view });

/** "Ben recorded "Unsure" there on 2026-11-28 at 14:05": who did what, and when. */
function recorded({ db, author }: Reviewing, event: EventId): string {
  const sql =
    'SELECT s.label, s.reviewer, e.at FROM event_state AS s JOIN event AS e ON e.id = s.event_id WHERE s.event_id = ?';
  const { label, reviewer, at } = firstRow<{ label: string; reviewer: string; at: number }>(db, sql, [event])!;
  return `${reviewer} recorded "${label}" there on ${localMinute(at, author.utcOffsetMinutes())}`;
}

/** A later event in force that replaced a decision of the target, or decided on a lesion that the target drew. */
function assertNotReplaced(reviewing: Reviewing, entry: StackEntry): void {
  const later = firstRow<{ id: EventId }>(
    reviewing.db,
    `SELECT s.event_id AS id FROM event_state AS s WHERE s.undone = 0 AND s.event_id <> :id AND s.event_id IN (
       SELECT event_id FROM replacement WHERE replaced_event_id = :id
       UNION ALL SELECT c.event_id FROM lesion_decision AS c JOIN drawn_lesion AS d ON d.uid = c.lesion_uid
         WHERE d.event_id = :id AND c.verdict <> 'pending')
     ORDER BY s.event_id DESC LIMIT 1`,
    { id: entry.eventId },
  );
  if (!later) return;
  throw refused(`"${entry.label}" cannot be undone: ${recorded(reviewing, later.id)}. Decide anew instead.`, entry);
}

/** Redo brings back a decision only onto what it replaced then; anything newer would be overwritten unseen. */
function assertStillApplies(reviewing: Reviewing, entry: StackEntry): void {
  const { db, reviewer } = reviewing;
  const of = <Row>(sql: string): Row[] => allRows<Row>(db, sql, [entry.eventId]);
  const lesions = of<{ id: LesionId }>('SELECT lesion_uid AS id FROM lesion_decision WHERE event_id = ?');
  const marks = of<{ view: ViewId; mark: 'sweep' | 'done' }>(
    'SELECT view_uid AS view, mark FROM view_mark WHERE event_id = ?',
  );
  const photos = of<{ view: ViewId }>('SELECT view_uid AS view FROM view_photo WHERE event_id = ?');
  const settled = of<{ id: string }>('SELECT element_id AS id FROM conflict_choice WHERE event_id = ?');
  const decisions = standingDecisionsOf(
    db,
    lesions.map(({ id }) => id),
  );
  const places: { target: string; standing: { eventId: EventId; reviewer: string }[] }[] = [
    ...photos.map(({ view }) => ({ target: photoTarget(view), standing: standingPhotos(db, view) })),
    ...settled.map(({ id }) => ({ target: conflictTarget(id), standing: standingSettlements(db, id) })),
    ...lesions.map(({ id }) => ({ target: id, standing: decisions.get(id) ?? [] })),
    ...marks.map(({ view, mark }) => ({ target: `${view} ${mark}`, standing: standingMarks(db, view, mark) })),
  ];
  const replacing = 'SELECT replaced_event_id AS id FROM replacement WHERE event_id = ? AND target = ?';
  for (const { target, standing } of places) {
    const then = new Set(allRows<{ id: EventId }>(db, replacing, [entry.eventId, target]).map(({ id }) => id));
    const now = standing.filter((one) => one.reviewer === reviewer).map(({ eventId }) => eventId);
    const newer = now.filter((id) => !then.has(id)).sort();
    if (newer.length === 0 && now.length === then.size) continue;
    const last = newer.at(-1);
    const why = last ? recorded(reviewing, last) : 'what it replaced has been taken back since';
    throw refused(`"${entry.label}" cannot be redone: ${why}. Decide anew instead.`, entry);
  }
}
