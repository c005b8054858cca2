import type { Applied, QueueRow, SiblingView, ViewDetail, ViewProgress } from '#shared/contract/review';
import { photoScale } from '#shared/domain/pairing';
import type { PhotoState } from '#shared/domain/view';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';
import { drawnAmong, lesionsByIds, lesionsOfView, lesionStates, lesionStatesOfView } from '#main/repositories/lesions';
import { isPhotoChosenBy } from '#main/repositories/projection-choices';
import { valuesOfCapture } from '#main/repositories/subjects';
import { viewById, viewsOfCapture, type StoredView } from '#main/repositories/views';
import { isUnsettled } from './conflicts';
import { knownView } from './decision-checks';
import { presentLesions, presentStates } from './present-lesions';
import { redoEntry, undoEntry } from './undo';
import type { Appended } from './append-action';
import type { DeviceId, ViewId } from '#shared/domain/ids';
import type { Finding } from '#shared/domain/finding';

export const viewProgress = (view: StoredView): ViewProgress => {
  const { state, swept, lesions, pending, accepted, rejected, redrawn, unsure, added, disputed } = view;
  return {
    state,
    swept: swept === 1,
    lesions,
    verdicts: { pending, accepted, rejected, redrawn, unsure, added, disputed },
  };
};

export function presentQueueRow(view: StoredView): QueueRow {
  return {
    viewId: view.uid,
    captureId: view.captureId,
    captureName: view.capture_name,
    subject: view.subject,
    side: view.name,
    revision: view.revisionLabel,
    photoId: view.photoId,
    photoName: view.photoName,
    progress: viewProgress(view),
  };
}

const presentSibling = (view: StoredView): SiblingView => ({
  viewId: view.uid,
  side: view.name,
  revision: view.revisionLabel,
  creationTime: view.creation_time,
  variant: view.element_id !== null && view.result_key !== view.element_id ? view.result_key.slice(-9) : null,
  photoId: view.photoId,
  progress: viewProgress(view),
});

function presentPhoto(view: StoredView): ViewDetail['photo'] {
  if (view.photoId === null || view.photoName === null || view.photo_width === null || view.photo_height === null)
    return null;
  const state = view.photo_state ?? 'ok';
  const scale = view.frame ? photoScale(view.frame, { width: view.photo_width, height: view.photo_height }) : 1;
  return {
    id: view.photoId,
    name: view.photoName,
    kind: view.photo_kind ?? 'unknown',
    width: view.photo_width,
    height: view.photo_height,
    sizeBytes: view.photo_size ?? 0,
    colour: view.photo_colour,
    depth: view.photo_depth,
    orientation: view.photo_orientation ?? 1,
    hasAlpha: view.photo_alpha === 1,
    state,
    pairedBy: view.paired_by ?? 'user',
    scale: state === 'ok' ? scale : null,
  };
}

/** Why a photo that is paired is not shown; null when it is. */
function stateNotice({ photo_path, photo_problem: problem }: StoredView, state: PhotoState): string | null {
  const path = photo_path ?? '';
  switch (state) {
    case 'ok':
      return null;
    case 'missing':
      return `The photo ${path} is not at its place any more. Use "Find moved files…" to say where it lies now; decisions stay as they are.`;
    case 'changed':
      return `The photo ${path} was replaced since it was imported: other bytes lie at its place, which are not shown under these lesions. Import its folder again, or put the earlier file back.`;
    case 'broken':
    case 'refused':
      return `The photo ${path} cannot be shown. ${problem ?? ''}`.trim();
  }
}

function photoNotice(view: StoredView, photo: ViewDetail['photo']): string | null {
  const unseen = photo && stateNotice(view, photo.state);
  if (unseen) return unseen;
  if (photo && photo.scale === null && view.frame)
    return `${photo.name} (${photo.width} × ${photo.height}) has another aspect than the frame (${view.frame.width} × ${view.frame.height}): it is probably not the restored picture and is not laid under the lesions.`;
  if (photo) return view.pairing_notice;
  return view.pairing_notice ?? 'No photo is paired with this view. Import the folder that holds it.';
}

type MetricRow = { area_name: string; value: string | null; units: string | null };

function metricsOf(db: ReadableDb, view: StoredView): ViewDetail['metrics'] {
  const sql = 'SELECT area_name, value, units FROM area_row WHERE result_id = ? ORDER BY ordinal';
  return allRows<MetricRow>(db, sql, [view.result_id]).map(({ area_name, value, units }) => ({
    areaName: area_name,
    value: value === null ? null : (JSON.parse(value) as string | number | null),
    units,
  }));
}

/** Findings of the element that the view came from: those of its file whose place lies under the element's path. */
function findingsOf(db: ReadableDb, view: StoredView): Finding[] {
  return allRows<Finding>(
    db,
    `SELECT severity, code, file, place, message FROM finding
     WHERE source_file_id = :file AND severity <> 'info'
       AND (place = :path OR substr(place, 1, length(:path) + 1) IN (:path || '.', :path || '[') OR view_uid = :uid)
     LIMIT 200`,
    { file: view.source_file_id, path: view.result_path, uid: view.uid },
  );
}

/** Masks of the view's result that gave no lesions because they could not be read, or are no polygon masks. */
const masksNotRead = (db: ReadableDb, view: StoredView): number =>
  firstRow<{ n: number }>(db, 'SELECT count(*) AS n FROM mask WHERE result_id = ? AND reviewable = 0', [view.result_id])
    ?.n ?? 0;

/** Everything that the review screen shows of one view. @throws MaculeError decision_refused (unknown_view). */
export function viewDetail(db: ReadableDb, id: ViewId): ViewDetail {
  const view = knownView(db, id);
  const states = lesionStatesOfView(db, id);
  const photo = presentPhoto(view);
  return {
    viewId: view.uid,
    captureId: view.captureId,
    captureName: view.capture_name,
    subject: view.subject,
    side: view.name,
    revision: view.revisionLabel,
    result: {
      key: view.result_key as ViewDetail['result']['key'],
      isOk: view.is_ok === 1,
      failureReason: view.failure_reason,
      imageId: view.image_id,
      creationTime: view.creation_time,
      sourceFile: view.source_path,
      masksNotRead: masksNotRead(db, view),
      conflict:
        view.element_id !== null && view.contents > 1
          ? {
              elementId: view.element_id,
              contents: view.contents,
              isUnsettled: isUnsettled(db, view.element_id),
              isSetAside: view.set_aside === 1,
            }
          : null,
    },
    frame: view.frame && { ...view.frame, viewBox: view.frame.viewBox && [...view.frame.viewBox] },
    photo,
    photoNotice: photoNotice(view, photo),
    values: valuesOfCapture(db, view.captureId),
    metrics: metricsOf(db, view),
    findings: findingsOf(db, view),
    progress: viewProgress(view),
    lesions: presentLesions(db, lesionsOfView(db, id), { states, photoSha256: view.photo_sha256 }),
    strip: viewsOfCapture(db, view.captureId).map(presentSibling),
  };
}

/** The answer to decide, undo and redo: what changed, as it is now. */
export function presentApplied(
  db: ReadableDb,
  appended: Appended,
  by: { deviceId: DeviceId; reviewer: string },
): Applied {
  const view = viewById(db, appended.viewId);
  if (!view) throw new Error(`view ${appended.viewId} of event ${appended.eventId} is not in this project`);
  const touched = [...appended.touched.lesions];
  const drawn = drawnAmong(db, touched);
  const delivered = touched.filter((id) => !drawn.has(id));
  const found = lesionsByIds(db, [...drawn]);
  // Lesions of one event belong to one view.
  const now = {
    states: lesionStates(db, touched),
    photoSha256: view.photo_sha256,
    standing: appended.touched.standing,
  };
  const states = presentStates(db, delivered, now);
  return {
    eventId: appended.eventId,
    label: appended.label,
    viewId: appended.viewId,
    viewIds: [...appended.touched.views],
    states: delivered.map((id, index) => ({ id, state: states[index]! })),
    lesions: presentLesions(db, [...found.values()], now),
    removed: [...drawn].filter((id) => !found.has(id)),
    progress: viewProgress(view),
    otherViews: [...appended.touched.views].filter((one) => one !== appended.viewId),
    isPhotoChanged: isPhotoChosenBy(db, appended.eventId),
    findings: appended.findings,
    undoLabel: undoEntry(db, by.deviceId, by.reviewer)?.label ?? null,
    redoLabel: redoEntry(db, by.deviceId, by.reviewer)?.label ?? null,
  };
}
