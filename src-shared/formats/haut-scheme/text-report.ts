import { markupName } from './foreign-names';
import type { Limits } from './limits';
import { sizeWords } from './limits';
import type { Report } from './report';
import type { TextPlace } from './scan/byte-window';
import type { Refusal } from './scan/value-scanner';
import type { TolerantFailure } from './tolerant-json';

export const placeWords = ({ line, column }: TextPlace): string => `line ${line}, column ${column}`;

/** Reports what an HTML page or an XML file is; false when the first characters of a text are of neither. */
export function reportMarkup(start: string, report: Report): boolean {
  const head = start.trimStart().toLowerCase();
  if (head.startsWith('<!doctype html') || head.startsWith('<html')) {
    report('html_page', '', 'This is an HTML page, not an answer of the service: sign in again and download the JSON.');
    return true;
  }
  const name = markupName(head);
  if (name === null) return false;
  report('foreign_format', '', `This is ${name}, not an answer of the service: give the JSON answer instead.`);
  return true;
}

export function reportDuplicate(key: string, place: string, report: Report, kept: 'last' | 'both' = 'last'): void {
  const used = kept === 'last' ? 'the last value was used' : 'both values were read';
  const message = `The key ${JSON.stringify(key.slice(0, 80))} stands twice in one object: ${used}.`;
  report('duplicate_key', place, `${message} Check the tool that wrote the file.`);
}

/** `count`: of characters in one element; null when none of them stands in one. */
export function replacedWords(count: number | null): string {
  const what =
    count === null
      ? 'Bytes between the elements are no text in the encoding of the file and read as U+FFFD.'
      : count === 1
        ? 'A character of this element is no text in the encoding of the file, or stands in it as U+FFFD; it is read as that.'
        : `${count} characters of this element are no text in the encoding of the file, or stand in it as U+FFFD; they are read as that.`;
  return `${what} Everything else is read as it stands; save the file as UTF-8 for the right words.`;
}

export type Break = {
  readonly kind: TolerantFailure['kind'];
  readonly at: TextPlace;
  /** Line on which the value starts that breaks. */
  readonly line: number;
  /** The text from the break on. */
  readonly rest: string;
};

export function reportBreak({ kind, at, line, rest }: Break, report: Report): void {
  const place = placeWords(at);
  if (kind === 'end') {
    const message = `The JSON that starts at line ${line} ends too early, at ${place}.`;
    report('json_cut_off', place, `${message} Complete elements were read; download the file again for the rest.`);
  } else if (kind === 'depth') {
    report('nested_too_deep', place, 'The JSON nests too deep here and was not read on from this place.');
  } else {
    const quoted = JSON.stringify([...rest.slice(0, 12)].slice(0, 6).join(''));
    const message = `The JSON breaks at ${place}: ${quoted} is not expected here.`;
    report('json_syntax', place, `${message} Complete elements were read; repair or download the file again.`);
  }
}

const REFUSALS: Readonly<Record<Exclude<Refusal, 'depth'>, (limits: Limits) => string>> = {
  elementBytes: (limits) => `is larger than ${sizeWords(limits.elementBytes)}, the limit for one result`,
  keyBytes: (limits) => `has a key longer than ${sizeWords(limits.keyBytes)}`,
  stringBytes: (limits) => `has a text longer than ${sizeWords(limits.stringBytes)}`,
  listItems: (limits) => `has a list of more than ${limits.listItems.toLocaleString('en')} entries`,
  containers: (limits) => `has more than ${limits.containers.toLocaleString('en')} lists and objects`,
};

export function refusalWords(refusal: Exclude<Refusal, 'depth'>, limits: Limits): string {
  return `This element ${REFUSALS[refusal](limits)}: it was refused, its neighbours were read. Ask for it with fewer vertices.`;
}
