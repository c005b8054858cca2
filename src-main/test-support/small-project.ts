import type { DecisionContext } from '#shared/domain/event';
import type { DeviceId, LesionId, ViewId } from '#shared/domain/ids';
import { encodePolygon } from '#shared/geometry/codec';
import { polygonArea } from '#shared/geometry/polygon';
import { polygonBounds } from '#shared/geometry/bounds';
import type { Polygon } from '#shared/geometry/types';
import { run, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { refreshView } from '#main/repositories/projection-state';
import type { Author } from '#main/services/journal';
import type { Reviewing } from '#main/services/review/append-action';

export const VIEW = 'view-1' as ViewId;
export const OTHER_VIEW = 'view-2' as ViewId;
export const NO_CONTEXT: DecisionContext = { imageView: 'plain', overlayShown: true, activeMs: 1200 };

/** An axis-aligned square in frame px. */
export const square = (x: number, y: number, size: number): Polygon => ({
  exterior: [
    { x, y },
    { x: x + size, y },
    { x: x + size, y: y + size },
    { x, y: y + size },
  ],
  holes: [],
});
export const squareCoordinates = (x: number, y: number, size: number): number[][][] => [
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ],
];

/** An author with a clock that the test turns on by one millisecond per look. */
export function testAuthor(deviceId = 'device-1', startMs = 1_700_000_000_000): Author {
  let now = startMs;
  return { deviceId: deviceId as DeviceId, appVersion: '0.1.0', now: () => ++now, utcOffsetMinutes: () => 60 };
}

export const lesionId = (index: number): LesionId => `lesion-${index}` as LesionId;

function insertLesion(
  db: WritableDb,
  index: number,
  view: { id: number; maskId: number },
  polygon: Polygon,
  degenerate = false,
): void {
  const bounds = polygonBounds(polygon);
  run(
    db,
    `INSERT INTO lesion (uid, view_id, mask_id, feature_index, polygon_index, intensity, degenerate, shape_problem, outside_frame,
       area_px2, min_x, min_y, max_x, max_y, rings) VALUES (?, ?, ?, 0, ?, 1, ?, NULL, 0, ?, ?, ?, ?, ?, ?)`,
    [
      lesionId(index),
      view.id,
      view.maskId,
      index,
      degenerate ? 1 : 0,
      polygonArea(polygon),
      bounds.minX,
      bounds.minY,
      bounds.maxX,
      bounds.maxY,
      Buffer.from(encodePolygon(polygon, 'delivered')),
    ],
  );
}

/**
 * A project with one capture: view-1 (1000 x 1000 px) has lesions 0..n-1, squares of 10 px at x = 20 * index, y = 5, and one
 * degenerate lesion n; view-2 belongs to a failed result and has neither frame nor lesions.
 */
export function fillSmallProject(db: WritableDb, lesions = 4): void {
  const insert = (sql: string, bindings: unknown[] = []): number => run(db, sql, bindings).id;
  insert(`INSERT INTO meta (key, value) VALUES ('project_id', 'project-1'), ('created_at', '0')`);
  const root = insert(`INSERT INTO root (path) VALUES ('/data')`);
  const importRun = insert(`INSERT INTO import_run (started_at, paths) VALUES (0, '[]')`);
  const source = insert(`INSERT INTO source (sha256, size_bytes) VALUES ('00', 2)`);
  const file = insert('INSERT INTO source_file (root_id, path, source_id, run_id, published) VALUES (?, ?, ?, ?, 1)', [
    root,
    'a.json',
    source,
    importRun,
  ]);
  const capture = insert(`INSERT INTO capture (key, name) VALUES ('image:img-1', 'img-1')`);
  const revision = insert(
    `INSERT INTO revision (identity, family, algorithm_tech_name, revision, algorithm_version_id) VALUES ('r', 'acne.pih', 'pih', 'master-1', '98')`,
  );
  const result = (key: string, isOk: number): number =>
    insert(
      `INSERT INTO result (key, element_id, content_sha256, capture_id, revision_id, source_file_id, path, is_ok, failure_reason, image_id, creation_time)
       VALUES (?, ?, '00', ?, ?, ?, '$', ?, ?, 'img-1', '2025-02-26 10:50:40')`,
      [key, key, capture, revision, file, isOk, isOk ? null : 'No face detected'],
    );
  const good = result('result-1', 1);
  const view = insert(
    `INSERT INTO view (uid, result_id, name, side, width, height, view_box) VALUES (?, ?, 'front', 'front', 1000, 1000, '[0,0,1000,1000]')`,
    [VIEW, good],
  );
  insert(`INSERT INTO view (uid, result_id, name, side) VALUES (?, ?, 'front', 'front')`, [
    OTHER_VIEW,
    result('result-2', 0),
  ]);
  const maskId = insert(
    `INSERT INTO mask (result_id, view_id, list, mask_index, side, mask_type, reviewable) VALUES (?, ?, 'masks_restored', 0, 'front', 'polygon_mask', 1)`,
    [good, view],
  );
  for (let index = 0; index < lesions; index++)
    insertLesion(db, index, { id: view, maskId }, square(20 * index, 5, 10));
  const flat: Polygon = {
    exterior: [
      { x: 1, y: 900 },
      { x: 5, y: 900 },
      { x: 9, y: 900 },
    ],
    holes: [],
  };
  insertLesion(db, lesions, { id: view, maskId }, flat, true);
  refreshView(db, VIEW);
  refreshView(db, OTHER_VIEW);
}

/** The small project in memory, and a reviewer at work on it. */
export function smallProject(lesions = 4, reviewer = 'Ana'): Reviewing {
  const db = openInMemory();
  fillSmallProject(db, lesions);
  return { db, author: testAuthor(), reviewer, context: NO_CONTEXT };
}
