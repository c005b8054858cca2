import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { decodeDocument } from '#shared/formats/haut-scheme/decode';
import type { DecodedResult, SchemeFinding } from '#shared/formats/haut-scheme/types';
import { isPictureName } from '#main/imaging/picture-formats';
import { readPicture } from '#main/imaging/read-picture';
import type { BatchItem, PackedLesion } from '#main/repositories/packed-rows';
import type { DecodedBatch, FileToDecode } from './decoded-batch';
import { contentHash, packLesions, packResult, resultKey } from './pack-result';
import { MAX_TEXT_BYTES, readText } from './read-text';
import { PICTURE_KINDS, sniff, type ContentKind } from './sniff';

const gzipAsync = promisify(gzip);
/** Rows per batch: small enough that writing one stays well under 20 ms. */
const BATCH_ROWS = 250;
const HEAD_BYTES = 4096;
const RESULT_ENDINGS = new Set(['.json', '.ndjson', '.jsonl', '.geojson', '.gz', '']);

async function headOf(path: string): Promise<{ head: Uint8Array; sizeBytes: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { head: buffer.subarray(0, bytesRead), sizeBytes: size };
  } finally {
    await file.close();
  }
}

/** Reads one file, whatever it is. @throws the file system's error when it cannot be read. */
export async function* decodeFile(file: FileToDecode): AsyncGenerator<DecodedBatch> {
  const { head, sizeBytes } = await headOf(file.path);
  const kind = sniff(head);
  const isNamedPicture = (kind === 'binary' || kind === 'empty') && isPictureName(file.path);
  if (PICTURE_KINDS.has(kind) || isNamedPicture) yield await readPicture(file.path, kind, head);
  else if (kind === 'text' || kind === 'gzip' || (kind === 'empty' && isResultName(file.path)))
    yield* decodeText(file, sizeBytes);
  else yield { type: 'unused', what: describeKind(kind) };
}

const isResultName = (path: string): boolean => RESULT_ENDINGS.has(extname(path).toLowerCase());

function describeKind(kind: ContentKind): string {
  if (kind === 'sqlite') return 'a database';
  return kind === 'empty' ? 'an empty file' : 'neither text nor a photo';
}

const endWith = (findings: SchemeFinding[]): DecodedBatch => ({
  type: 'end',
  results: 0,
  findings,
  skippedFamilies: [],
  imageList: [],
  tally: [],
});
const textFinding = (message: string): SchemeFinding => ({
  severity: 'error',
  code: 'text_binary',
  place: '',
  message,
});

async function* decodeText(file: FileToDecode, sizeBytes: number): AsyncGenerator<DecodedBatch> {
  if (sizeBytes > MAX_TEXT_BYTES)
    return yield endWith([
      textFinding(`The file has ${sizeBytes} bytes; the limit for one result file is ${MAX_TEXT_BYTES}. Split it.`),
    ]);
  const bytes = await readFile(file.path);
  const read = readText(bytes);
  if (!read.ok)
    return yield isPictureName(file.path)
      ? await readPicture(file.path, 'binary', bytes)
      : endWith([textFinding(read.problem.message)]);
  const document = decodeDocument(read.text);
  if (document.results.length === 0) {
    if (!isResultName(file.path) && document.imageList.length === 0)
      return yield isPictureName(file.path)
        ? await readPicture(file.path, 'text', bytes)
        : { type: 'unused', what: 'text without a result' };
    if (isOwnFile(document.findings)) return yield { type: 'unused', what: 'a file that Macule wrote itself' };
  }
  if (document.results.length > 0) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    yield { type: 'source', sha256, sizeBytes: bytes.length, gzip: await gzipAsync(bytes) };
    yield* batches(document.results, new Set(file.conflicting ?? []));
  }
  const { results, findings, skippedFamilies, imageList, tally } = document;
  return yield { type: 'end', results: results.length, findings, skippedFamilies, imageList, tally };
}

const isOwnFile = (findings: readonly SchemeFinding[]): boolean =>
  findings.length > 0 && findings.every(({ code }) => code === 'not_used');

function* batches(results: readonly DecodedResult[], conflicting: ReadonlySet<string>): Generator<DecodedBatch> {
  let items: BatchItem[] = [];
  let rows = 0;
  for (const [index, result] of results.entries()) {
    const isConflict = conflicting.size > 0;
    if (isConflict && !conflicting.has(contentHash(result))) continue;
    const key = resultKey(result, isConflict);
    items.push({ type: 'result', result: packResult(result, index, key) });
    rows += 3 + result.areaRows.length;
    let lesions: PackedLesion[] = [];
    for (const lesion of packLesions(result, key)) {
      lesions.push(lesion);
      if (++rows < BATCH_ROWS) continue;
      yield {
        type: 'rows',
        items: [...items, { type: 'lesions', result: index, lesions }],
        share: index / results.length,
      };
      [items, lesions, rows] = [[], [], 0];
    }
    if (lesions.length > 0) items.push({ type: 'lesions', result: index, lesions });
    if (rows < BATCH_ROWS) continue;
    yield { type: 'rows', items, share: (index + 1) / results.length };
    [items, rows] = [[], 0];
  }
  if (items.length > 0) yield { type: 'rows', items, share: 1 };
}
