// Longer than others: one state machine, whose steps share the window, the frames and the place they are at. What needs
// none of these (scanning a value, salvaging a broken one, words of findings) lies beside it.
import { isContainer, isMeant, pruneCutElement } from './broken-value';
import { countMembers } from './duplicate-keys';
import { isObject } from './fields';
import { MAX_DEPTH, ResultSearch } from './find-results';
import { LIMITS, type Limits } from './limits';
import { collectFindings, memberPath } from './report';
import { ByteWindow, type TextPlace } from './scan/byte-window';
import { Frame } from './scan/frame';
import { placeElements } from './scan/place-elements';
import { utf8Bytes, utf8Text } from './scan/utf8';
import { isSignal, ValueScanner } from './scan/value-scanner';
import { placeWords, refusalWords, replacedWords, reportBreak, reportDuplicate, reportMarkup } from './text-report';
import { parseTolerantly, type TolerantFailure, type TolerantParse } from './tolerant-json';
import type { DocumentEnd, PlacedResult, SchemeFinding } from './types';

const HEAD_BYTES = 4096;
/** Bytes behind a break that tell what stands there. */
const LOOK_AHEAD = 64;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const NEWLINE = 0x0a;
const NOTHING: ReadonlySet<unknown> = new Set();
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

/** Whether a finding says why there is no result: an error about the text, or what the text is instead. */
const explainsNothing = ({ severity, code }: SchemeFinding): boolean =>
  severity === 'error' || code === 'foreign_format' || code === 'nested_too_deep';

/** One JSON value of the text, of which there may be several, and prose between them. */
type Root = {
  readonly offset: number;
  readonly path: string;
  readonly place: TextPlace;
  readonly isAfterBreak: boolean;
  /** Whether its bracket was meant as JSON; a bracket in prose tells itself by what follows. */
  isMeant: boolean;
};
type Unit = {
  start: number;
  readonly isKey: boolean;
  readonly path: string;
  /** It has something that results have: it is kept whole up to the limit. */
  isElementLike: boolean;
  /** It is something known that is no result, and is passed over. */
  isPassed: boolean;
  isBroken: boolean;
};
/** `isOdd`: a key stands twice in it, or it broke off. */
type ValueState = { readonly incomplete: ReadonlySet<unknown>; readonly isOdd: boolean };
type Mode = 'head' | 'gap' | 'line' | 'frame' | 'unit' | 'over';

/**
 * Finds and decodes the results of a text that comes as pieces of UTF-8 bytes. Lists and large wrappers are walked
 * through, what is in them is parsed one by one; only a value that breaks off, or has NaN or a key twice, is read by
 * the slow parser that knows places. Memory holds one such value, never the text. It never throws.
 */
export class DocumentDecoder {
  private readonly window = new ByteWindow();
  private readonly scanner: ValueScanner;
  private readonly found = collectFindings();
  private readonly report = this.found.report;
  private readonly search = new ResultSearch(this.report);
  private readonly frames: Frame[] = [];
  private results: PlacedResult[] = [];
  private mode: Mode = 'head';
  private at = 0;
  private isEnded = false;
  private root: Root | null = null;
  private unit: Unit | null = null;
  private roots = 0;
  private firstInk: number | null = null;
  private firstJson: TextPlace | null = null;
  private head: string | null = null;
  private isBroken = false;
  /** A finding that was taken says already why there is no result. */
  private isExplained = false;
  private lastBrokenLine = 0;
  /** Values that stood on a line of their own: then a broken line ends where it ends, and does not swallow the next. */
  private records = 0;
  private isTooDeepTold = false;
  private isProseAround = false;
  private isBinary = false;
  private replaced: 'none' | 'untold' | 'told' = 'none';

  constructor(private readonly limits: Limits = LIMITS) {
    this.scanner = new ValueScanner(limits);
  }

  /** Takes the next bytes; answers the results that are complete now. */
  push(chunk: Uint8Array): PlacedResult[] {
    const shift = this.window.push(chunk, this.keptFrom());
    this.at -= shift;
    if (this.unit) this.unit.start -= shift;
    this.scanner.shift(shift);
    return this.advance();
  }

  /** Bytes that are no text were given as U+FFFD, now or before. */
  noteReplaced(): void {
    if (this.replaced === 'none') this.replaced = 'untold';
  }

  /** Takes the end of the text; answers the last results. */
  end(): PlacedResult[] {
    this.isEnded = true;
    const results = this.advance();
    this.explain();
    return results;
  }

  /** Findings since the last call. */
  takeFindings(): SchemeFinding[] {
    const taken = this.found.findings.splice(0);
    this.isExplained ||= taken.some(explainsNothing);
    return taken;
  }

  /** What was counted, after the end; to be asked once, and before the last findings. */
  finish(): DocumentEnd {
    const isUnderstood = this.search.finish();
    if (this.replaced === 'untold') this.report('text_replaced', '', replacedWords(null));
    const { findings } = this.found;
    if (!isUnderstood && !this.isExplained && !findings.some(explainsNothing))
      this.report('no_result', '', 'The file holds no result: give the JSON answer of the service.');
    const skippedFamilies = [...this.search.skipped].map(([family, { count }]) => ({ family, count }));
    return { skippedFamilies, imageList: this.search.imageList, tally: this.search.tally.rows() };
  }

  private keptFrom(): number {
    const { unit } = this;
    if (!unit) return this.mode === 'over' ? this.window.filled : this.at;
    return this.isPassedOver(unit) ? this.scanner.keptFrom() : unit.start;
  }

  private isPassedOver({ isPassed }: Unit): boolean {
    return isPassed || this.scanner.refusal !== null;
  }

  private advance(): PlacedResult[] {
    this.results = [];
    while (this.step());
    return this.results;
  }

  /** One step; false when more bytes are needed. */
  private step(): boolean {
    switch (this.mode) {
      case 'head':
        return this.readHead();
      case 'gap':
        return this.skipGap();
      case 'line':
        return this.skipLine();
      case 'frame':
        return this.readFrame();
      case 'unit':
        return this.readUnit();
      case 'over':
        return false;
    }
  }

  private readHead(): boolean {
    const { bytes, filled } = this.window;
    if (filled < HEAD_BYTES && !this.isEnded) return false;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
    const head = utf8Text(bytes.subarray(this.at, Math.min(filled, HEAD_BYTES)));
    if (filled <= HEAD_BYTES && this.isEnded) this.head = head;
    if (/^\s*</.test(head) && reportMarkup(head, this.report)) {
      this.firstInk = this.at;
      this.mode = 'over';
    } else this.mode = 'gap';
    return true;
  }

  /** To the next bracket; whatever else stands there is prose. */
  private skipGap(): boolean {
    const { bytes, filled } = this.window;
    for (; this.at < filled; this.at++) {
      const byte = bytes[this.at] as number;
      if (isBlank(byte) || byte === 0x0b || byte === 0x0c) continue;
      if (byte === 0xef || byte === 0xc2) {
        if (this.at + 2 >= filled && !this.isEnded) return false;
        const [next, last] = [bytes[this.at + 1], bytes[this.at + 2]];
        if (byte === 0xc2 && next === 0xa0) {
          this.at += 1; // a no-break space
          continue;
        }
        if (byte === 0xef && next === 0xbb && last === 0xbf) {
          this.at += 2; // a byte order mark, where files were put together
          continue;
        }
        if (byte === 0xef && next === 0xbf && last === 0xbd) this.isBinary = true;
      }
      this.firstInk ??= this.window.base + this.at;
      if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        this.beginRoot();
        return true;
      }
      if (byte <= 8) this.isBinary = true;
      if (byte !== 0x2c && byte !== 0x3b && byte !== 0x1e && !this.isBroken) this.isProseAround = true;
    }
    return false;
  }

  private skipLine(): boolean {
    const lineEnd = this.window.bytes.indexOf(NEWLINE, this.at);
    const isFound = lineEnd !== -1 && lineEnd < this.window.filled;
    this.at = isFound ? lineEnd : this.window.filled;
    if (isFound) this.mode = 'gap';
    return isFound;
  }

  private beginRoot(): void {
    const place = this.window.place(this.at);
    const path = this.roots === 0 ? '$' : `$(line ${place.line})`;
    this.root = { offset: this.window.base + this.at, path, place, isAfterBreak: this.isBroken, isMeant: false };
    this.beginValue(path);
  }

  private beginValue(path: string): void {
    const { bytes } = this.window;
    const start = this.at;
    this.window.countTo(start);
    const isOpening = bytes[start] === OPEN_LIST || bytes[start] === OPEN_OBJECT;
    if (isOpening && this.frames.length > 0) this.noteMeant();
    if (bytes[start] === OPEN_LIST && this.frames.length <= MAX_DEPTH) return this.openFrame(true, path);
    this.beginUnit(path, false);
  }

  /** The first item of the outermost list, when it is a container, tells that its bracket is none of prose. */
  private noteMeant(): void {
    const [outer] = this.frames;
    if (this.root && outer && (!outer.isList || outer.index === 0)) this.root.isMeant = true;
    if (this.root?.isMeant) this.firstJson ??= this.root.place;
  }

  private beginUnit(path: string, isKey: boolean): void {
    this.scanner.begin(this.at);
    this.unit = { start: this.at, isKey, path, isElementLike: false, isPassed: false, isBroken: false };
    this.mode = 'unit';
  }

  private openFrame(isList: boolean, path: string): void {
    this.frames.push(new Frame(isList, path));
    if (!isList) this.noteMeant();
    this.at += 1;
    this.mode = 'frame';
  }

  private readFrame(): boolean {
    const { bytes, filled } = this.window;
    const frame = this.frames.at(-1) as Frame;
    while (this.at < filled && isBlank(bytes[this.at])) this.at += 1;
    if (this.at >= filled) return this.isEnded && this.breakFrame('end');
    const byte = bytes[this.at];
    if (byte === (frame.isList ? 0x5d : 0x7d) && (frame.state === 'first' || frame.state === 'after')) {
      this.at += 1;
      this.closeFrame();
    } else if (frame.state === 'first') frame.state = frame.isList ? 'item' : 'key';
    else if (frame.state === 'item') this.beginValue(this.itemPath(frame));
    else if (frame.state === 'key' && byte === 0x22) this.beginUnit(frame.path, true);
    else if (frame.state === 'colon' && byte === 0x3a) {
      this.at += 1;
      frame.state = 'item';
    } else if (frame.state === 'after' && byte === 0x2c) {
      this.at += 1;
      frame.index += 1;
      frame.state = frame.isList ? 'item' : 'key';
    } else return this.breakFrame('syntax');
    return true;
  }

  private itemPath({ isList, path, index, key }: Frame): string {
    return isList ? `${path}[${index}]` : memberPath(path, key);
  }

  private closeFrame(): void {
    const { items } = this.frames.pop() as Frame;
    if (!this.root?.isAfterBreak) this.search.reportUnrecognised(items);
    this.endValue(items.isAnyKnown);
  }

  /** Goes on behind a complete value. */
  private endValue(isKnown: boolean): void {
    this.unit = null;
    const frame = this.frames.at(-1);
    if (frame) {
      frame.noteItem(isKnown);
      this.mode = 'frame';
    } else {
      this.roots += 1;
      this.root = null;
      this.mode = 'gap';
    }
  }

  private readUnit(): boolean {
    const unit = this.unit as Unit;
    const { bytes, filled } = this.window;
    if (unit.isBroken) return this.breakUnit(unit);
    const end = Math.min(filled, unit.start + this.room(unit));
    switch (this.scanner.run(bytes, end, this.isEnded && end === filled)) {
      case 'complete':
        this.at = this.scanner.at;
        this.takeUnit(unit);
        return true;
      case 'broken':
        unit.isBroken = true;
        return true;
      case 'more':
        if (end === filled && end < unit.start + this.room(unit)) return false;
        this.outgrow(unit);
        return true;
    }
  }

  /** Bytes that a value may have before something is decided about it. */
  private room(unit: Unit): number {
    if (this.isPassedOver(unit)) return Infinity;
    const isWhole = unit.isElementLike || this.window.bytes[unit.start] !== OPEN_OBJECT;
    return isWhole || this.frames.length > MAX_DEPTH ? this.limits.elementBytes : this.limits.wrapperBytes;
  }

  private outgrow(unit: Unit): void {
    if (this.room(unit) === this.limits.elementBytes) {
      this.scanner.refusal ??= 'elementBytes';
      return;
    }
    if (this.scanner.hasSignal) {
      unit.isElementLike = true;
      return;
    }
    const start = parseTolerantly(utf8Text(this.window.bytes.subarray(unit.start, this.scanner.at)), 0).value;
    if (!this.root?.isAfterBreak && isObject(start) && this.search.noteRecognised(start, unit.path)) {
      this.noteJson();
      unit.isPassed = true;
      return;
    }
    this.at = unit.start;
    this.unit = null;
    this.openFrame(false, unit.path);
  }

  private noteJson(): void {
    if (this.root) {
      this.root.isMeant = true;
      this.firstJson ??= this.root.place;
    }
  }

  private takeUnit(unit: Unit): void {
    if (unit.isKey) return this.takeKey(unit);
    const { refusal } = this.scanner;
    if (refusal !== null || unit.isPassed) {
      if (refusal !== null && !unit.isPassed) this.refuse(unit, refusal);
      this.noteJson();
      return this.endValue(true);
    }
    const bytes = this.window.bytes.subarray(unit.start, this.at);
    if (this.frames.length === 0 && this.root?.place.column === 1 && !bytes.includes(NEWLINE)) this.records += 1;
    if (bytes[0] !== OPEN_OBJECT && bytes[0] !== OPEN_LIST) return this.endValue(false);
    const text = utf8Text(bytes);
    this.reportReplaced(unit, text);
    const value = this.scanner.notFinite > 0 ? undefined : parseStrictly(text);
    const isOdd = value === undefined || this.scanner.keys !== countMembers(value);
    const parse = isOdd ? parseTolerantly(text, 0) : null;
    if (parse) this.reportOddities(parse, unit, text);
    const taken = value ?? parse?.value;
    if (isMeant(taken, null)) this.noteJson();
    this.endValue(this.searchValue(taken, unit, { incomplete: NOTHING, isOdd }));
  }

  private takeKey(unit: Unit): void {
    const frame = this.frames.at(-1) as Frame;
    this.unit = null;
    this.mode = 'frame';
    if (this.scanner.refusal !== null) this.refuse(unit, 'keyBytes');
    const isKept = this.scanner.refusal === null;
    const key = isKept ? (JSON.parse(utf8Text(this.window.bytes.subarray(unit.start, this.at))) as string) : '';
    const isTwice = frame.takeKey(key);
    if (isTwice && isKept) reportDuplicate(key, placeWords(this.window.place(unit.start)), this.report, 'both');
    if (!isSignal(key)) return;
    frame.items.noteKnown();
    const message = `What this object is stands only behind its first ${this.limits.wrapperBytes} bytes: it was not read as a result.`;
    this.report('element_too_large', frame.path, message);
    this.search.tally.add('element', 'refused', 'element_too_large');
  }

  private refuse({ path }: Unit, refusal: NonNullable<ValueScanner['refusal']>): void {
    if (refusal !== 'depth') {
      this.report('element_too_large', path, refusalWords(refusal, this.limits));
      this.search.tally.add('element', 'refused', 'element_too_large');
    } else if (this.scanner.hasSignal) {
      const message = 'The element nests too deep and was refused: check the tool that wrote it.';
      this.report('result_not_hashable', path, message);
      this.search.tally.add('element', 'refused', 'result_not_hashable');
    } else this.search.noteTooDeep(path);
  }

  private searchValue(value: unknown, unit: Unit, { incomplete, isOdd }: ValueState): boolean {
    const frame = this.frames.at(-1);
    // The body of an object that was too large to be an element is no element either.
    const isBody = frame !== undefined && !frame.isList && frame.key === 'result';
    const { isKnown, results } = this.search.search({
      value,
      path: unit.path,
      depth: this.frames.length,
      isAfterBreak: (this.root?.isAfterBreak ?? false) || isBody,
      incomplete,
    });
    if (results.length === 0) return isKnown;
    const bytes = this.window.bytes.subarray(unit.start, this.scanner.at);
    for (const placed of placeElements(results, bytes, { base: this.window.base + unit.start, isOdd }))
      this.results.push(placed);
    return isKnown;
  }

  private reportOddities({ duplicateKeys, notFinite }: TolerantParse, unit: Unit, text: string): void {
    for (const { key, at } of duplicateKeys)
      reportDuplicate(key, placeWords(this.placeIn(unit, text, at)), this.report);
    if (notFinite === 0) return;
    const message = `${notFinite} numbers are NaN or Infinity: polygons that hold one are refused.`;
    this.report('json_not_finite', placeWords(this.window.place(unit.start)), message);
  }

  private reportReplaced(unit: Unit, text: string): void {
    if (this.replaced === 'none') return;
    const at = text.indexOf('\ufffd');
    if (at === -1) return;
    this.replaced = 'told';
    const place = placeWords(this.placeIn(unit, text, at));
    this.report('text_replaced', place, replacedWords(text.split('\ufffd').length - 1));
  }

  private placeIn(unit: Unit, text: string, at: number): TextPlace {
    return this.window.place(unit.start + utf8Bytes(text.slice(0, at)).length);
  }

  private breakFrame(kind: 'end' | 'syntax'): boolean {
    const { bytes, filled } = this.window;
    if (!this.isEnded && filled < this.at + LOOK_AHEAD) return false;
    this.breakRoot(kind, this.at, utf8Text(bytes.subarray(this.at, this.at + LOOK_AHEAD)));
    return true;
  }

  /** What is complete of a value that broke off is searched; then the next bracket is looked for. */
  private breakUnit(unit: Unit): boolean {
    const { bytes, filled } = this.window;
    const { at } = this.scanner;
    if (!this.isEnded && filled < at + LOOK_AHEAD) return false;
    const isAtEnd = this.isEnded && at >= filled;
    if (this.isPassedOver(unit)) {
      this.noteJson();
      this.breakRoot(this.scanner.isDeep() ? 'depth' : isAtEnd ? 'end' : 'syntax', at, utf8Text(bytes.subarray(at, at + LOOK_AHEAD))); // prettier-ignore
      return true;
    }
    const lineEnd = this.records > 0 && this.root?.place.column === 1 ? bytes.indexOf(NEWLINE, unit.start) : -1;
    const isRecord = this.frames.length === 0 && lineEnd > unit.start + 1 && lineEnd < at;
    const text = utf8Text(bytes.subarray(unit.start, isRecord ? lineEnd : Math.min(filled, at + LOOK_AHEAD)));
    const parse = parseTolerantly(text, 0);
    const { failure } = parse;
    if (!failure || unit.isKey) {
      this.breakRoot(isAtEnd ? 'end' : 'syntax', at, utf8Text(bytes.subarray(at, at + LOOK_AHEAD)));
      return true;
    }
    if (this.frames.length === 0 && isMeant(parse.value, failure)) this.noteJson();
    const end = unit.start + utf8Bytes(text.slice(0, Math.max(parse.end, this.frames.length === 0 ? 1 : 0))).length;
    this.breakRoot(failure.kind, end, text.slice(failure.at), () => {
      this.reportOddities(parse, unit, text);
      this.reportReplaced(unit, text.slice(0, parse.end));
      const rest = pruneCutElement(parse.value, failure);
      if (!isContainer(rest)) return;
      const incomplete = new Set<unknown>(failure.open.map(({ value }) => value));
      if (this.searchValue(rest, unit, { incomplete, isOdd: true })) this.frames.at(-1)?.items.noteKnown();
    });
    return true;
  }

  /** Leaves the root at its break; `salvage` takes what is complete of the value that broke. */
  private breakRoot(kind: TolerantFailure['kind'], at: number, rest: string, salvage?: () => void): void {
    const root = this.root as Root;
    if (root.isMeant || root.offset === this.firstInk) this.reportBreak(kind, at, rest);
    if (root.isMeant) {
      this.firstJson ??= root.place;
      salvage?.();
      this.roots += 1;
    }
    for (let frame = this.frames.pop(); frame; frame = this.frames.pop()) {
      if (!root.isAfterBreak && root.isMeant) this.search.reportUnrecognised(frame.items);
      if (frame.items.isAnyKnown) this.frames.at(-1)?.items.noteKnown();
    }
    this.root = this.unit = null;
    this.at = at;
    // What nests too deep goes on nesting: only a further line may be something else.
    this.mode = kind === 'depth' ? 'line' : 'gap';
  }

  private reportBreak(kind: TolerantFailure['kind'], at: number, rest: string): void {
    const { line } = (this.root as Root).place;
    this.isBroken = true;
    // What a broken line goes on with is broken too: one finding tells it.
    if (line === this.lastBrokenLine) return;
    this.lastBrokenLine = line;
    if (kind === 'depth' && this.isTooDeepTold) return;
    this.isTooDeepTold ||= kind === 'depth';
    reportBreak({ kind, at: this.window.place(at), line, rest }, this.report);
  }

  private explain(): void {
    if (this.mode === 'over') return;
    if (this.firstInk === null) this.report('text_empty', '', 'The file is empty: download it again.');
    else if (this.firstJson === null && !this.isBroken) {
      const isJson = this.roots > 0 && !this.isProseAround;
      if (isJson || (this.head !== null && parseStrictly(this.head) !== undefined)) return;
      if (this.isBinary)
        this.report('text_binary', '', 'The file is not UTF-8 text: give the JSON answer of the service.');
      else this.report('text_not_json', '', 'The file holds no JSON: give the JSON answer of the service.');
    } else if (this.isProseAround && this.firstJson !== null) {
      const place = placeWords(this.firstJson);
      const message = `Other text stands around the JSON, which starts at ${place}: it was left out.`;
      this.report('json_in_text', place, message);
    }
  }
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // no JSON text has this value
  }
}
