import { polygonToCoordinates } from '#shared/geometry/coordinates';
import type { Finding } from '#shared/domain/finding';
import { allRows, eachRow, type ReadableDb } from '#main/db/handle';
import { shapesOfDecision } from '#main/repositories/drawn-shapes';
import { eachEvent } from '#main/repositories/events';
import {
  isOnOtherPhoto,
  lesionStatesOfView,
  lesionsOfView,
  type LesionStateRow,
  type StoredLesion,
} from '#main/repositories/lesions';
import { eachView, type StoredView } from '#main/repositories/views';

export const LISTS = ['lesions', 'views', 'events', 'findings'] as const;
export type ListName = (typeof LISTS)[number];

type LesionFacts = { readonly lesion: StoredLesion; readonly state: LesionStateRow | undefined };

function lesionRow(
  db: ReadableDb,
  { photo_sha256: photo }: StoredView,
  { lesion, state }: LesionFacts,
): Record<string, unknown> {
  const isRedrawn = state?.verdict === 'redrawn' && state.event_id !== null;
  const shapes = isRedrawn ? shapesOfDecision(db, state.event_id!, lesion.id) : [];
  return {
    id: lesion.id,
    view: lesion.view,
    result: lesion.resultKey,
    mask: lesion.maskIndex,
    feature: lesion.featureIndex,
    polygon: lesion.polygonIndex,
    origin: lesion.origin,
    verdict: state?.disputed === 1 ? 'disputed' : (state?.verdict ?? 'pending'),
    disputed: state?.disputed === 1,
    reason: state?.reason ?? null,
    comment: state?.comment ?? null,
    degenerate: lesion.degenerate,
    areaPx2: lesion.areaPx2,
    bounds: lesion.bounds,
    geometry: polygonToCoordinates(lesion.polygon),
    maskList: lesion.maskList,
    intensity: lesion.intensity,
    decidedOnOtherPhoto: isOnOtherPhoto(state, photo),
    shapes: shapes.map(({ id, areaPx2, polygon }) => ({ id, areaPx2, geometry: polygonToCoordinates(polygon) })),
  };
}

function* lesionRows(db: ReadableDb): Generator<Record<string, unknown>> {
  for (const view of eachView(db)) {
    const states = lesionStatesOfView(db, view.uid);
    for (const lesion of lesionsOfView(db, view.uid))
      yield lesionRow(db, view, { lesion, state: states.get(lesion.id) });
  }
}

function viewRow(view: StoredView): Record<string, unknown> {
  return {
    id: view.uid,
    capture: view.capture_name,
    side: view.name,
    state: view.state,
    photo: view.photo_path,
    frame: view.frame,
    pairedBy: view.paired_by,
    result: view.result_key,
    revision: view.revision,
    algorithmVersionId: view.algorithmVersionId,
    subject: view.subject,
    swept: view.swept === 1,
    lesions: view.lesions,
    pending: view.pending,
    disputed: view.disputed,
  };
}

function* viewRows(db: ReadableDb): Generator<Record<string, unknown>> {
  for (const view of eachView(db)) yield viewRow(view);
}

function* eventRows(db: ReadableDb): Generator<Record<string, unknown>> {
  const undone = new Set(
    allRows<{ id: string }>(db, 'SELECT event_id AS id FROM event_state WHERE undone = 1').map(({ id }) => id),
  );
  for (const { payload, salt, ...event } of eachEvent(db))
    yield {
      ...event,
      undone: undone.has(event.id),
      salt,
      payload: payload === null ? null : (JSON.parse(payload) as unknown),
    };
}

function* findingRows(db: ReadableDb): Generator<Finding & { run: number }> {
  yield* eachRow<Finding & { run: number }>(
    db,
    'SELECT run_id AS run, severity, code, file, place, message FROM finding ORDER BY id',
  );
}

/** Rows of a project in a stable order: lesions and views in import order, events as they came, findings as found. */
export function listRows(db: ReadableDb, list: ListName): Iterable<unknown> {
  switch (list) {
    case 'lesions':
      return lesionRows(db);
    case 'views':
      return viewRows(db);
    case 'events':
      return eventRows(db);
    case 'findings':
      return findingRows(db);
  }
}
