import { findDuplicateKeys } from './duplicate-keys';
import { isObject, member } from './fields';
import { markupName } from './foreign-names';
import type { Report } from './report';
import { TextPlaces } from './text-places';
import { parseTolerantly, type OpenContainer, type TolerantFailure, type TolerantParse } from './tolerant-json';

/** One JSON value of a text. */
export type Root = {
  readonly value: unknown;
  readonly path: string;
  /** Follows a break: pieces of a broken element may look like one, so only whole elements count. */
  readonly isAfterBreak: boolean;
  /** Containers that the break left incomplete. */
  readonly incomplete: ReadonlySet<unknown>;
};

const NOTHING: ReadonlySet<unknown> = new Set();
/** A body's own lists: an object that holds one, or is at one, is an element or its body, not a wrapper. */
const BODY_LISTS = ['masks_restored', 'masks_original', 'area_results'];

/** All JSON values of a text: one, or several after each other, or between prose, or what a broken one still gives. */
export function readRoots(delivered: string, report: Report): Root[] {
  const text = delivered.startsWith('\uFEFF') ? delivered.slice(1) : delivered;
  if (!/\S/.test(text)) {
    report('text_empty', '', 'The file is empty: download it again.');
    return [];
  }
  const value = parseStrictly(text);
  if (value === undefined) return isMarkup(text, report) ? [] : new BrokenText(text, report).readRoots();
  const places = new TextPlaces(text);
  reportDuplicates(findDuplicateKeys(text, value), places, report);
  return [{ value, path: '$', isAfterBreak: false, incomplete: NOTHING }];
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // no JSON text has this value
  }
}

function isMarkup(text: string, report: Report): boolean {
  const head = text.slice(0, 4096).trimStart().toLowerCase();
  if (head.startsWith('<!doctype html') || head.startsWith('<html')) {
    report('html_page', '', 'This is an HTML page, not an answer of the service: sign in again and download the JSON.');
    return true;
  }
  const name = markupName(head);
  if (name === null) return false;
  report('foreign_format', '', `This is ${name}, not an answer of the service: give the JSON answer instead.`);
  return true;
}

function reportDuplicates(duplicates: TolerantParse['duplicateKeys'], places: TextPlaces, report: Report): void {
  for (const { key, at } of duplicates) {
    const message = `The key ${JSON.stringify(key.slice(0, 80))} stands twice in one object: the last value was used.`;
    report('duplicate_key', places.describe(at), `${message} Check the tool that wrote the file.`);
  }
}

class BrokenText {
  private readonly places: TextPlaces;
  private readonly roots: Root[] = [];
  private readonly firstInk: number;
  private isBroken = false;
  private lastBrokenLine = 0;
  private isTooDeepReported = false;
  private proseAround = false;
  private firstJsonAt: number | null = null;

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {
    this.places = new TextPlaces(text);
    this.firstInk = text.search(/\S/);
  }

  readRoots(): Root[] {
    const bracket = /[{[]/g;
    let end = 0;
    for (;;) {
      bracket.lastIndex = end;
      const start = bracket.exec(this.text)?.index;
      if (start === undefined) break;
      const parse = parseTolerantly(this.text, start);
      this.noteGap(end, start);
      this.take(start, parse);
      end = Math.max(parse.end, start + 1);
      // What nests too deep goes on nesting: only a further line may be something else.
      if (parse.failure?.kind === 'depth') end = this.nextLine(end);
    }
    this.noteGap(end, this.text.length);
    this.explain();
    return this.roots;
  }

  private nextLine(at: number): number {
    const lineEnd = this.text.indexOf('\n', at);
    return lineEnd === -1 ? this.text.length : lineEnd;
  }

  private take(start: number, parse: TolerantParse): void {
    const { failure, value } = parse;
    const isAfterBreak = this.isBroken;
    const rest = failure ? pruneCutElement(value, failure) : value;
    const hasContent = isMeant(value, failure);
    if (failure && (start === this.firstInk || hasContent)) this.reportFailure(failure, start);
    if (hasContent) this.firstJsonAt ??= start;
    if (failure ? !hasContent : !isContainer(rest)) return;
    reportDuplicates(parse.duplicateKeys, this.places, this.report);
    if (parse.notFinite > 0) {
      const message = `${parse.notFinite} numbers are NaN or Infinity: polygons that hold one are refused.`;
      this.report('json_not_finite', this.places.describe(start), message);
    }
    const incomplete = failure ? new Set<unknown>(failure.open.map((container) => container.value)) : NOTHING;
    const path = this.roots.length === 0 ? '$' : `$(line ${this.places.line(start)})`;
    if (rest !== undefined) this.roots.push({ value: rest, path, isAfterBreak, incomplete });
  }

  private reportFailure(failure: TolerantFailure, start: number): void {
    this.isBroken = true;
    // What a broken line goes on with is broken too: one finding tells it.
    const line = this.places.line(start);
    if (line === this.lastBrokenLine) return;
    this.lastBrokenLine = line;
    const place = this.places.describe(failure.at);
    if (failure.kind === 'end') {
      const message = `The JSON that starts at line ${line} ends too early, at ${place}.`;
      this.report(
        'json_cut_off',
        place,
        `${message} Complete elements were read; download the file again for the rest.`,
      );
    } else if (failure.kind === 'depth') {
      if (this.isTooDeepReported) return;
      this.isTooDeepReported = true;
      this.report('nested_too_deep', place, 'The JSON nests too deep here and was not read on from this place.');
    } else {
      const message = `The JSON breaks at ${place}: ${quote(this.text, failure.at)} is not expected here.`;
      this.report('json_syntax', place, `${message} Complete elements were read; repair or download the file again.`);
    }
  }

  private noteGap(from: number, to: number): void {
    if (!this.isBroken && /[^\s,;\u001E]/.test(this.text.slice(from, to))) this.proseAround = true;
  }

  private explain(): void {
    if (this.firstJsonAt === null && !this.isBroken) {
      if (/[\u0000-\u0008\uFFFD]/.test(this.text)) {
        this.report('text_binary', '', 'The file is not UTF-8 text: give the JSON answer of the service.');
      } else this.report('text_not_json', '', 'The file holds no JSON: give the JSON answer of the service.');
    } else if (this.proseAround && this.firstJsonAt !== null) {
      const place = this.places.describe(this.firstJsonAt);
      this.report(
        'json_in_text',
        place,
        `Other text stands around the JSON, which starts at ${place}: it was left out.`,
      );
    }
  }
}

/** Whether a bracket was meant as JSON and is not one in prose. */
function isMeant(value: unknown, failure: TolerantFailure | null): boolean {
  if (Array.isArray(value)) return isContainer(value[0]);
  return isObject(value) && (Object.keys(value).length > 0 || (failure?.open[0]?.key ?? null) !== null);
}

/** The partial value without the element in which it broke off; undefined when that is the whole. */
function pruneCutElement(value: unknown, { open }: TolerantFailure): unknown {
  const index = open.findIndex((container, i) => isElement(container, open[i + 1]));
  if (index < 0) return value;
  const parent = open[index - 1];
  if (!parent) return undefined;
  if (Array.isArray(parent.value)) parent.value.pop();
  else if (parent.key !== null) Reflect.deleteProperty(parent.value, parent.key);
  return value;
}

function isElement({ value, key }: OpenContainer, inner: OpenContainer | undefined): boolean {
  if (!isObject(value)) return false;
  if (Object.hasOwn(value, 'algorithm_family_tech_name')) return true;
  if (BODY_LISTS.some((list) => key === list || Object.hasOwn(value, list))) return true;
  return isObject(member(value, 'result')) || (key === 'result' && isObject(inner?.value));
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function quote(text: string, at: number): string {
  return JSON.stringify([...text.slice(at, at + 12)].slice(0, 6).join(''));
}
