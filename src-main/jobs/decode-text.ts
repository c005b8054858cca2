import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { DocumentDecoder } from '#shared/formats/haut-scheme/decode';
import { LIMITS, type Limits } from '#shared/formats/haut-scheme/limits';
import type { PlacedResult, SchemeFinding } from '#shared/formats/haut-scheme/types';
import type { DecodedBatch, FileToDecode } from './decoded-batch';
import { RowBatches } from './row-batches';
import { SourcePieces } from './source-pieces';
import { GzipEnd, isCutOff, isGzip, TextProblemError, tooLarge, unpacked, Utf8Pieces } from './text-pieces';

const RESULT_ENDINGS = new Set(['.json', '.ndjson', '.jsonl', '.geojson', '.gz', '']);
/** Findings that are handed on before the end of a file, so that a file of broken lines needs no memory. */
const FINDINGS = 500;
/** Bytes that are decoded at a time: what few results give dies young, what a whole piece gives is moved about first. */
const STEP_BYTES = 64 * 1024;

export const isResultName = (path: string): boolean => RESULT_ENDINGS.has(extname(path).toLowerCase());

const isOwnFile = (findings: readonly SchemeFinding[]): boolean =>
  findings.length > 0 && findings.every(({ code }) => code === 'not_used');

const endOf = (findings: SchemeFinding[], isRefused: boolean): DecodedBatch => ({
  type: 'end',
  results: 0,
  findings,
  skippedFamilies: [],
  imageList: [],
  tally: [],
  text: null,
  isRefused,
});

/** Reads a file of text in pieces. Memory is bounded by one element and a few pieces, whatever the file's size. */
export async function* decodeText(
  file: FileToDecode,
  sizeBytes: number,
  limits: Limits = LIMITS,
): AsyncGenerator<DecodedBatch> {
  let handle: FileHandle | null = null;
  try {
    if (sizeBytes > limits.fileBytes) throw tooLarge(sizeBytes, limits);
    handle = await open(file.path, 'r');
    yield* new TextReader(file, handle, { sizeBytes, limits }).read();
  } catch (error) {
    if (!(error instanceof TextProblemError)) throw error;
    yield endOf([{ severity: 'error', code: error.code, place: '', message: error.message }], true);
  } finally {
    await handle?.close();
  }
}

class TextReader {
  private readonly pieces: SourcePieces;
  private readonly text: Utf8Pieces;
  private readonly decoder: DocumentDecoder;
  private readonly rows: RowBatches;
  private findings: SchemeFinding[] = [];
  private results = 0;
  /** Of a packed file. */
  private gzipEnd: GzipEnd | null = null;

  constructor(
    private readonly file: FileToDecode,
    handle: FileHandle,
    private readonly of: { readonly sizeBytes: number; readonly limits: Limits },
  ) {
    this.pieces = new SourcePieces(handle);
    this.text = new Utf8Pieces(of.limits);
    this.decoder = new DocumentDecoder(of.limits);
    this.rows = new RowBatches(file);
  }

  async *read(): AsyncGenerator<DecodedBatch> {
    for await (const piece of this.plainPieces()) yield* this.take(this.text.push(piece), false);
    yield* this.take(this.text.end(), true);
    if (this.gzipEnd && !this.gzipEnd.isThere && (await isCutOff(createReadStream(this.file.path)))) this.noteCut();
    const { skippedFamilies, imageList, tally } = this.decoder.finish();
    this.findings.push(...this.decoder.takeFindings());
    if (this.results === 0) {
      if (!isResultName(this.file.path) && imageList.length === 0)
        return yield { type: 'unused', what: 'text without a result' };
      if (isOwnFile(this.findings)) return yield { type: 'unused', what: 'a file that Macule wrote itself' };
    }
    yield* this.chunks(this.pieces.packed(true));
    const text = { encoding: this.text.encoding, unpackedBytes: this.text.bytes };
    const { results, findings } = this;
    return yield { type: 'end', results, findings, skippedFamilies, imageList, tally, text, isRefused: false };
  }

  private async *plainPieces(): AsyncGenerator<Uint8Array> {
    const raw = this.pieces.read();
    const first = await raw.next();
    if (first.done) return;
    const all = (async function* () {
      yield first.value;
      yield* raw;
    })();
    if (isGzip(first.value)) yield* this.unpackedPieces(all);
    else yield* all;
  }

  private async *unpackedPieces(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const end = (this.gzipEnd = new GzipEnd());
    const watched = (async function* () {
      for await (const piece of raw) {
        end.packed(piece);
        yield piece;
      }
    })();
    for await (const piece of unpacked(watched)) {
      end.plain(piece);
      yield piece;
    }
  }

  private noteCut(): void {
    const message = 'The gzip data ends too early. Complete elements were read; copy the file again for the rest.';
    this.findings.push({ severity: 'error', code: 'gzip_cut_off', place: '', message });
  }

  private async *take(bytes: Uint8Array, isEnd: boolean): AsyncGenerator<DecodedBatch> {
    if (this.text.areReplaced) this.decoder.noteReplaced();
    for (let at = 0; at < bytes.length; at += STEP_BYTES) {
      const results = this.decoder.push(bytes.subarray(at, at + STEP_BYTES));
      if (results.length > 0) yield* this.takeResults(results);
    }
    const last = isEnd ? this.decoder.end() : [];
    if (last.length > 0) yield* this.takeResults(last);
    yield* this.rows.flush(this.pieces.share(this.of.sizeBytes));
    this.findings.push(...this.decoder.takeFindings());
    const isSure = this.results > 0 || isResultName(this.file.path);
    if (this.findings.length >= FINDINGS && isSure && !isEnd) {
      yield { type: 'findings', findings: this.findings };
      this.findings = [];
    }
    yield* this.chunks(this.pieces.packed(false));
  }

  private async *takeResults(results: readonly PlacedResult[]): AsyncGenerator<DecodedBatch> {
    if (this.results === 0 && !this.file.conflicting) {
      yield { type: 'source', ...(await this.pieces.keep()) };
      yield* this.chunks(this.pieces.earlier());
    }
    const share = this.pieces.share(this.of.sizeBytes);
    for (const result of results) yield* this.rows.add(result, this.results++, share);
  }

  private async *chunks(
    chunks: AsyncIterable<Extract<DecodedBatch, { type: 'chunk' }>['chunk']>,
  ): AsyncGenerator<DecodedBatch> {
    for await (const chunk of chunks) yield { type: 'chunk', chunk };
  }
}
