import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json';

/** RFC 8785 §3.2 as it is read: slow, and by itself. */
function definition(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(definition).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  const keys = Object.keys(members).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${definition(members[key])}`).join(',')}}`;
}

describe('canonicalJson', () => {
  it('gives the example of RFC 8785 §3.2', () => {
    const value: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code units, as the example of §3.2.3', () => {
    const value: unknown = JSON.parse(String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
    }`);
    expect(Object.values(JSON.parse(canonicalJson(value).replace('"1"', '"x1"')) as object)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson({ 9: 0, 10: 0, a: 0 })).toBe('{"10":0,"9":0,"a":0}');
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e23, '1e+23'],
    [1.0000000000000001e23, '1.0000000000000001e+23'],
    [999999999999999700000, '999999999999999700000'],
    [1e21, '1e+21'],
    [9.999999999999997e-7, '9.999999999999997e-7'],
    [0.000001, '0.000001'],
    [333333333.3333332, '333333333.3333332'],
    [-0.0000033333333333333333, '-0.0000033333333333333333'],
    [Number('1424953923781206.2'), '1424953923781206.2'],
  ])('writes the numbers of appendix B: %d', (value, text) => expect(canonicalJson(value)).toBe(text));

  it('refuses what has no canonical form', () => {
    const cyclic: unknown[] = [];
    cyclic.push([cyclic]);
    const deep: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    const bad = [NaN, Infinity, undefined, { a: undefined }, [undefined], new Array(2), () => 1, Symbol('a'), 1n];
    for (const value of [...bad, '\ud800', { '\udc00': 1 }, new Date(0), new Map(), cyclic, deep]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
    expect(() => canonicalJson(cyclic)).toThrow(/contains itself/);
  });

  it('writes lists of numbers as it writes every list, and refuses in them what it refuses elsewhere', () => {
    expect(
      canonicalJson([
        [
          [
            [1.5, -0],
            [1e21, 1e-7],
          ],
        ],
        [],
      ]),
    ).toBe('[[[[1.5,0],[1e+21,1e-7]]],[]]');
    expect(canonicalJson([[[[[1], 'a']]]])).toBe('[[[[[1],"a"]]]]');
    const holed: unknown[] = [1];
    holed[2] = 1;
    for (const bad of [[1, NaN], [[1, -Infinity]], holed, [[[holed]]], [[[[[undefined]]]]]])
      expect(() => canonicalJson(bad)).toThrow(TypeError);
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(canonicalJson(nested(1000))).toHaveLength(2000);
    expect(() => canonicalJson(nested(1001))).toThrow(/deeper than 1000/);
  });

  it('takes one object in several places, and a member named __proto__', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
    expect(canonicalJson(JSON.parse('{"__proto__":[1]}'))).toBe('{"__proto__":[1]}');
  });

  it('writes byte for byte what the definition says', () => {
    const key = fc.oneof(
      fc.constantFrom('__proto__', 'toJSON', 'constructor', '9', '10', '01', '', 'é', '😀', 'type', 'shapes'),
      fc.string({ unit: 'binary' }),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.string({ unit: 'binary' })),
        fc.oneof(fc.boolean(), fc.constant(null), fc.constant(-0)),
        fc.array(tie('tree'), { maxLength: 5 }),
        fc.array(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2, maxLength: 2 })),
        fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
        fc.dictionary(fc.constantFrom('b', 'a', 'c', 'lesions'), tie('tree'), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = definition(value);
        fc.pre(!/\p{Surrogate}|\\ud[89a-f]/u.test(text));
        expect(canonicalJson(value)).toBe(text);
      }),
      { numRuns: 400 },
    );
  });

  it('refuses at any place in an object what it refuses alone', () => {
    for (const bad of [
      NaN,
      -Infinity,
      undefined,
      () => 1,
      Symbol('a'),
      1n,
      '\ud800',
      new Date(0),
      new Map(),
      new Array(1),
    ])
      for (const value of [{ a: bad }, { a: [{ b: 1 }, { c: bad }] }, [{ z: [bad, 'x'] }]])
        expect(() => canonicalJson(value)).toThrow(TypeError);
    const cyclic: Record<string, unknown> = { a: 1 };
    cyclic['b'] = { c: cyclic };
    expect(() => canonicalJson(cyclic)).toThrow(/contains itself/);
    let deep: unknown = 1;
    for (let level = 0; level < 200; level++) deep = { z: deep, a: level };
    expect(canonicalJson(deep)).toBe(definition(deep));
  });

  it('writes JSON of the same value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!/\p{Surrogate}/u.test(JSON.stringify(value)));
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
