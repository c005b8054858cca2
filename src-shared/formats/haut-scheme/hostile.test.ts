import { describe, expect, it } from 'vitest';
import { decodeDocument, SCHEME_FINDING_CODES } from './decode';
import { elementOf, maskOf, SEED_ELEMENT, SEED_TEXT } from './fixtures/documents';
import type { DecodedDocument } from './types';

type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

const squareOf = (id: string, size: number): Json => {
  const ring = [
    [0, 0],
    [0, size],
    [size, size],
    [size, 0],
  ];
  return elementOf([maskOf([[ring]])], { id, image_id: id });
};
const BEFORE = JSON.stringify(squareOf('before', 10));
const AFTER = JSON.stringify(squareOf('after', 20));
/** The ids of the results and the numbers of their lesions. */
const lesionCounts = ({ results }: DecodedDocument): Record<string, number> =>
  Object.fromEntries(results.map(({ id, masks }) => [id, masks.flatMap(({ lesions }) => lesions).length]));
/** Both ways in which results stand after each other in a file. */
const WRAPPINGS = [
  (text: string): string => `[${BEFORE},${text},${AFTER}]`,
  (text: string): string => `${BEFORE}\n${text}\n${AFTER}\n`,
];

/** Decodes the text between two good results, which must come in whatever stands between them. */
function decodeBetween(text: string, wrap: (text: string) => string): DecodedDocument {
  const document = decodeDocument(wrap(text));
  for (const [id, size] of [
    ['before', 10],
    ['after', 20],
  ] as const) {
    const result = document.results.find((one) => one.id === id);
    const [lesion, ...others] = result?.masks.flatMap(({ lesions }) => lesions) ?? [];
    expect(others, `${id} beside ${text.slice(0, 300)}`).toEqual([]);
    const reach = lesion?.polygon.exterior.map(({ x, y }) => Math.max(x, y));
    expect(reach, `${id} beside ${text.slice(0, 300)}`).toEqual([0, size, size, size]);
  }
  for (const { code, message } of document.findings) {
    expect(code in SCHEME_FINDING_CODES).toBe(true);
    expect(message.length).toBeLessThan(1000);
  }
  return document;
}

/** Paths to all members of a value; of long lists the first and last items are enough. */
function* memberPaths(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  const keys = Array.isArray(value) ? [...new Set([0, value.length - 1])].filter((at) => at >= 0) : Object.keys(value);
  for (const key of keys) yield* memberPaths((value as Json)[key], [...path, key]);
}

/** The JSON of the value with one member replaced by a piece of text, which need not be JSON. */
function replaceMember(value: unknown, path: Path, text: string): string {
  const copy = JSON.parse(JSON.stringify(value)) as Json;
  const parent = path.slice(0, -1).reduce<Json>((inner, key) => inner[key] as Json, copy);
  parent[path.at(-1)!] = '@@';
  return JSON.stringify(copy).replace('"@@"', () => text);
}

const HUGE = '9'.repeat(400);
const SWAPS = ['null', 'true', '-1', '1.5', '""', '"text"', '[]', '{}', '[[]]', '[null]', '{"type":7}', '1e400', HUGE];
const SEED_LESIONS = 6;
/** Members whose absence says that there is nothing, so that nothing need be said of it. */
const MEANT_EMPTY =
  /^(result\.masks_restored|\S*\.features) (\[\]|null)$|\.geometry null$|\.coordinates \[\]$|\.coordinates\.\d \[\]$/;

/** Thousands of documents per test: seconds alone, longer on a busy machine. */
const PATIENCE = { timeout: 60_000 };

describe('decodeDocument: hostile documents', PATIENCE, () => {
  it('takes the seed with every member of every other type, keeps the neighbours and drops nothing in silence', () => {
    const silent: string[] = [];
    for (const path of memberPaths(SEED_ELEMENT)) {
      for (const swap of SWAPS) {
        const document = decodeBetween(replaceMember(SEED_ELEMENT, path, swap), WRAPPINGS[0]!);
        const lesions = document.results.find(({ path: at }) => at === '$[1]')?.masks.flatMap((mask) => mask.lesions);
        const isLess = (lesions?.length ?? 0) < SEED_LESIONS;
        if (isLess && document.findings.length === 0) silent.push(`${path.join('.')} ${swap.slice(0, 9)}`);
      }
    }
    expect(silent.filter((one) => !MEANT_EMPTY.test(one))).toEqual([]);
  });

  it('takes the seed with every member of no JSON at all, and keeps the neighbours', () => {
    const broken = ['', 'undefined', '01', '"', '\u0000', '}', ']', 'NaN', '"\\x"', "'a'", '/* */1', '\uD800'];
    for (const path of memberPaths(SEED_ELEMENT)) {
      const swap = broken[path.join('').length % broken.length]!;
      const text = replaceMember(SEED_ELEMENT, path, swap);
      // An open quotation mark or a stray bracket is closed again only by the next line.
      const wrap = ['"', '}', ']'].includes(swap) ? WRAPPINGS[1]! : WRAPPINGS[0]!;
      expect(decodeBetween(text, wrap).findings.length, `${path.join('.')} ${swap}`).toBeGreaterThan(0);
    }
  });

  it('takes the seed cut off at every byte between two lines, and keeps the neighbours', () => {
    const line = JSON.stringify(SEED_ELEMENT);
    const silent: number[] = [];
    for (let length = '{"id":'.length; length < line.length; length++) {
      const { findings } = decodeBetween(line.slice(0, length), WRAPPINGS[1]!);
      if (!findings.some(({ severity }) => severity === 'error')) silent.push(length);
    }
    expect(silent).toEqual([]);
  });

  it.each(WRAPPINGS.map((wrap, index) => [['an array', 'lines'][index], wrap] as const))(
    'takes nesting of 100,000 levels at any member, in %s',
    (_, wrap) => {
      const lists = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const objects = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
      const places: Path[] = [
        ['extra'],
        ['result'],
        ['id'],
        ['result', 'masks_restored'],
        ['result', 'area_results', 0],
      ];
      const at: Path = ['result', 'masks_restored', 0, 'features', 0, 'geometry', 'coordinates', 0, 0];
      for (const path of [...places, at]) {
        for (const nested of [lists, objects]) {
          const { findings } = decodeBetween(replaceMember(SEED_ELEMENT, path, nested), wrap);
          expect(findings.length, path.join('.')).toBeGreaterThan(0);
        }
      }
    },
  );

  it('takes every key of the seed twice, uses the last one, and says so', () => {
    for (const path of memberPaths(SEED_ELEMENT)) {
      const key = path.at(-1)!;
      if (typeof key === 'number') continue;
      const text = replaceMember(SEED_ELEMENT, path, `7,${JSON.stringify(key)}:@@`);
      const value = path.reduce<unknown>((inner, one) => (inner as Json)[one], SEED_ELEMENT);
      const document = decodeBetween(
        text.replace('@@', () => JSON.stringify(value)),
        WRAPPINGS[0]!,
      );
      expect(document.findings.map(({ code }) => code)).toEqual(['duplicate_key']);
      expect(lesionCounts(document)).toMatchObject({ [String(SEED_ELEMENT['id'])]: SEED_LESIONS });
    }
  });

  it('takes lone surrogates, NUL and names of the language in texts and keys', () => {
    const texts = ['\\ud800', '\\udfff\\ud800', '\\u0000', '__proto__', 'constructor', '\\uffff', 'x'.repeat(1000)];
    for (const text of texts) {
      for (const path of [['id'], ['image_id'], ['result', 'revision'], ['result', 'masks_restored', 0, 'side']]) {
        const swapped = replaceMember(SEED_ELEMENT, path, `"${text}"`);
        const document = decodeBetween(swapped.replace('{', `{"${text}":{"${text}":1},`), WRAPPINGS[0]!);
        const lesions = document.results[1]?.masks.flatMap((mask) => mask.lesions);
        expect(lesions, `${path.join('.')} ${text.slice(0, 20)}`).toHaveLength(SEED_LESIONS);
      }
    }
  });

  it('reads the seed from a text with any odd line ends, blanks and marks', () => {
    for (const text of [`\uFEFF\r\n${SEED_TEXT}\u0000`, SEED_TEXT.replaceAll('\n', '\r'), `\t ${SEED_TEXT}\v\f`])
      expect(lesionCounts(decodeDocument(text))).toEqual({ [String(SEED_ELEMENT['id'])]: SEED_LESIONS });
  });
});
