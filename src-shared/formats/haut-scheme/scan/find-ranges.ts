import { utf8Text } from './utf8';

export type PathSegment = string | number;
/** A value in well-formed JSON bytes: index of its first byte and behind its last one. */
export type ByteRange = { readonly start: number; readonly end: number };

type Node = { range: ByteRange | null; isAsked: boolean; readonly inner: Map<PathSegment, Node> };
const newNode = (): Node => ({ range: null, isAsked: false, inner: new Map() });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Everything that is looked for was found: the rest need not be read. */
const DONE = -1;

/** Values that are looked for in one text, by path; all of them are found in one pass. */
export class WantedRanges {
  private readonly root = newNode();

  /** Asks for a value; the answer is there after `find`. */
  add(path: readonly PathSegment[]): () => ByteRange | null {
    let node = this.root;
    for (const segment of path) {
      let inner = node.inner.get(segment);
      if (!inner) node.inner.set(segment, (inner = newNode()));
      node = inner;
    }
    node.isAsked = true;
    return () => node.range;
  }

  /**
   * Looks through the JSON value that the bytes start with. Where keys stand twice (`isOdd`) the last one counts. The
   * text may break off behind what is looked for.
   */
  find(bytes: Uint8Array, isOdd: boolean): void {
    if (this.root.isAsked || this.root.inner.size > 0) new Finder(bytes, isOdd).value(0, this.root);
  }
}

class Finder {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly isOdd: boolean,
  ) {}

  /** Recursion is as deep as the paths that are looked for. Answers the index behind the value, or that all is done. */
  value(from: number, node: Node): number {
    const start = this.skipBlanks(from);
    const byte = this.bytes[start];
    const isContainer = byte === 0x7b || byte === 0x5b;
    if (!isContainer || node.inner.size === 0) {
      const end = this.skipValue(start);
      node.range = { start, end };
      return end;
    }
    const end = this.members(start + 1, byte === 0x5b, node);
    if (end !== DONE) node.range = { start, end };
    return end;
  }

  private members(from: number, isList: boolean, { inner, isAsked }: Node): number {
    let at = from;
    let missing = inner.size;
    for (let index = 0; ; index++) {
      at = this.skipBlanks(at);
      if (this.bytes[at] === 0x2c) at = this.skipBlanks(at + 1);
      const start = at;
      const byte = this.bytes[at];
      if (byte === undefined) return at;
      if (byte === 0x5d || byte === 0x7d) return at + 1;
      let segment: PathSegment | null = index;
      if (!isList) {
        if (byte !== QUOTE) return this.bytes.length; // broken here
        at = this.skipString(start);
        segment = this.keyIn(inner, start, at);
        at = this.skipBlanks(at);
        if (this.bytes[at] === 0x3a) at += 1;
      }
      const wanted = segment === null ? undefined : inner.get(segment);
      if (!wanted) {
        at = this.skipValue(this.skipBlanks(at));
        continue;
      }
      const valueAt = at;
      at = this.value(valueAt, wanted);
      missing -= 1;
      const isAll = missing === 0 && !isAsked && !this.isOdd;
      if (isAll) return DONE;
      if (at === DONE) at = this.skipValue(this.skipBlanks(valueAt));
    }
  }

  /** Which of the wanted keys stands between the quotes; few are wanted of many that stand there. */
  private keyIn(wanted: ReadonlyMap<PathSegment, Node>, start: number, end: number): string | null {
    const bytes = this.bytes;
    if (end > bytes.length) return null;
    const isPlain = wanted.size <= 8 && bytes.subarray(start, end).indexOf(BACKSLASH) === -1;
    if (!isPlain) return JSON.parse(utf8Text(bytes.subarray(start, end))) as string;
    for (const segment of wanted.keys())
      if (typeof segment === 'string' && this.isKey(segment, start + 1, end - 1)) return segment;
    return null;
  }

  private isKey(key: string, from: number, end: number): boolean {
    if (end - from < key.length) return false;
    for (let at = 0; at < key.length; at++) {
      const code = key.charCodeAt(at);
      if (code > 0x7f) return key === utf8Text(this.bytes.subarray(from, end));
      if (this.bytes[from + at] !== code) return false;
    }
    return end - from === key.length;
  }

  private skipBlanks(from: number): number {
    let at = from;
    while (at < this.bytes.length && (this.bytes[at] as number) <= 0x20) at += 1;
    return at;
  }

  /** Behind the closing quote; behind the end when there is none. */
  private skipString(from: number): number {
    const bytes = this.bytes;
    for (let at = from + 1; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) return at + 1;
      if (byte === 0x5c) at += 1;
    }
    return bytes.length + 1;
  }

  private skipValue(from: number): number {
    const bytes = this.bytes;
    let depth = 0;
    for (let at = from; at < bytes.length; at++) {
      switch (bytes[at]) {
        case QUOTE:
          at = this.skipString(at) - 1;
          if (depth === 0) return at + 1;
          break;
        case 0x7b:
        case 0x5b:
          depth += 1;
          break;
        case 0x7d:
        case 0x5d:
          if (depth === 0) return at; // behind a scalar
          if (--depth === 0) return at + 1;
          break;
        case 0x2c:
        case 0x20:
        case 0x0a:
        case 0x0d:
        case 0x09:
          if (depth === 0) return at;
          break;
        default:
      }
    }
    return bytes.length;
  }
}
