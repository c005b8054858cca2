import type { ViewId } from '#shared/domain/ids';
import { allRows, firstRow, type ReadableDb } from '#main/db/handle';

/** A result's front view with its `face` row and what the model drew; areas in px² of the frame. */
export type FaceMetric = {
  readonly resultId: number;
  readonly captureId: number;
  readonly viewUid: ViewId;
  readonly sourceFileId: number;
  readonly file: string;
  readonly place: string;
  readonly revision: string | null;
  readonly value: string | null;
  readonly units: string | null;
  readonly framePx2: number | null;
  readonly modelPx2: number;
  /** Polygons of the whole result, all sides, degenerate ones left out. */
  readonly polygons: number;
};

const FACE_ROWS = `SELECT r.id AS resultId, r.capture_id AS captureId, v.uid AS viewUid, f.id AS sourceFileId, f.path AS file, r.path AS place,
    x.revision, a.value, a.units, v.width * v.height AS framePx2,
    (SELECT coalesce(sum(l.area_px2), 0) FROM lesion AS l WHERE l.view_id = v.id AND l.degenerate = 0) AS modelPx2,
    (SELECT count(*) FROM view AS w JOIN lesion AS l ON l.view_id = w.id
     WHERE w.result_id = r.id AND l.degenerate = 0) AS polygons
  FROM result AS r INDEXED BY result_by_capture
    JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1
    JOIN revision AS x ON x.id = r.revision_id
    JOIN view AS v ON v.result_id = r.id AND v.name = 'front'
    JOIN view_state AS s ON s.view_uid = v.uid AND s.set_aside = 0
    JOIN area_row AS a ON a.result_id = r.id AND a.area_name = 'face'
  WHERE r.capture_id > :from AND r.capture_id <= :to AND r.superseded_by IS NULL AND r.is_ok = 1
    AND EXISTS (SELECT 1 FROM result AS n JOIN source_file AS g ON g.id = n.source_file_id AND g.published = 1
      WHERE n.capture_id = r.capture_id AND g.run_id = :run)
  ORDER BY r.capture_id, r.id`;

/** The face rows of all live results of every capture that a run touched, in pages of whole captures. */
export function* faceMetricsOfRun(db: ReadableDb, runId: number, captures = 250): Generator<FaceMetric[]> {
  const { last } = firstRow<{ last: number | null }>(db, 'SELECT max(id) AS last FROM capture') ?? { last: null };
  for (let from = 0; from < (last ?? 0); from += captures)
    yield allRows<FaceMetric>(db, FACE_ROWS, { run: runId, from, to: from + captures });
}
