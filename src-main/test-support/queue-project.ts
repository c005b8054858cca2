import { allRows, run, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { insertResult } from '#main/repositories/imported-rows';
import type { PackedResult } from '#main/repositories/packed-rows';

/** What a test says of one result; each side becomes a view. */
export type QueueResult = {
  readonly key: string;
  readonly capture: string;
  readonly sides: readonly string[];
  readonly revision?: string;
  readonly failed?: boolean;
  readonly lesions?: number;
};

const packed = ({
  key,
  capture,
  sides,
  revision = 'master-1',
  failed = false,
  lesions = 0,
}: QueueResult): PackedResult => ({
  index: 0,
  key,
  elementId: key,
  contentSha256: key,
  captureKey: `image:${capture}`,
  captureName: capture,
  revisionIdentity: revision,
  family: 'acne.pih',
  algorithmTechName: 'pih',
  revision,
  algorithmVersionId: 98,
  path: '$',
  byteStart: 0,
  byteEnd: 2,
  isOk: !failed,
  failureReason: failed ? 'No face detected' : null,
  imageId: capture,
  creationTime: null,
  imageType: null,
  areaRows: [],
  masks: [],
  tally: [],
  views: sides.map((side) => ({ uid: `${key} ${side}`, name: side, side, frame: null, lesions, needed: lesions })),
});

/** A source file with results, published or not; answers its row id. */
export function addFile(db: WritableDb, path: string, results: readonly QueueResult[], published = true): number {
  const source = run(db, 'INSERT INTO source (sha256, size_bytes) VALUES (?, 1)', [path]).id;
  const { id } = run(
    db,
    'INSERT INTO source_file (root_id, path, source_id, run_id, published) VALUES (1, ?, ?, 1, ?)',
    [path, source, published ? 1 : 0],
  );
  for (const result of results) insertResult(db, id, packed(result));
  return id;
}

/** Pairs a view with a photo of this path, as the pairing rules do. */
export function addPhoto(db: WritableDb, view: string, path: string): void {
  const { id } = run(
    db,
    `INSERT INTO photo (root_id, path, name, sha256, size_bytes, media_type, raw_width, raw_height, orientation, width, height, kind, run_id)
     VALUES (1, :path, :path, :path, 1, 'image/jpeg', 9, 9, 1, 9, 9, 'restored', 1)`,
    { path },
  );
  run(db, 'UPDATE view SET photo_id = ? WHERE uid = ?', [id, view]);
}

export function setSubject(db: WritableDb, capture: string, code: string): void {
  run(db, 'INSERT OR IGNORE INTO subject (code) VALUES (?)', [code]);
  run(db, 'UPDATE capture SET subject_id = (SELECT id FROM subject WHERE code = ?) WHERE name = ?', [code, capture]);
}

export function setValue(db: WritableDb, capture: string, name: string, value: string): void {
  run(db, 'INSERT INTO capture_value (capture_id, name, value) SELECT id, ?, ? FROM capture WHERE name = ?', [
    name,
    value,
    capture,
  ]);
}

/** An empty project in memory that files can be added to. */
export function queueProject(): WritableDb {
  const db = openInMemory();
  run(db, `INSERT INTO root (path) VALUES ('/data')`);
  run(db, `INSERT INTO import_run (started_at, paths) VALUES (0, '[]')`);
  return db;
}

/** The steps of a query plan, in words of SQLite. */
export const queryPlan = (db: WritableDb, sql: string, bindings: readonly string[]): string[] =>
  allRows<{ detail: string }>(db, `EXPLAIN QUERY PLAN ${sql}`, bindings).map(({ detail }) => detail);
