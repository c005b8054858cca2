import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SourceChunk } from '#main/repositories/sources';

const gzipAsync = promisify(gzip);
/** Bytes that are read, compressed and stored at a time. */
export const PIECE_BYTES = 1024 * 1024;
/** Pieces that may be compressed while the next ones are decoded. */
const AHEAD = 2;

const changed = (): Error => Object.assign(new Error('it was changed while it was read'), { code: 'unreadable' });

/**
 * A file as pieces, each read once and, once it is worth keeping, compressed beside the decoding. What was read before
 * that is read again, so that memory holds a few pieces at most.
 */
export class SourcePieces {
  private readonly hash: Hash = createHash('sha256');
  private sizeBytes = 0;
  private seen = 0;
  private last: Uint8Array = new Uint8Array(0);
  private before = { pieces: 0, last: this.last };
  private packing: Promise<SourceChunk>[] | null = null;
  private kept: { readonly sha256: string; readonly sizeBytes: number } | null = null;

  constructor(private readonly file: FileHandle) {}

  /** The pieces in order, for the decoder. @throws an error with the code `unreadable` when the file changed meanwhile. */
  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = await this.piece(this.seen);
      if (piece.length === 0) break;
      this.hash.update(piece);
      this.sizeBytes += piece.length;
      this.packing?.push(pack(this.seen, piece));
      this.last = piece;
      this.seen += 1;
      yield piece;
      if (piece.length < PIECE_BYTES) break;
    }
    const { kept } = this;
    if (kept && (kept.sizeBytes !== this.sizeBytes || kept.sha256 !== this.hash.copy().digest('hex'))) throw changed();
  }

  /** Share of the file that was read. */
  share(sizeBytes: number): number {
    return sizeBytes === 0 ? 1 : Math.min(1, this.sizeBytes / sizeBytes);
  }

  /** The hash of the whole file, of which the reading may be at any piece; from now on pieces are compressed. */
  async keep(): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
    const hash = this.hash.copy();
    let sizeBytes = this.sizeBytes;
    let piece = this.last;
    for (let ordinal = this.seen; piece.length === PIECE_BYTES; ordinal++) {
      piece = await this.piece(ordinal);
      hash.update(piece);
      sizeBytes += piece.length;
    }
    // At once, for a packed file is read on meanwhile: pieces before these are packed by `earlier`, pieces after by `read`.
    this.packing = [];
    this.before = { pieces: this.seen, last: this.last };
    this.kept = { sha256: hash.digest('hex'), sizeBytes };
    return this.kept;
  }

  /** Compressed pieces that were read before they were worth keeping. */
  async *earlier(): AsyncGenerator<SourceChunk> {
    const { pieces, last } = this.before;
    for (let ordinal = 0; ordinal < pieces - 1; ordinal++) yield await pack(ordinal, await this.piece(ordinal));
    yield await pack(pieces - 1, last);
  }

  /** Compressed pieces in order: all but the last few, or to the end all. */
  async *packed(isEnd: boolean): AsyncGenerator<SourceChunk> {
    const packing = this.packing ?? [];
    while (packing.length > (isEnd ? 0 : AHEAD)) yield await (packing.shift() as Promise<SourceChunk>);
  }

  private async piece(ordinal: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    let filled = 0;
    while (filled < PIECE_BYTES) {
      const at = ordinal * PIECE_BYTES + filled;
      const { bytesRead } = await this.file.read(buffer, filled, PIECE_BYTES - filled, at);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }
}

async function pack(ordinal: number, piece: Uint8Array): Promise<SourceChunk> {
  return { ordinal, gzip: await gzipAsync(piece), rawBytes: piece.length };
}
