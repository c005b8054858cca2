import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coordinatesSchema, flatRingSchema, flatRingsSchema, regionSchema, strokeSchema } from './number-lists';

const box = [
  [0, 0],
  [4, 0, 7],
  [4, 4],
];
const words = (schema: z.ZodType, value: unknown): [string, string][] =>
  (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);

describe('coordinates', () => {
  it('are lists of rings of positions, of two finite numbers or more', () => {
    for (const good of [[], [[]], [box], [box, box]]) expect(coordinatesSchema.parse(good)).toBe(good);
  });

  it.each([
    ['no list', 'x', ''],
    ['nothing', undefined, ''],
    ['a ring that is none', [box, { 0: [1, 2] }], '1'],
    ['a position that is none', [[[0, 0], 3]], '0.1'],
    ['one number', [[[0, 0], [1]]], '0.1'],
    ['a text', [[[0, '0']]], '0.0.1'],
    ['not a number', [[[0, NaN]]], '0.0.1'],
    ['an infinite one', [[[-Infinity, 0]]], '0.0.0'],
    ['a further value that is no number', [[[0, 0, null]]], '0.0.2'],
    ['a hole in the list', [new Array(1)], '0.0'], // prettier-ignore
    ['too many rings', new Array(10_001).fill([]), ''],
    ['too many positions', [new Array(200_001).fill([0, 0])], '0'],
  ])('are refused with the place and words: %s', (_name, value, path) => {
    const found = words(z.object({ geometry: coordinatesSchema }), { geometry: value });
    expect(found.map(([at]) => at)).toEqual([path === '' ? 'geometry' : `geometry.${path}`]);
    expect(found[0]?.[1]).toMatch(/^(Invalid input|Too big|Too small): /);
  });

  it('may be left out where they are optional', () => {
    expect(z.object({ geometry: coordinatesSchema.optional() }).parse({})).toEqual({});
  });
});

describe('flat rings', () => {
  it('are lists of finite numbers', () => {
    const rings = [[0, 0, 4, 0, 4, 4], []];
    expect(flatRingsSchema.parse(rings)).toBe(rings);
    expect(words(flatRingsSchema, [[0], [0, 'x']])[0]?.[0]).toBe('1.1');
    expect(words(flatRingsSchema, [[NaN]])[0]?.[0]).toBe('0.0');
    expect(words(flatRingsSchema, null)[0]?.[0]).toBe('');
  });
});

/** The same by the schemas' own means, number by number. */
const ring = z
  .array(z.number())
  .max(1_000_000)
  .refine(({ length }) => length % 2 === 0, 'a ring holds pairs of x and y');
const plain = {
  ring,
  region: z.array(z.array(ring).max(10_000)).max(10_000),
  stroke: z
    .array(z.number())
    .max(600_000)
    .refine(({ length }) => length % 3 === 0, 'a stroke holds x, y and radius per sample'),
};

describe("the engine's lists", () => {
  const number = fc.oneof({ weight: 20, arbitrary: fc.double() }, fc.constantFrom(NaN, Infinity, null, '1', undefined));
  const list = fc.oneof({ weight: 9, arbitrary: fc.array(number, { maxLength: 7 }) }, fc.anything());
  const polygons = fc.array(fc.oneof({ weight: 9, arbitrary: fc.array(list, { maxLength: 4 }) }, fc.anything()), {
    maxLength: 4,
  });

  it.each([
    ['ring', flatRingSchema, list],
    ['stroke', strokeSchema, list],
    ['region', regionSchema, fc.oneof(polygons, list)],
  ] as const)('take and refuse what a schema per number does, with the same words: %s', (name, schema, values) => {
    let taken = 0;
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        expect(words(schema, value)).toEqual(words(plain[name], value));
        if (schema.safeParse(value).success) taken++;
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('have the limits that they had', () => {
    for (const [schema, slow, value] of [
      [flatRingSchema, plain.ring, new Array<number>(1_000_002).fill(0)],
      [strokeSchema, plain.stroke, new Array<number>(600_003).fill(0)],
      [regionSchema, plain.region, new Array<number[][]>(10_001).fill([])],
      [regionSchema, plain.region, [new Array<number[]>(10_001).fill([])]],
    ] as const) {
      expect(words(schema, value)).toHaveLength(1);
      expect(words(schema, value)).toEqual(words(slow, value));
    }
    expect(words(flatRingSchema, [0, 1, 2])).toEqual([['', 'a ring holds pairs of x and y']]);
  });
});
