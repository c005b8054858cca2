import { isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { constants, crc32, createGunzip, gunzipSync } from 'node:zlib';
import { LIMITS, sizeWords, type Limits } from '#shared/formats/haut-scheme/limits';
import { encodingOf, type Encoding, type TextProblem } from './read-text';

/** Bytes are no text that is read here; says why in words. */
export class TextProblemError extends Error {
  override readonly name = 'TextProblemError';
  constructor(
    readonly code: Exclude<TextProblem['code'], 'unknown_encoding'>,
    message: string,
  ) {
    super(message);
  }
}

export const tooLarge = (sizeBytes: number, { fileBytes }: Limits): TextProblemError =>
  new TextProblemError(
    'too_large',
    `The file has ${sizeBytes.toLocaleString('en')} bytes; the limit for one result file is ${sizeWords(fileBytes)}. Split it, or export fewer results at once.`,
  );

const bomb = ({ unpackedBytes }: Limits): TextProblemError =>
  new TextProblemError(
    'too_large',
    `The file holds more than ${sizeWords(unpackedBytes)} of text, the limit for one result file. Split it.`,
  );

const brokenGzip = (error: unknown): TextProblemError =>
  new TextProblemError(
    'broken_gzip',
    `The gzip data is damaged: ${(error as Error).message}. Nothing of it was used; copy the file again.`,
  );

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Stands for a character that a text breaks off in, so that what is complete before it can be read. */
const HALF_CHARACTER = Buffer.from('\ufffd', 'utf8');

/** Reads bytes that are none of its characters as U+FFFD, however they are cut into pieces. */
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Turns pieces of text in UTF-8 or UTF-16 into pieces of UTF-8; what is no character becomes U+FFFD.
 * @throws TextProblemError
 */
export class Utf8Pieces {
  /** Whether something was replaced so far. */
  areReplaced = false;
  /** Bytes of UTF-8 so far. */
  bytes = 0;
  encoding: Encoding = 'utf-8';
  private isOpen = false;
  private utf16: InstanceType<typeof TextDecoder> | null = null;
  private rest: Uint8Array = new Uint8Array(0);

  constructor(private readonly limits: Limits) {}

  push(piece: Uint8Array): Uint8Array {
    const joined = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    this.rest = new Uint8Array(0);
    if (!this.isOpen && joined.length < 2) return this.keep(joined, 0);
    this.open(joined);
    return this.utf16 ? this.transcode(joined, this.utf16) : this.checked(joined, completeLength(joined));
  }

  end(): Uint8Array {
    this.open(this.rest);
    if (!this.utf16) return this.rest.length === 0 ? this.rest : this.counted(HALF_CHARACTER);
    return this.counted(Buffer.from(this.utf16.decode(this.rest), 'utf8'));
  }

  private open(bytes: Uint8Array): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.encoding = encodingOf(bytes);
    if (this.encoding === 'utf-8') return;
    this.utf16 = new TextDecoder(this.encoding, { ignoreBOM: true });
  }

  private keep(bytes: Uint8Array, from: number): Uint8Array {
    this.rest = bytes.slice(from);
    return bytes.subarray(0, from);
  }

  private checked(bytes: Uint8Array, length: number): Uint8Array {
    const whole = this.keep(bytes, length);
    if (isUtf8(whole)) return this.counted(whole);
    this.areReplaced = true;
    return this.counted(Buffer.from(lenient.decode(whole), 'utf8'));
  }

  private transcode(bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>): Uint8Array {
    const text = decoder.decode(bytes, { stream: true });
    this.areReplaced ||= text.includes('\ufffd');
    return this.counted(Buffer.from(text, 'utf8'));
  }

  private counted(bytes: Uint8Array): Uint8Array {
    this.bytes += bytes.length;
    if (this.bytes > this.limits.unpackedBytes) throw bomb(this.limits);
    return bytes;
  }
}

/** Bytes up to the last character that is there whole. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Data that ends too early gives what is there of it, and no error. */
const AS_FAR_AS_IT_GOES = { finishFlush: constants.Z_SYNC_FLUSH };

/** What a gzip file ends with: the check sum and the size of what it holds. */
const TRAILER_BYTES = 8;

/** Follows packed and unpacked data for whether the end that belongs to it was there. */
export class GzipEnd {
  private tail: Uint8Array = new Uint8Array(0);
  private sum = 0;
  private size = 0;

  packed(piece: Uint8Array): void {
    this.tail = Buffer.concat([this.tail, piece.slice(-TRAILER_BYTES)]).subarray(-TRAILER_BYTES);
  }

  plain(piece: Uint8Array): void {
    this.sum = crc32(piece, this.sum);
    this.size = (this.size + piece.length) % 2 ** 32;
  }

  /** False also for files put together from several, whose end tells of the last one only. */
  get isThere(): boolean {
    if (this.tail.length < TRAILER_BYTES) return false;
    const tail = Buffer.from(this.tail);
    return tail.readUInt32LE(0) === this.sum && tail.readUInt32LE(4) === this.size;
  }
}

/** Whether packed data ends too early; unpacks all of it. */
export async function isCutOff(raw: AsyncIterable<Uint8Array>): Promise<boolean> {
  try {
    await finished(raw, createGunzip(), async (plain: AsyncIterable<unknown>) => {
      for await (const _ of plain) continue;
    });
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) return true;
    throw error;
  }
}

/** Unpacks pieces of a file as they come, never more than is asked for. @throws TextProblemError when damaged. */
export async function* unpacked(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024, ...AS_FAR_AS_IT_GOES });
  let failure: unknown = null;
  pipeline(Readable.from(raw), gunzip, (error) => (failure = error));
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } catch (error) {
    const { code } = (failure ?? error) as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) throw brokenGzip(error);
    throw error;
  }
}

/**
 * Pieces of UTF-8 text of stored bytes, for code that cannot wait. Text that was delivered packed is unpacked whole, up
 * to the limit. @throws TextProblemError
 */
export function* textPieces(raw: Iterable<Uint8Array>, limits: Limits = LIMITS): Generator<Uint8Array> {
  const text = new Utf8Pieces(limits);
  let packed: Uint8Array[] | null = null;
  let isFirst = true;
  for (const piece of raw) {
    if (isFirst && isGzip(piece)) packed = [];
    isFirst = false;
    if (packed) packed.push(piece);
    else yield text.push(piece);
  }
  if (packed) yield text.push(unpackWhole(packed, limits));
  yield text.end();
}

function unpackWhole(pieces: readonly Uint8Array[], limits: Limits): Uint8Array {
  try {
    return gunzipSync(Buffer.concat(pieces), { maxOutputLength: limits.unpackedBytes, ...AS_FAR_AS_IT_GOES });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? bomb(limits) : brokenGzip(error);
  }
}
