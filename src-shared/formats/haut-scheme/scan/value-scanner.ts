// One loop over bytes with its state in fields: cut into functions it would pass them all along, a byte at a time.
import type { Limits } from '../limits';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;

const enum State {
  value,
  firstItem,
  firstKey,
  key,
  colon,
  afterValue,
  inString,
  inKey,
}

/** What an element was refused for: a limit by its name in `LIMITS`. */
export type Refusal = 'elementBytes' | 'keyBytes' | 'stringBytes' | 'depth' | 'listItems' | 'containers';
export type Scan = 'complete' | 'more' | 'broken';

/** Own keys of a result or of its body: an object that has one is no wrapper. */
const SIGNALS: ReadonlySet<string> = new Set([
  'algorithm_family_tech_name',
  'algorithm_tech_name',
  'area_results',
  'masks_restored',
  'masks_original',
]);
/** Whether only results, or their bodies, have a key of this name. */
export const isSignal = (key: string): boolean => SIGNALS.has(key);

const codesOf = (word: string): number[] => [...word].map((letter) => letter.charCodeAt(0));
const RESULT = codesOf('result');
const SIGNAL_CODES = [...SIGNALS].map(codesOf);
const WORDS = ['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity'].map((word) => ({ word, codes: codesOf(word) }));

/**
 * Finds the end of one JSON value in bytes that come piece by piece. It checks the whole grammar, so that a value that
 * breaks off is told where it breaks, and counts what the limits are about. NaN and Infinity pass and are counted.
 */
export class ValueScanner {
  /** Where it is: behind the value when complete, at the first bad byte when broken. */
  at = 0;
  keys = 0;
  notFinite = 0;
  refusal: Refusal | null = null;
  /** Whether the value itself, or its `result`, has a key that only results have. */
  hasSignal = false;
  private state: State = State.value;
  private depth = 0;
  private containers = 0;
  private stringStart = 0;
  private isInResult = false;
  private stack = new Uint8Array(64);
  private readonly items: Uint32Array;

  constructor(private readonly limits: Limits) {
    this.items = new Uint32Array(limits.depth + 2);
  }

  begin(at: number): void {
    this.at = at;
    this.state = State.value;
    this.keys = this.notFinite = this.depth = this.containers = 0;
    this.hasSignal = this.isInResult = false;
    this.refusal = null;
  }

  /** All indices became smaller by this much. */
  shift(by: number): void {
    this.at -= by;
    this.stringStart -= by;
  }

  /** The first byte that is still needed to go on, for a value that is not kept. */
  keptFrom(): number {
    return this.state === State.inKey ? Math.max(0, this.stringStart) : this.at;
  }

  /** Whether it nests deeper than anything that is decoded. */
  isDeep(): boolean {
    return this.refusal === 'depth' || this.depth >= this.limits.depth;
  }

  /** Goes on to the index `end`. At the end of the text a value that is not complete is broken. */
  run(bytes: Uint8Array, end: number, isLast: boolean): Scan {
    const scan = this.scan(bytes, end, isLast);
    return scan === 'more' && isLast ? 'broken' : scan;
  }

  private scan(bytes: Uint8Array, end: number, isLast: boolean): Scan {
    for (;;) {
      if (this.state === State.inString || this.state === State.inKey) {
        const scan = this.skipString(bytes, end);
        if (scan !== 'complete') return scan;
        if (this.depth === 0) return 'complete'; // a text alone
      }
      let at = this.at;
      while (at < end && isBlank(bytes[at] as number)) at += 1;
      this.at = at;
      if (at >= end) return 'more';
      const byte = bytes[at] as number;
      switch (this.state) {
        case State.firstItem:
          if (byte === CLOSE_LIST) {
            if (this.close()) return 'complete';
            break;
          }
          this.state = State.value;
          break;
        case State.value: {
          const scan = this.openValue(bytes, end, isLast);
          if (scan !== null) return scan;
          break;
        }
        case State.afterValue:
          if (byte === COMMA) {
            this.comma();
            break;
          }
          if (byte !== (this.stack[this.depth - 1] === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT)) return 'broken';
          if (this.close()) return 'complete';
          break;
        case State.firstKey:
          if (byte === CLOSE_OBJECT) {
            if (this.close()) return 'complete';
            break;
          }
          this.state = State.key;
          break;
        case State.key:
          if (byte !== QUOTE) return 'broken';
          this.startString(State.inKey);
          break;
        default: // State.colon: strings were dealt with above
          if (byte !== COLON) return 'broken';
          this.at = at + 1;
          this.state = State.value;
      }
    }
  }

  private comma(): void {
    const top = this.depth - 1;
    this.at += 1;
    this.state = this.stack[top] === OPEN_LIST ? State.value : State.key;
    if (top >= this.items.length) return;
    const items = (this.items[top] as number) + 1;
    this.items[top] = items;
    if (items >= this.limits.listItems) this.refusal ??= 'listItems';
  }

  private startString(state: State.inString | State.inKey): void {
    this.stringStart = this.at;
    this.at += 1;
    this.state = state;
  }

  /** Null when there is more to scan of this value. */
  private openValue(bytes: Uint8Array, end: number, isLast: boolean): Scan | null {
    const byte = bytes[this.at] as number;
    if (byte === OPEN_LIST || byte === OPEN_OBJECT) return this.open(byte);
    if (byte === QUOTE) {
      this.startString(State.inString);
      return null;
    }
    const scan = this.skipScalar(bytes, end, isLast);
    if (scan !== 'complete') return scan;
    this.state = State.afterValue;
    return this.depth === 0 ? 'complete' : null;
  }

  private open(byte: number): Scan | null {
    if (this.depth >= this.limits.hardDepth) {
      this.refusal = 'depth';
      return 'broken';
    }
    if (this.depth >= this.limits.depth) this.refusal ??= 'depth';
    if (this.depth === this.stack.length) {
      const stack = new Uint8Array(2 * this.depth);
      stack.set(this.stack);
      this.stack = stack;
    }
    if (this.depth < this.items.length) this.items[this.depth] = 0;
    if (++this.containers > this.limits.containers) this.refusal ??= 'containers';
    this.stack[this.depth++] = byte;
    this.at += 1;
    this.state = byte === OPEN_LIST ? State.firstItem : State.firstKey;
    return null;
  }

  /** Whether that was the whole value. */
  private close(): boolean {
    this.at += 1;
    this.depth -= 1;
    this.state = State.afterValue;
    return this.depth === 0;
  }

  private skipString(bytes: Uint8Array, end: number): Scan {
    let at = this.at;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) break;
      if (byte < 0x20) return this.stopAt(at, 'broken');
      if (byte !== BACKSLASH) continue;
      const length = escapeLength(bytes, at, end);
      if (length === 0) return this.stopAt(at, at + 6 > end && isEscapeStart(bytes, at, end) ? 'more' : 'broken');
      at += length - 1;
    }
    const isKey = this.state === State.inKey;
    if (at - this.stringStart > (isKey ? this.limits.keyBytes : this.limits.stringBytes))
      this.refusal ??= isKey ? 'keyBytes' : 'stringBytes';
    if (at >= end) return this.stopAt(at, 'more');
    this.at = at + 1;
    if (isKey) {
      this.keys += 1;
      if (this.depth <= 2) this.noteKey(bytes, at);
    }
    this.state = isKey ? State.colon : State.afterValue;
    return 'complete';
  }

  private stopAt(at: number, scan: Scan): Scan {
    this.at = at;
    return scan;
  }

  private noteKey(bytes: Uint8Array, end: number): void {
    const from = this.stringStart + 1;
    if (this.depth === 1) this.isInResult = isWordAt(RESULT, bytes, from, end);
    else if (!this.isInResult) return;
    this.hasSignal ||= SIGNAL_CODES.some((codes) => isWordAt(codes, bytes, from, end));
  }

  private skipScalar(bytes: Uint8Array, end: number, isLast: boolean): Scan {
    const start = this.at;
    let at = start;
    if (bytes[at] === 0x2d) at += 1;
    const digits = skipDigits(bytes, at, end);
    if (digits === at) return this.skipWord(bytes, end);
    if (bytes[at] === 0x30 && digits > at + 1) return this.stopAt(at + 1, 'broken'); // 01
    at = digits;
    if (at < end && bytes[at] === 0x2e) {
      const fraction = skipDigits(bytes, at + 1, end);
      if (fraction === at + 1 && fraction < end) return this.stopAt(at, 'broken');
      at = fraction;
    }
    if (at < end && ((bytes[at] as number) | 0x20) === 0x65) {
      let exponent = at + 1;
      if (exponent < end && (bytes[exponent] === 0x2b || bytes[exponent] === 0x2d)) exponent += 1;
      const power = skipDigits(bytes, exponent, end);
      if (power === exponent && power < end) return this.stopAt(at, 'broken');
      at = power;
    }
    // A number that the end touches may go on behind it.
    if (at >= end) return this.stopAt(isLast ? at : start, 'more');
    return this.stopAt(at, 'complete');
  }

  private skipWord(bytes: Uint8Array, end: number): Scan {
    const start = this.at;
    for (const { word, codes } of WORDS) {
      let matched = 0;
      while (matched < codes.length && start + matched < end && bytes[start + matched] === codes[matched]) matched += 1;
      if (matched === codes.length) {
        if (word.length === 3 || word.endsWith('y')) this.notFinite += 1;
        return this.stopAt(start + matched, 'complete');
      }
      if (matched > 0 && start + matched >= end) return 'more';
    }
    return 'broken';
  }
}

function isWordAt(codes: readonly number[], bytes: Uint8Array, from: number, end: number): boolean {
  if (end - from !== codes.length) return false;
  for (let at = 0; at < codes.length; at++) if (bytes[from + at] !== codes[at]) return false;
  return true;
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte < 0x30 || byte > 0x39) break;
    at += 1;
  }
  return at;
}

const isHex = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
const ESCAPED: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)));

/** Bytes of the escape at an index; 0 when it is none, or not complete. */
function escapeLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return 0;
  const letter = bytes[at + 1] as number;
  if (ESCAPED.has(letter)) return 2;
  if (letter !== 0x75 || at + 6 > end) return 0;
  for (let digit = at + 2; digit < at + 6; digit++) if (!isHex(bytes[digit] as number)) return 0;
  return 6;
}

/** Whether what is there of an escape at the end may become one. */
function isEscapeStart(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 1 >= end) return true;
  if (bytes[at + 1] !== 0x75) return false;
  for (let digit = at + 2; digit < end; digit++) if (!isHex(bytes[digit] as number)) return false;
  return true;
}
