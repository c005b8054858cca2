import type { DeviceId, EventId, LesionId, ViewId } from '#shared/domain/ids';
import type { AddChange, Change, DecideChange, EventKind, EventPayload, MarkChange } from '#shared/domain/event';
import { polygonArea, validPolygonArea } from '#shared/geometry/polygon';
import { polygonBounds } from '#shared/geometry/bounds';
import { coordinatesToPolygon } from '#shared/geometry/coordinates';
import { encodePolygon } from '#shared/geometry/codec';
import type { Polygon } from '#shared/geometry/types';
import { allRows, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';
import { LESION_BY_ASKED } from './lesions';
import { conflictTarget, insertPhotoChoice, insertSettlement, photoTarget, viewsOfElement } from './projection-choices';
import { provenPolygon } from './proven-outlines';
import { LesionRows } from './projection-rows';
import { refreshLesions, refreshView } from './projection-state';
import type { StandingOfLesion } from './standing-decisions';

/** An event as the projection needs it. */
export type ProjectableEvent = {
  id: EventId;
  device_id: DeviceId;
  seq: number;
  at: number;
  kind: EventKind;
  reviewer: string;
};
/** What a change needs of its event. */
type Source = ProjectableEvent & {
  readonly photoSha256: string | null;
  /** Of the lesions that it decides on, where this file has them. */
  readonly views: Map<LesionId, ViewId>;
  readonly rows: LesionRows;
};

/** What one event touched, so that callers can answer with fresh rows. */
export type Touched = { readonly lesions: Set<LesionId>; readonly views: Set<ViewId> };
/** The same once it is projected, with the decisions that stand on these lesions now. */
export type Projected = Touched & { readonly standing: ReadonlyMap<LesionId, readonly StandingOfLesion[]> };

const isControl = (kind: EventKind): boolean => kind === 'undo' || kind === 'redo';

/**
 * Applies one event to the projection tables. Works the same in the live file and in temporary copies of the tables
 * (names are unqualified). The caller owns the transaction.
 */
export function projectEvent(db: WritableDb, event: ProjectableEvent, payload: EventPayload): Projected {
  const touched: Touched = { lesions: new Set(), views: new Set([payload.view]) };
  insertState(db, event, payload);
  const views = viewsOfLesions(db, decidedIn(payload.changes));
  const source = { ...event, photoSha256: payload.photoSha256, views, rows: new LesionRows() };
  for (const change of payload.changes) applyChange(db, source, change, touched);
  source.rows.insert(db, source);
  if (payload.undoes !== null) toggleUndone(db, payload.undoes, touched);
  updateStack(db, event, payload);
  const standing = refreshLesions(db, [...touched.lesions]);
  for (const view of touched.views) refreshView(db, view);
  return { ...touched, standing };
}

function insertState(db: WritableDb, event: ProjectableEvent, payload: EventPayload): void {
  run(
    db,
    `INSERT INTO event_state (event_id, device_id, seq, reviewer, kind, label, view_uid, undoes, undone, stack)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
    [
      event.id,
      event.device_id,
      event.seq,
      event.reviewer,
      event.kind,
      payload.label,
      payload.view,
      payload.undoes,
      isControl(event.kind) ? 'control' : 'done',
    ],
  );
}

function applyChange(db: WritableDb, event: Source, change: Change, touched: Touched): void {
  switch (change.type) {
    case 'decide':
      return applyDecide(db, event, change, touched);
    case 'add':
      return applyAdd(db, event, change, touched);
    case 'sweep':
    case 'done':
      return applyMark(db, event, change, touched);
    case 'pair':
      insertPhotoChoice(db, event, change);
      for (const replaced of change.replaces) insertReplacement(db, event.id, photoTarget(change.view), replaced);
      touched.views.add(change.view);
      return;
    case 'settle':
      insertSettlement(db, event, change);
      for (const replaced of change.replaces)
        insertReplacement(db, event.id, conflictTarget(change.elementId), replaced);
      for (const view of viewsOfElement(db, change.elementId)) touched.views.add(view);
  }
}

const decidedIn = (changes: readonly Change[]): LesionId[] =>
  changes.flatMap((change) => (change.type === 'decide' ? change.lesions : []));

/** The views of lesions, model or drawn; lesions that this file never imported are left out. */
export function viewsOfLesions(db: ReadableDb, lesions: readonly LesionId[]): Map<LesionId, ViewId> {
  const sql = `SELECT asked.value AS lesion, v.uid AS view FROM json_each(:lesions) AS asked
      CROSS JOIN lesion AS l ON ${LESION_BY_ASKED} CROSS JOIN view AS v ON v.id = l.view_id
    UNION ALL SELECT d.uid, d.view_uid FROM json_each(:lesions) AS asked CROSS JOIN drawn_lesion AS d ON d.uid = asked.value`;
  const rows = allRows<{ lesion: LesionId; view: ViewId }>(db, sql, { lesions: JSON.stringify(lesions) });
  return new Map(rows.map(({ lesion, view }) => [lesion, view]));
}

function applyDecide(db: WritableDb, event: Source, change: DecideChange, touched: Touched): void {
  const { verdict, reason, comment } = change;
  change.lesions.forEach((lesion, index) => {
    const view = event.views.get(lesion);
    if (view === undefined) return; // a merged event on a result that is not in this file: kept in the journal only
    event.rows.decide(lesion, { view, verdict, reason, comment });
    for (const replaced of change.replaces[index] ?? []) event.rows.replace(lesion, replaced);
    change.shapes.forEach((shape, ordinal) => {
      if (index === 0) insertShape(db, { ...shape, eventId: event.id, view, ordinal });
      event.rows.link(shape.id, lesion);
    });
    touched.lesions.add(lesion);
    touched.views.add(view);
  });
}

function applyAdd(db: WritableDb, event: Source, change: AddChange, touched: Touched): void {
  const { view, reason, comment } = change;
  const lesion = change.shape.id as string as LesionId;
  event.views.set(lesion, view);
  run(db, 'INSERT INTO drawn_lesion (uid, event_id, view_uid) VALUES (?, ?, ?)', [lesion, event.id, view]);
  insertShape(db, { ...change.shape, eventId: event.id, view, ordinal: 0 });
  event.rows.link(change.shape.id, lesion);
  event.rows.decide(lesion, { view, verdict: 'added', reason, comment });
  touched.lesions.add(lesion);
  touched.views.add(view);
}

function applyMark(db: WritableDb, event: ProjectableEvent, change: MarkChange, touched: Touched): void {
  run(
    db,
    `INSERT INTO view_mark (event_id, view_uid, mark, value, reviewer, at, active) VALUES (?, ?, ?, ?, ?, ?, 1)`,
    [event.id, change.view, change.type, change.value ? 1 : 0, event.reviewer, event.at],
  );
  for (const replaced of change.replaces) insertReplacement(db, event.id, `${change.view} ${change.type}`, replaced);
  touched.views.add(change.view);
}

function insertReplacement(db: WritableDb, event: EventId, target: string, replaced: EventId): void {
  run(db, 'INSERT INTO replacement (event_id, target, replaced_event_id) VALUES (?, ?, ?)', [event, target, replaced]);
}

type NewShape = {
  id: string;
  coordinates: DecideChange['shapes'][number]['coordinates'];
  eventId: EventId;
  view: ViewId;
  ordinal: number;
};

function insertShape(db: WritableDb, shape: NewShape): void {
  const proven = provenPolygon(shape.coordinates);
  const polygon = proven ?? readShape(shape);
  const bounds = polygonBounds(polygon);
  run(
    db,
    `INSERT INTO shape (id, event_id, view_uid, ordinal, area_px2, min_x, min_y, max_x, max_y, rings)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      shape.id,
      shape.eventId,
      shape.view,
      shape.ordinal,
      proven ? validPolygonArea(proven) : polygonArea(polygon),
      bounds.minX,
      bounds.minY,
      bounds.maxX,
      bounds.maxY,
      Buffer.from(encodePolygon(polygon, 'drawn').buffer),
    ],
  );
}

function readShape({ coordinates, eventId }: NewShape): Polygon {
  const parsed = coordinatesToPolygon(coordinates);
  if (!parsed.ok) throw new Error(`event ${eventId} holds a broken outline: ${parsed.problem}`);
  return parsed.polygon;
}

/** An event is undone while an undo of it is in force, that is, while that undo is itself not undone. */
function toggleUndone(db: WritableDb, target: EventId, touched: Touched): void {
  const undoers = allRows<{ undone: number }>(db, 'SELECT undone FROM event_state WHERE undoes = ?', [target]);
  const undone = undoers.some((undoer) => undoer.undone === 0) ? 1 : 0;
  const before = firstRow<{ undone: number; undoes: EventId | null; view_uid: ViewId }>(
    db,
    'SELECT undone, undoes, view_uid FROM event_state WHERE event_id = ?',
    [target],
  );
  if (!before || before.undone === undone) return;
  run(db, 'UPDATE event_state SET undone = ? WHERE event_id = ?', [undone, target]);
  touched.views.add(before.view_uid);
  for (const table of ['lesion_decision', 'view_mark', 'view_photo', 'conflict_choice'] as const) {
    run(db, `UPDATE ${table} SET active = ? WHERE event_id = ?`, [undone ? 0 : 1, target]);
  }
  const decided = 'SELECT lesion_uid AS lesion, view_uid AS view FROM lesion_decision WHERE event_id = ?';
  for (const { lesion, view } of allRows<{ lesion: LesionId; view: ViewId }>(db, decided, [target])) {
    touched.lesions.add(lesion);
    touched.views.add(view);
  }
  const seen = `SELECT view_uid AS view FROM view_mark WHERE event_id = :target
    UNION SELECT view_uid FROM view_photo WHERE event_id = :target
    UNION SELECT v.uid FROM conflict_choice AS c JOIN result AS r ON r.element_id = c.element_id
      JOIN view AS v ON v.result_id = r.id WHERE c.event_id = :target`;
  for (const { view } of allRows<{ view: ViewId }>(db, seen, { target })) touched.views.add(view);
  if (before.undoes !== null) toggleUndone(db, before.undoes, touched);
}

/**
 * Keeps each reviewer's undo stack per device: an action lands on it and empties the redo side; an undo moves its
 * target to the redo side; a redo moves it back.
 */
function updateStack(db: WritableDb, event: ProjectableEvent, payload: EventPayload): void {
  if (event.kind === 'undo') setStack(db, payload.undoes, 'undone');
  else if (event.kind === 'redo') setStack(db, redoneAction(db, payload.undoes), 'done');
  else
    run(db, `UPDATE event_state SET stack = 'discarded' WHERE reviewer = ? AND device_id = ? AND stack = 'undone'`, [
      event.reviewer,
      event.device_id,
    ]);
}

function setStack(db: WritableDb, event: EventId | null, stack: 'done' | 'undone'): void {
  if (event !== null) run(db, 'UPDATE event_state SET stack = ? WHERE event_id = ?', [stack, event]);
}

function redoneAction(db: WritableDb, undo: EventId | null): EventId | null {
  const sql = 'SELECT undoes FROM event_state WHERE event_id = ?';
  return firstRow<{ undoes: EventId | null }>(db, sql, [undo])?.undoes ?? null;
}
