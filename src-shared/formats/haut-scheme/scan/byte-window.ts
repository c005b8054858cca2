export type TextPlace = { readonly line: number; readonly column: number };
const NEWLINE = 0x0a;

/** The part of a stream of UTF-8 bytes that is still looked at. Indices are into `bytes`; a push may move them. */
export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(0);
  /** Index behind the last byte. */
  filled = 0;
  /** Offset in the stream of index 0. */
  base = 0;
  private isOwn = false;
  // Lines and UTF-16 units up to the index `counted`.
  private counted = 0;
  private newlines = 0;
  private column = 0;

  /** Adds bytes and lets go of those before `keepFrom`; answers by how much all indices became smaller. */
  push(chunk: Uint8Array, keepFrom: number): number {
    this.countTo(keepFrom);
    const kept = this.filled - keepFrom;
    if (kept === 0) {
      // The usual case for small files: nothing is copied.
      this.bytes = chunk;
      this.isOwn = false;
    } else if (this.isOwn && kept + chunk.length <= this.bytes.length) {
      this.bytes.copyWithin(0, keepFrom, this.filled);
      this.bytes.set(chunk, kept);
    } else {
      const grown = new Uint8Array(Math.max(kept + chunk.length, 2 * kept));
      grown.set(this.bytes.subarray(keepFrom, this.filled));
      grown.set(chunk, kept);
      this.bytes = grown;
      this.isOwn = true;
    }
    this.filled = kept + chunk.length;
    this.base += keepFrom;
    this.counted -= keepFrom;
    return keepFrom;
  }

  /** 1-based line and column, in UTF-16 code units as editors count; indices asked for must not go back. */
  place(index: number): TextPlace {
    if (index < this.counted) throw new Error('places are counted forwards only');
    const { newlines, column } = this.countFrom(index);
    return { line: newlines + 1, column: column + 1 };
  }

  /** Moves the point that places are counted from: nothing before it is asked for any more. */
  countTo(index: number): void {
    if (index <= this.counted) return;
    const { newlines, column } = this.countFrom(index);
    this.newlines = newlines;
    this.column = column;
    this.counted = index;
  }

  private countFrom(index: number): { newlines: number; column: number } {
    let { newlines, column } = this;
    const bytes = this.bytes;
    for (let at = this.counted; at < index; at++) {
      const byte = bytes[at] as number;
      if (byte === NEWLINE) {
        newlines += 1;
        column = 0;
      } else if (byte < 0x80 || byte >= 0xc0) column += byte >= 0xf0 ? 2 : 1; // continuation bytes count nothing
    }
    return { newlines, column };
  }
}
