import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { allRows, eachRow, firstRow, type ReadableDb } from '#main/db/handle';
import { redecodeSource } from '../ingest/redecode-source';
import type { Report } from './verify';

type SourceRow = { id: number; sha256: string; size_bytes: number; content_gzip: Buffer | null };

/** Unpacks every stored source, compares hash and size, decodes it again and compares the lesions with the stored ones. */
export function checkSources(db: ReadableDb, report: Report, progress: (done: number, total: number) => void): void {
  const total = firstRow<{ n: number }>(db, 'SELECT count(*) AS n FROM source')?.n ?? 0;
  let done = 0;
  let absent = 0;
  for (const source of eachRow<SourceRow>(db, 'SELECT id, sha256, size_bytes, content_gzip FROM source ORDER BY id')) {
    if (source.content_gzip === null) absent += 1;
    else checkSource(db, source, report);
    progress(++done, total);
  }
  if (absent > 0)
    report('info', 'source_absent', '', `${absent} sources were left out or erased; their lesions cannot be compared.`);
}

function checkSource(db: ReadableDb, source: SourceRow, report: Report): void {
  const place = `source ${source.sha256}`;
  const bytes = unpack(source.content_gzip!);
  if (
    !bytes ||
    bytes.length !== source.size_bytes ||
    createHash('sha256').update(bytes).digest('hex') !== source.sha256
  ) {
    report(
      'error',
      'source_changed',
      place,
      'The stored bytes of this source do not fit its SHA-256: they were changed.',
    );
    return;
  }
  const stored = new Map(
    allRows<{ uid: string; rings: Buffer }>(
      db,
      `SELECT l.uid, l.rings FROM lesion AS l JOIN view AS v ON v.id = l.view_id JOIN result AS r ON r.id = v.result_id
       JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1 WHERE f.source_id = ?`,
      [source.id],
    ).map(({ uid, rings }) => [uid, rings]),
  );
  const results = new Set(
    allRows<{ key: string }>(
      db,
      'SELECT r.key FROM result AS r JOIN source_file AS f ON f.id = r.source_file_id AND f.published = 1 WHERE f.source_id = ?',
      [source.id],
    ).map(({ key }) => key),
  );
  for (const lesion of redecodeSource(bytes, results)) {
    const rings = stored.get(lesion.uid);
    stored.delete(lesion.uid);
    if (rings === undefined)
      report(
        'error',
        'lesion_missing',
        `lesion ${lesion.uid}`,
        'The source holds this lesion, the project does not: it was removed.',
      );
    else if (!rings.equals(lesion.rings))
      report(
        'error',
        'lesion_changed',
        `lesion ${lesion.uid}`,
        'The stored outline differs from the source: it was changed.',
      );
  }
  for (const uid of stored.keys())
    report(
      'error',
      'lesion_unknown',
      `lesion ${uid}`,
      'The project holds this model lesion, its source does not: it was inserted.',
    );
}

function unpack(content: Buffer): Buffer | null {
  try {
    return gunzipSync(content);
  } catch {
    return null;
  }
}
