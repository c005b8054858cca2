import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentDecoder } from './document-decoder';
import { elementOf, maskOf, SEED_ELEMENT, SQUARE } from './fixtures/documents';
import { LIMITS, type Limits } from './limits';
import { utf8Bytes, utf8Text } from './scan/utf8';
import type { PlacedResult } from './types';

type Told = { readonly code: string; readonly place: string };
type Read = { readonly results: PlacedResult[]; readonly findings: Told[]; readonly families: unknown };

/** Feeds pieces of the given sizes, over and over. */
function read(text: string, sizes: readonly number[] = [Infinity], limits: Limits = LIMITS): Read {
  const decoder = new DocumentDecoder(limits);
  const bytes = utf8Bytes(text);
  const results: PlacedResult[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = Math.min(bytes.length, at + (sizes[turn % sizes.length] ?? 1));
    results.push(...decoder.push(bytes.slice(at, end)));
    at = end;
  }
  results.push(...decoder.end());
  const { skippedFamilies } = decoder.finish();
  const findings = decoder.takeFindings().map(({ code, place }) => ({ code, place }));
  return { results, findings, families: skippedFamilies };
}

const small = (id: string, more = {}): Record<string, unknown> => elementOf([maskOf([[SQUARE]])], { id, ...more });
const PAPULES = small('p', { algorithm_family_tech_name: 'acne.papules' });
const SHAPES: Record<string, unknown> = {
  'a single object': SEED_ELEMENT,
  'a bare array': [small('a'), PAPULES, small('b')],
  'a page of results': { count: 2, next: null, previous: null, results: [small('a'), small('b')] },
  data: { data: [small('a'), { note: 'π', rest: [1, 2] }, small('b')] },
  rawResults: { ids: ['a', 'b'], rawResults: [small('a'), small('b')] },
  'wrappers in wrappers': { status: { code: 200 }, answer: { rawResults: { data: [[small('a')], [small('b'), 3]] } } },
  'a map from id to object or array': { 'häut.jpg': small('a'), '2': [small('b'), PAPULES], 'x "y"': [] },
};
const TEXTS: Record<string, string> = {
  ...Object.fromEntries(Object.entries(SHAPES).map(([name, value]) => [name, JSON.stringify(value)])),
  indented: JSON.stringify(SHAPES['a page of results'], null, 2).replaceAll('\n', '\r\n'),
  'one result a line': [small('a'), PAPULES, small('b')].map((one) => JSON.stringify(one)).join('\n'),
  'several arrays': `\uFEFF${JSON.stringify([small('a')])}\n\uFEFF${JSON.stringify([small('b')])}`,
  'prose around': `Schéma [1] use {this}:\n${JSON.stringify([small('a')], null, 1)}\nEnd [`,
  'a broken line': `${JSON.stringify(small('a'))}\n${JSON.stringify(small('b')).slice(0, 300)}\n${JSON.stringify(small('c'))}`,
  'a broken element': JSON.stringify([small('a'), small('b'), small('c')]).replace('{"id":"b"', '{"id":"b" oops'),
  'NaN and a key twice': JSON.stringify([small('a'), small('b')])
    .replace('[10,10]', '[NaN,10]')
    .replace('"is_ok":true', '"is_ok":false,"is_ok":true'),
  'cut off': JSON.stringify({ count: 2, results: [small('a'), small('b')] }).slice(0, -150),
  escapes: JSON.stringify([small('a\\"\u2028z'), small('𝒳')]).replace('𝒳', '\\ud835\\udcb3'),
  'nothing known': JSON.stringify({ shapes: [], imagePath: 'x', rest: 'y'.repeat(900) }),
};

describe('DocumentDecoder', () => {
  const cases = Object.entries(TEXTS);

  it.each(cases)(
    'reads %s in pieces of any size as in one piece',
    (_, text) => {
      const whole = read(text);
      expect(whole.results.length + whole.findings.length).toBeGreaterThan(0);
      for (const size of [1, 2, 3, 7]) expect(read(text, [size])).toEqual(whole);
      const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 9 });
      fc.assert(
        fc.property(sizes, (pieces) => void expect(read(text, pieces)).toEqual(whole)),
        { numRuns: 30 },
      );
    },
    60_000,
  );

  it.each(cases)('gives the bytes of each element of %s', (_, text) => {
    const bytes = utf8Bytes(text);
    for (const limits of [LIMITS, { ...LIMITS, wrapperBytes: 200 }])
      for (const { id, byteStart, byteEnd, canonical } of read(text, [64], limits).results) {
        const slice = utf8Text(bytes.subarray(byteStart, byteEnd));
        expect(slice.startsWith('{') && slice.endsWith('}')).toBe(true);
        if (!canonical.includes('number NaN')) expect(JSON.parse(slice)).toMatchObject({ id });
      }
  });

  it.each(Object.keys(SHAPES))('walks through %s piece by piece with the same result', (name) => {
    const text = TEXTS[name] as string;
    const stepwise = read(text, [50], { ...LIMITS, wrapperBytes: 200 });
    const sorted = ({ results }: Read): unknown => results.map(({ path, id }) => `${path} ${id}`).sort();
    const whole = read(text);
    expect(sorted(stepwise)).toEqual(sorted(whole));
    expect(stepwise.findings).toEqual(whole.findings);
    expect(stepwise.families).toEqual(whole.families);
  });

  it('survives a change anywhere, in pieces as in one piece', () => {
    const text = JSON.stringify({ results: [small('a'), small('b')] });
    const piece = fc.string({ unit: 'binary' });
    const size = fc.integer({ min: 1, max: 90 });
    const property = fc.property(fc.nat(text.length), fc.nat(30), piece, size, (at, length, piece, size) => {
      const changed = text.slice(0, at) + piece + text.slice(at + length);
      expect(JSON.stringify(read(changed, [size]))).toBe(JSON.stringify(read(changed)));
    });
    fc.assert(property, { numRuns: 150 });
  }, 60_000);

  it('gives the area rows as they are spelled', () => {
    const rows = `[{"area_name":"face","main_metric":{"value":7.0,"units":"per mille","widget_type":"percentage"},
      "sub_metrics":[ {"value":1e0} ]},5,{"name":"nose","value":"12"},{"area_name":"chin","main_metric":null}]`;
    const text = JSON.stringify([elementOf([])]).replace('"area_results":[]', `"area_results":${rows}`);
    const of = ({ results }: Read): unknown =>
      results[0]?.areaRows.map((row) => [row.index, row.spelling, row.widgetType, row.subMetrics]);
    const expected = [
      [0, '7.0', 'percentage', '[ {"value":1e0} ]'],
      [2, '"12"', null, null],
      [3, null, null, null],
    ];
    expect(of(read(text))).toEqual(expected);
    expect(of(read(`{"data":${text}}`, [100], { ...LIMITS, wrapperBytes: 200 }))).toEqual(expected);
  });
});

describe('limits', () => {
  const codesOf = (text: string, more: Partial<Limits>): unknown[] => {
    const { results, findings } = read(text, [512], { ...LIMITS, ...more });
    return [results.map(({ id }) => id), findings.map(({ code, place }) => `${code} ${place}`)];
  };
  const vertices = Array.from({ length: 3000 }, (_, at) => [at, at * at]);
  const large = elementOf([maskOf([[vertices]])], { id: 'large' });
  const between = (one: unknown): string => JSON.stringify([small('a'), one, small('b')]);

  it.each([
    ['elementBytes', 8000, large],
    ['listItems', 2000, large],
    ['containers', 2500, large],
    ['stringBytes', 2000, small('large', { application_description: 'x'.repeat(3000) })],
    ['keyBytes', 200, small('large', { ['k'.repeat(300)]: 1 })],
  ])('refuse an element beyond %s alone', (name, limit, one) => {
    expect(codesOf(between(one), { wrapperBytes: 4000, [name]: limit })).toEqual([
      ['a', 'b'],
      ['element_too_large $[1]'],
    ]);
  });

  it('refuse an element that nests too deep before it is parsed', () => {
    const deep = JSON.stringify(small('deep')).replace('"is_ok"', `"deep":${'['.repeat(80)}${']'.repeat(80)},"is_ok"`);
    const text = between('DEEP').replace('"DEEP"', deep);
    expect(codesOf(text, { depth: 50 })).toEqual([['a', 'b'], ['result_not_hashable $[1]']]);
  });

  it('keep what is read beside an object that names itself too late', () => {
    const late = { debug: [{ text: 'x'.repeat(500) }], ...small('late') };
    expect(codesOf(between(late), { wrapperBytes: 400 })).toEqual([['a', 'b'], ['element_too_large $[1]']]);
  });

  it('tell a thousand items of a list one by one, and the rest as a number', () => {
    const { findings } = read(JSON.stringify([small('a'), ...Array.from({ length: 1500 }, () => 5)]));
    expect(findings).toHaveLength(1001);
    expect(findings.at(-1)).toEqual({ code: 'element_unrecognised', place: '$' });
  });

  it('say that a key stands twice in a wrapper that is walked through, of which both are read', () => {
    const text = `{"a":[${JSON.stringify(small('a'))}],"a":[${JSON.stringify(small('b'))}]}`;
    expect(codesOf(text, { wrapperBytes: 200 })).toEqual([
      ['a', 'b'],
      [expect.stringMatching(/^duplicate_key line 1/)],
    ]);
  });
});
