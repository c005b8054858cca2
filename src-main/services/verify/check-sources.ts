import { createHash } from 'node:crypto';
import { allRows, type ReadableDb } from '#main/db/handle';
import { hasSourceBytes, listSources, sourceBytes, type StoredSource } from '#main/repositories/sources';
import { redecodeSource } from '../ingest/redecode-source';
import type { PackedLesion, PackedResult } from '#main/repositories/packed-rows';
import { differencesOfResult } from './check-results';
import type { Report } from './verify';

type StoredLesionRow = {
  uid: string;
  rings: Buffer;
  area_px2: number;
  min_x: number;
  min_y: number;
  max_x: number;
  max_y: number;
  degenerate: number;
  intensity: number | null;
  feature_index: number;
  polygon_index: number;
  outside_frame: number;
  shape_problem: string | null;
};

/** Unpacks every stored source, compares hash and size, decodes it again and compares the lesions with the stored ones. */
export function checkSources(db: ReadableDb, report: Report, progress: (done: number, total: number) => void): void {
  const sources = listSources(db);
  let done = 0;
  let absent = 0;
  for (const source of sources) {
    if (hasSourceBytes(db, source.id)) checkSource(db, source, report);
    else absent += 1;
    progress(++done, sources.length);
  }
  if (absent > 0)
    report('info', 'source_absent', '', `${absent} sources were left out or erased; their lesions cannot be compared.`);
}

function checkSource(db: ReadableDb, source: StoredSource, report: Report): void {
  const place = `source ${source.sha256}`;
  if (!isAsDelivered(db, source)) {
    report(
      'error',
      'source_changed',
      place,
      'The stored bytes of this source do not fit its SHA-256: they were changed.',
    );
    return;
  }
  const unknown = (uid: string, what: string): void =>
    report('error', 'lesion_unknown', `lesion ${uid}`, `The project holds this model lesion${what}: it was inserted.`);
  const stored = new Map<string, StoredLesionRow>();
  for (const row of allRows<StoredLesionRow>(
    db,
    `SELECT l.uid, l.rings, l.area_px2, l.min_x, l.min_y, l.max_x, l.max_y, l.degenerate, l.intensity, l.feature_index, l.polygon_index, l.outside_frame,
       l.shape_problem FROM lesion AS l JOIN view AS v ON v.id = l.view_id JOIN result AS r ON r.id = v.result_id
     JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1 WHERE f.source_id = ? ORDER BY l.id`,
    [source.id],
  )) {
    if (stored.has(row.uid)) unknown(row.uid, ' twice');
    else stored.set(row.uid, row);
  }
  const results = new Set(
    allRows<{ key: string }>(
      db,
      'SELECT r.key FROM result AS r JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1 WHERE f.source_id = ?',
      [source.id],
    ).map(({ key }) => key),
  );
  const checkResult = (result: PackedResult): void => {
    for (const { place: at, message } of differencesOfResult(db, result))
      report('error', 'result_changed', at, message);
  };
  for (const lesion of redecodeSource(sourceBytes(db, source.id), results, checkResult)) {
    const row = stored.get(lesion.uid);
    stored.delete(lesion.uid);
    if (row === undefined)
      report(
        'error',
        'lesion_missing',
        `lesion ${lesion.uid}`,
        'The source holds this lesion, the project does not: it was removed.',
      );
    else {
      const what = differenceOf(row, lesion);
      if (what !== null)
        report(
          'error',
          'lesion_changed',
          `lesion ${lesion.uid}`,
          `The stored ${what} differs from the source: it was changed.`,
        );
    }
  }
  for (const uid of stored.keys()) unknown(uid, ', its source does not');
}

/** What a stored model lesion has other than its source gives; null when all is as delivered. */
function differenceOf(row: StoredLesionRow, lesion: PackedLesion): string | null {
  const { rings, areaPx2, bounds, degenerate, intensity } = lesion;
  if (!row.rings.equals(rings)) return 'outline';
  if (row.area_px2 !== areaPx2) return 'area';
  const { minX, minY, maxX, maxY } = bounds;
  if (row.min_x !== minX || row.min_y !== minY || row.max_x !== maxX || row.max_y !== maxY) return 'bounding box';
  if (row.degenerate !== (degenerate ? 1 : 0)) return 'degenerate mark';
  if (row.feature_index !== lesion.featureIndex || row.polygon_index !== lesion.polygonIndex)
    return 'place in the file';
  if (row.outside_frame !== (lesion.outsideFrame ? 1 : 0)) return 'mark of leaving the frame';
  if (row.shape_problem !== lesion.shapeProblem) return 'problem of its shape';
  return row.intensity === intensity ? null : 'intensity';
}

function isAsDelivered(db: ReadableDb, { id, sha256, sizeBytes }: StoredSource): boolean {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for (const piece of sourceBytes(db, id)) {
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    if (isDamagedGzip(error)) return false;
    throw error;
  }
  return bytes === sizeBytes && hash.digest('hex') === sha256;
}

const isDamagedGzip = (error: unknown): boolean =>
  /^(Z_|ERR_BUFFER_TOO_LARGE)/.test(String((error as NodeJS.ErrnoException).code));
