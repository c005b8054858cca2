import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { encodePolygon } from '../../src-shared/geometry/codec.ts';
import type { Polygon } from '../../src-shared/geometry/types.ts';
import type { WritableDb } from '../../src-main/db/handle.ts';
import { insertLesion, insertResult } from '../../src-main/repositories/imported-rows.ts';
import type { PackedLesion, PackedMask, PackedResult, PackedView } from '../../src-main/repositories/packed-rows.ts';
import { maculeJson, type Workplace } from './macule.ts';
import { resultWithLesions } from './scheme-files.ts';
import { random } from './random.ts';

/** 30,000 captures of three sides and 10,000 of one: 100,000 views; every fourth subject has several captures. */
const THREE_SIDED = 30_000;
const ONE_SIDED = 10_000;
const LESIONS = 10;
const TONES = ['I', 'II', 'III', 'IV', 'V', 'VI'];
export const LARGE_VIEWS = 3 * THREE_SIDED + ONE_SIDED;

const next = random(100_000);
const hex = (digits: number): string =>
  Array.from({ length: digits }, () => Math.trunc(next() * 16).toString(16)).join('');
const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;

function octagon(x: number, y: number, r: number): Polygon {
  const exterior = Array.from({ length: 8 }, (_, k) => ({
    x: x + Math.round(r * Math.cos((k * Math.PI) / 4)),
    y: y + Math.round(r * Math.sin((k * Math.PI) / 4)),
  }));
  return { exterior, holes: [] };
}

const OUTLINES = Array.from({ length: 50 }, (_, i) => octagon(100 + 40 * (i % 10), 100 + 40 * Math.trunc(i / 10), 12));
const PACKED = OUTLINES.map((polygon) => encodePolygon(polygon, 'delivered'));

const maskOf = (side: string, view: number): PackedMask => ({
  list: 'masks_restored',
  index: view,
  side,
  maskType: 'polygon_mask',
  reviewable: true,
  viewBox: [0, 0, 2416, 2416],
  techName: 'pih',
  name: 'PIH',
  fill: null,
  view,
});
const viewOf = (side: string, failed: boolean): PackedView => ({
  uid: uuid(),
  name: side,
  side,
  frame: failed ? null : { width: 2416, height: 2416, viewBox: [0, 0, 2416, 2416] },
  lesions: failed ? 0 : LESIONS,
  needed: failed ? 0 : LESIONS,
});

const FACE_ROW: PackedResult['areaRows'][number] = {
  index: 0,
  areaName: 'face',
  value: 12,
  units: 'per_mille',
  techName: 'pih',
  spelling: '12',
  widgetType: null,
  subMetrics: null,
};

function resultOf(sides: readonly string[]): PackedResult {
  const id = uuid();
  const failed = sides.length === 1 && next() < 0.1; // a failed result has one view
  const version = next() < 0.8 ? 98 : 103;
  return {
    index: 0,
    key: uuid(),
    elementId: id,
    contentSha256: hex(64),
    captureKey: `image:${id}`,
    captureName: id,
    revisionIdentity: `r${version}`,
    family: 'acne.pih',
    algorithmTechName: 'pih',
    revision: `master-${version}`,
    algorithmVersionId: version,
    path: '$[0]',
    byteStart: 0,
    byteEnd: 2,
    isOk: !failed,
    failureReason: failed ? 'No face detected' : null,
    imageId: id,
    creationTime: '2025-02-26 10:50:40',
    imageType: 'selfie',
    areaRows: [FACE_ROW],
    masks: failed ? [] : sides.map(maskOf),
    views: failed ? [viewOf('front', true)] : sides.map((side) => viewOf(side, false)),
    tally: [],
  };
}

function* lesionsOf(result: PackedResult): Generator<PackedLesion> {
  for (const [mask] of result.masks.entries())
    for (let index = 0; index < LESIONS; index++) {
      const place = Math.trunc(next() * OUTLINES.length);
      const { x, y } = OUTLINES[place]!.exterior[0]!;
      yield {
        uid: uuid(),
        mask,
        featureIndex: 0,
        polygonIndex: index,
        intensity: 1,
        degenerate: false,
        shapeProblem: null,
        outsideFrame: false,
        areaPx2: 400,
        bounds: { minX: x - 24, minY: y - 12, maxX: x, maxY: y + 12 },
        rings: PACKED[place]!,
      };
    }
}

/** Photos that are registered but not on disk, one per view; subjects and a column of values. */
const REST = `
INSERT INTO photo (root_id, path, name, sha256, size_bytes, media_type, raw_width, raw_height, orientation, width, height, kind, run_id)
  SELECT 1, 'faces/' || c.name || '/' || v.side || '_restored.jpg', v.side || '_restored.jpg', lower(hex(randomblob(32))), 900000,
    'image/jpeg', 2416, 2416, 1, 2416, 2416, 'restored', 1
  FROM view AS v JOIN result AS r ON r.id = v.result_id JOIN capture AS c ON c.id = r.capture_id;
UPDATE view SET photo_id = id, paired_by = 'image_id' WHERE id IN (SELECT id FROM photo);
INSERT INTO subject (code, origin) SELECT printf('S-%05d', value), 'table' FROM series;
UPDATE capture SET subject_id = 1 + (id * 7919) % 30000 WHERE id % 10 <> 0;
INSERT INTO capture_value (capture_id, name, value)
  SELECT id, 'skin tone', json_extract('${JSON.stringify(TONES)}', '$[' || (id % 6) || ']') FROM capture WHERE id % 8 <> 0;
INSERT INTO capture_value (capture_id, name, value) SELECT id, 'camera', 'camera ' || (id % 3) FROM capture;
UPDATE view_state SET swept = 1, done = 1, accepted = lesions, pending = 0 WHERE view_uid IN (SELECT uid FROM view WHERE id % 5 = 0);
UPDATE result SET superseded_by = id + 1 WHERE id % 50 = 0;
ANALYZE;`;

function fill(path: string): void {
  const db = new BetterSqlite3(path) as unknown as WritableDb;
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -262144');
  db.exec(`INSERT INTO source (sha256, size_bytes) VALUES ('large', 1);
    INSERT INTO source_file (root_id, path, source_id, run_id, published) VALUES (1, 'large.json', last_insert_rowid(), 1, 1)`);
  const file = db.prepare('SELECT max(id) FROM source_file').pluck().get() as number;
  const write = db.transaction((captures: number, sides: readonly string[]) => {
    for (let capture = 0; capture < captures; capture++) {
      const result = resultOf(sides);
      const written = insertResult(db, file, result);
      for (const lesion of lesionsOf(result)) insertLesion(db, written, lesion);
    }
  });
  for (let done = 0; done < THREE_SIDED; done += 1000) write(1000, ['left', 'front', 'right']);
  for (let done = 0; done < ONE_SIDED; done += 1000) write(1000, ['front']);
  finish(db);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

/** No journal stands behind the states that are set here: good for measuring, not for `verify`. */
function finish(db: WritableDb): void {
  db.exec(
    `CREATE TEMP TABLE series (value INTEGER); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
     INSERT INTO series SELECT i FROM n`,
  );
  db.transaction(() => db.exec(REST))();
}

/** The large project, made once and kept in `path`. Answers whether it had to be made. */
export async function largeProject(workplace: Workplace, path: string): Promise<boolean> {
  if (existsSync(path)) return false;
  mkdirSync(dirname(path), { recursive: true });
  const draft = workplace.path('large.macule');
  writeFileSync(workplace.path('first.json'), JSON.stringify(resultWithLesions(0, 200)));
  await maculeJson(workplace, 'import', workplace.path('first.json'), '--project', draft);
  fill(draft);
  const half = `${path}.half`;
  rmSync(half, { force: true });
  renameSync(draft, half);
  renameSync(half, path);
  return true;
}
