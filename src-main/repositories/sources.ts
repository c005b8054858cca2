import { gunzipSync } from 'node:zlib';
import { allRows, eachRow, firstRow, run, type ReadableDb, type WritableDb } from '#main/db/handle';

export type StoredSource = { readonly id: number; readonly sha256: string; readonly sizeBytes: number };
export type SourceChunk = { readonly ordinal: number; readonly gzip: Uint8Array; readonly rawBytes: number };

/** The source with these bytes, stored now or before. Its bytes follow as chunks. */
export function sourceId(db: WritableDb, { sha256, sizeBytes }: { sha256: string; sizeBytes: number }): number {
  const stored = firstRow<{ id: number }>(db, 'SELECT id FROM source WHERE sha256 = ?', [sha256]);
  return stored?.id ?? run(db, 'INSERT INTO source (sha256, size_bytes) VALUES (?, ?)', [sha256, sizeBytes]).id;
}

/** Adds the next chunk of a source; one that is there already stays. */
export function insertSourceChunk(db: WritableDb, source: number, { ordinal, gzip, rawBytes }: SourceChunk): void {
  run(
    db,
    `INSERT INTO source_chunk (source_id, ordinal, gzip, raw_bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT (source_id, ordinal) DO NOTHING`,
    [source, ordinal, gzip, rawBytes],
  );
}

export type TextFacts = { readonly encoding: string; readonly unpackedBytes: number };

/** Notes what a source is as text: offsets of results count in its bytes as UTF-8, unpacked. */
export function noteSourceText(db: WritableDb, source: number, { encoding, unpackedBytes }: TextFacts): void {
  run(db, 'UPDATE source SET encoding = ?, unpacked_bytes = ? WHERE id = ?', [encoding, unpackedBytes, source]);
}

/** Removes a source that no file has any more. */
export function removeUnusedSource(db: WritableDb, source: number): void {
  const isUsed = firstRow(db, 'SELECT 1 FROM source_file WHERE source_id = ? LIMIT 1', [source]) !== undefined;
  if (isUsed) return;
  run(db, 'DELETE FROM source_chunk WHERE source_id = ?', [source]);
  run(db, 'DELETE FROM source WHERE id = ?', [source]);
}

export function listSources(db: ReadableDb): StoredSource[] {
  return allRows(db, 'SELECT id, sha256, size_bytes AS sizeBytes FROM source ORDER BY id');
}

/** Whether the bytes of a source are in the project; they may have been left out or erased. */
export const hasSourceBytes = (db: ReadableDb, source: number): boolean =>
  firstRow(db, 'SELECT 1 FROM source_chunk WHERE source_id = ? LIMIT 1', [source]) !== undefined;

/** The bytes of a source as delivered, piece by piece. @throws zlib's error when a chunk is damaged. */
export function* sourceBytes(db: ReadableDb, source: number): Generator<Buffer> {
  const chunks = 'SELECT ordinal, gzip, raw_bytes AS rawBytes FROM source_chunk WHERE source_id = ? ORDER BY ordinal';
  for (const { gzip, rawBytes } of eachRow<SourceChunk>(db, chunks, [source]))
    yield gunzipSync(gzip, { maxOutputLength: Math.max(1, rawBytes) });
}
