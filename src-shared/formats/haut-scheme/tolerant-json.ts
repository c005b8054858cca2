/** Parts that nest deeper are refused: no result does, and what reads the values may recurse. */
const MAX_DEPTH = 500;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null|NaN|-?Infinity/y;
const BLANKS = /[ \t\r\n]*/y;
/** A run of plain characters of a string, taken piecewise: one match of any length can exhaust the stack of the engine. */
const PLAIN_RUN = /[^"\\\u0000-\u001f]{1,65536}/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

export type OpenContainer = {
  readonly value: Record<string, unknown> | unknown[];
  /** The key whose value is being read; null in arrays and before a key is complete. */
  key: string | null;
};

export type TolerantFailure = {
  readonly at: number;
  readonly kind: 'end' | 'syntax' | 'depth';
  /** What was being read, outermost first: complete parts only, attached to each other. */
  readonly open: readonly OpenContainer[];
};

export type TolerantParse = {
  readonly value: unknown;
  /** Behind the last character read. */
  readonly end: number;
  readonly failure: TolerantFailure | null;
  readonly duplicateKeys: { key: string; at: number }[];
  readonly notFinite: number;
};

const LITERALS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  NaN: NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
};

/**
 * Reads one JSON value from `start` and, where it breaks off, gives back what was complete. Takes NaN and Infinity.
 * For broken texts only: slower than JSON.parse, but it never throws and uses no stack.
 */
export function parseTolerantly(text: string, start: number): TolerantParse {
  return new Reader(text, start).read();
}

class Reader {
  private readonly open: OpenContainer[] = [];
  private readonly duplicateKeys: { key: string; at: number }[] = [];
  private notFinite = 0;
  private root: unknown = undefined;

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  read(): TolerantParse {
    let failure: TolerantFailure | null = null;
    try {
      this.readAll();
    } catch (error) {
      if (!(error instanceof Break)) throw error;
      failure = { at: this.at, kind: error.kind, open: this.open };
    }
    const { root: value, at: end, duplicateKeys, notFinite } = this;
    return { value, end, failure, duplicateKeys, notFinite };
  }

  private readAll(): void {
    do this.skipBlanks();
    while (!this.readValue() || this.closeContainers());
  }

  /** Reads a scalar or opens a container; whether a value is now complete. */
  private readValue(): boolean {
    const character = this.text[this.at];
    if (character === '{' || character === '[') return this.openContainer(character);
    this.attach(character === '"' ? this.readString() : this.readScalar());
    return true;
  }

  private openContainer(character: '{' | '['): boolean {
    if (this.open.length >= MAX_DEPTH) throw BREAKS.depth;
    const value: Record<string, unknown> | unknown[] = character === '[' ? [] : {};
    this.attach(value);
    this.open.push({ value, key: null });
    this.at += 1;
    this.skipBlanks();
    if (this.text[this.at] === (character === '[' ? ']' : '}')) return true;
    if (character === '{') this.readKey();
    return false;
  }

  /** After a complete value: a comma leads to the next one (true), brackets close; false when the root is complete. */
  private closeContainers(): boolean {
    for (let top = this.open.at(-1); top; top = this.open.at(-1)) {
      this.skipBlanks();
      const isArray = Array.isArray(top.value);
      const character = this.text[this.at];
      if (character === ',') {
        this.at += 1;
        top.key = null;
        if (!isArray) this.readKey();
        return true;
      }
      if (character !== (isArray ? ']' : '}')) this.fail();
      this.at += 1;
      this.open.pop();
    }
    return false;
  }

  private readKey(): void {
    this.skipBlanks();
    if (this.text[this.at] !== '"') this.fail();
    const keyAt = this.at;
    const key = this.readString();
    this.skipBlanks();
    if (this.text[this.at] !== ':') this.fail();
    this.at += 1;
    const top = this.open.at(-1) as OpenContainer;
    if (Object.hasOwn(top.value, key)) this.duplicateKeys.push({ key, at: keyAt });
    top.key = key;
  }

  private attach(value: unknown): void {
    const top = this.open.at(-1);
    if (!top) this.root = value;
    else if (Array.isArray(top.value)) top.value.push(value);
    // A plain assignment to __proto__ would change the prototype and lose the member.
    else if (top.key === '__proto__') {
      Object.defineProperty(top.value, top.key, { value, enumerable: true, configurable: true, writable: true });
    } else top.value[top.key as string] = value;
  }

  private readString(): string {
    const start = this.at;
    this.at += 1;
    let hasEscapes = false;
    for (;;) {
      if (this.skip(PLAIN_RUN)) continue;
      if (!this.skip(ESCAPE)) break;
      hasEscapes = true;
    }
    if (this.text[this.at] !== '"') this.fail(this.isEscapeCut());
    this.at += 1;
    const raw = this.text.slice(start, this.at);
    return hasEscapes ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  }

  private isEscapeCut(): boolean {
    return this.text.length - this.at < 6 && /^\\(u[0-9a-fA-F]*)?$/.test(this.text.slice(this.at));
  }

  private readScalar(): unknown {
    const start = this.at;
    if (this.skip(LITERAL)) {
      const value = LITERALS[this.text.slice(start, this.at)];
      if (typeof value === 'number') this.notFinite += 1;
      return value;
    }
    if (!this.skip(NUMBER)) this.fail(/^[-A-Za-z]{0,8}$/.test(this.text.slice(start, start + 10)));
    // A number that the end of the text touches may go on behind the cut.
    if (this.at >= this.text.length && this.open.length > 0) throw BREAKS.end;
    return Number(this.text.slice(start, this.at));
  }

  private skipBlanks(): void {
    this.skip(BLANKS);
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private fail(isCut = false): never {
    throw BREAKS[isCut || this.at >= this.text.length ? 'end' : 'syntax'];
  }
}

class Break extends Error {
  constructor(readonly kind: TolerantFailure['kind']) {
    super(kind);
  }
}

/** Made once: a stack trace for each of a million stray brackets would take minutes. */
const BREAKS = { end: new Break('end'), syntax: new Break('syntax'), depth: new Break('depth') } as const;
