import { isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { LIMITS, sizeWords, type Limits } from '#shared/formats/haut-scheme/limits';
import { encodingOf, type Encoding, type TextProblem } from './read-text';

/** Bytes are no text that is read here; says why in words. */
export class TextProblemError extends Error {
  override readonly name = 'TextProblemError';
  constructor(
    readonly code: TextProblem['code'],
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
    `The gzip data is damaged or cut off: ${(error as Error).message}. Nothing of it was used; copy the file again.`,
  );

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Stands for a character that a text breaks off in, so that what is complete before it can be read. */
const HALF_CHARACTER = Buffer.from('\ufffd', 'utf8');

/** Turns pieces of text in UTF-8 or UTF-16 into pieces of UTF-8. @throws TextProblemError */
export class Utf8Pieces {
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
    return this.utf16 ? this.transcode(joined, true) : this.checked(joined, completeLength(joined));
  }

  end(): Uint8Array {
    this.open(this.rest);
    if (!this.utf16) return this.rest.length === 0 ? this.rest : this.counted(HALF_CHARACTER);
    try {
      return this.counted(Buffer.from(this.utf16.decode(this.rest), 'utf8'));
    } catch (error) {
      if (error instanceof TextProblemError) throw error;
      return this.counted(HALF_CHARACTER);
    }
  }

  private open(bytes: Uint8Array): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.encoding = encodingOf(bytes);
    if (this.encoding === 'utf-8') return;
    this.utf16 = new TextDecoder(this.encoding, { fatal: true, ignoreBOM: true });
  }

  private keep(bytes: Uint8Array, from: number): Uint8Array {
    this.rest = bytes.slice(from);
    return bytes.subarray(0, from);
  }

  private checked(bytes: Uint8Array, length: number): Uint8Array {
    const whole = this.keep(bytes, length);
    if (!isUtf8(whole)) throw this.unknownEncoding();
    return this.counted(whole);
  }

  private transcode(bytes: Uint8Array, stream: boolean): Uint8Array {
    try {
      return this.counted(Buffer.from(this.utf16!.decode(bytes, { stream }), 'utf8'));
    } catch (error) {
      if (error instanceof TextProblemError) throw error;
      throw this.unknownEncoding();
    }
  }

  private counted(bytes: Uint8Array): Uint8Array {
    this.bytes += bytes.length;
    if (this.bytes > this.limits.unpackedBytes) throw bomb(this.limits);
    return bytes;
  }

  private unknownEncoding(): TextProblemError {
    const message = `The file is not ${this.encoding.toUpperCase()} text. Save it as UTF-8 and import it again.`;
    return new TextProblemError('unknown_encoding', message);
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

/** Unpacks pieces of a file as they come, never more than is asked for. @throws TextProblemError when damaged. */
export async function* unpacked(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
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
    return gunzipSync(Buffer.concat(pieces), { maxOutputLength: limits.unpackedBytes });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? bomb(limits) : brokenGzip(error);
  }
}
