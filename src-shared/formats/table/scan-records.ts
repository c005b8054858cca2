/** One record as it stands in the text. */
export type RawRecord = {
  /** Line on which it starts, counted from 1. */
  readonly line: number;
  readonly cells: string[];
  /** A quoted cell went on after its closing quote; what follows was taken as part of it. */
  readonly hasStrayText: boolean;
  /** A quote was opened and never closed; it was taken as an ordinary character. */
  readonly hasOpenQuote: boolean;
};
export type Delimiter = ',' | ';' | '\t';

const QUOTE = '"';

/** Where the cell or record that is read plainly from `from` on ends: at a delimiter, a line's end or the text's. */
function plainEnd(text: string, from: number, delimiter: Delimiter): number {
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === delimiter || sign === '\n' || sign === '\r') return at;
  }
  return text.length;
}

/** A quoted cell that begins at `from`, up to its closing quote; null when there is none. */
function readQuoted(text: string, from: number): { value: string; end: number } | null {
  let value = '';
  let start = from + 1;
  for (;;) {
    const quote = text.indexOf(QUOTE, start);
    if (quote < 0) return null;
    value += text.slice(start, quote);
    if (text[quote + 1] !== QUOTE) return { value, end: quote + 1 };
    value += QUOTE;
    start = quote + 2;
  }
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) lines++;
  }
  return lines;
}

type Cell = { readonly value: string; readonly end: number; readonly stray: boolean; readonly open: boolean };

function readCell(text: string, from: number, delimiter: Delimiter): Cell {
  const quoted = text[from] === QUOTE ? readQuoted(text, from) : null;
  const start = quoted?.end ?? from;
  const end = plainEnd(text, start, delimiter);
  const rest = text.slice(start, end);
  const stray = quoted !== null && rest.trim() !== '';
  return {
    value: quoted ? quoted.value + (stray ? rest : '') : rest,
    end,
    stray,
    open: text[from] === QUOTE && quoted === null,
  };
}

/**
 * The records of a delimited text by RFC 4180, with any of its line ends: CRLF, LF, CR. Damage never ends the reading: see
 * the marks of a record. Lines that are empty are left out.
 */
export function* scanRecords(text: string, delimiter: Delimiter, from = 0): Generator<RawRecord> {
  let at = from;
  let line = 1 + countLines(text, 0, from);
  while (at < text.length) {
    const start = at;
    const cells: string[] = [];
    let hasStrayText = false;
    let hasOpenQuote = false;
    for (;;) {
      const cell = readCell(text, at, delimiter);
      cells.push(cell.value);
      hasStrayText ||= cell.stray;
      hasOpenQuote ||= cell.open;
      at = cell.end;
      if (text[at] !== delimiter) break;
      at++;
    }
    const isEmpty = at === start;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    if (!isEmpty) yield { line, cells, hasStrayText, hasOpenQuote };
    line += countLines(text, start, Math.min(at, text.length));
  }
}
