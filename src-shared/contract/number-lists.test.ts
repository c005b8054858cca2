import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coordinatesSchema, flatRingsSchema } from './number-lists';

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
