import { z } from 'zod';

/** Whether a value is nothing but finite numbers in lists, so and so many levels deep, each list of an allowed length. */
function isNumberLists(value: unknown, limits: readonly Limit[], level = 0): boolean {
  const limit = limits[level];
  if (limit === undefined) return Number.isFinite(value);
  if (!Array.isArray(value) || value.length < limit.min || value.length > limit.max) return false;
  if (value.length % limit.multipleOf !== 0) return false;
  for (let i = 0; i < value.length; i++) if (!isNumberLists(value[i], limits, level + 1)) return false; // indexed: a hole must be seen
  return true;
}

/** Items that a list may have. */
type Limit = { readonly min: number; readonly max: number; readonly multipleOf: number };
const limit = (max: number, { min = 0, multipleOf = 1 } = {}): Limit => ({ min, max, multipleOf });

/**
 * What `slow` accepts, told by one plain loop: an outline has tens of thousands of numbers, and a schema looks at each
 * through its own machinery. Values that fail are given to `slow` for its words.
 */
function fast<Value>(slow: z.ZodType<Value>, limits: readonly Limit[]): z.ZodType<Value> {
  return z.custom<Value>().check((context) => {
    if (isNumberLists(context.value, limits)) return;
    for (const issue of slow.safeParse(context.value).error?.issues ?? [])
      context.issues.push({ code: 'custom', input: context.value, path: [...issue.path], message: issue.message });
  });
}

const MAX_RINGS = 10_000;
const MAX_POSITIONS = 200_000;
/** GeoJSON Polygon coordinates in frame pixels. */
export const coordinatesSchema = fast<number[][][]>(
  z.array(z.array(z.array(z.number()).min(2)).max(MAX_POSITIONS)).max(MAX_RINGS),
  [limit(MAX_RINGS), limit(MAX_POSITIONS), limit(Infinity, { min: 2 })],
);

/** Rings as flat x,y lists in frame pixels, open, exterior first: compact on the wire. */
export const flatRingsSchema = fast<number[][]>(z.array(z.array(z.number())), [limit(Infinity), limit(Infinity)]);

const MAX_POLYGONS = 10_000;
const MAX_RING_NUMBERS = 1_000_000;
const slowRing = z
  .array(z.number())
  .max(MAX_RING_NUMBERS)
  .refine(({ length }) => length % 2 === 0, 'a ring holds pairs of x and y');
const ringLimit = limit(MAX_RING_NUMBERS, { multipleOf: 2 });
/** A line or ring as a flat x,y list. */
export const flatRingSchema = fast<number[]>(slowRing, [ringLimit]);
/** Polygons, each the even-odd region of its rings; together they are one region: their union. */
export const regionSchema = fast<number[][][]>(z.array(z.array(slowRing).max(MAX_RINGS)).max(MAX_POLYGONS), [
  limit(MAX_POLYGONS),
  limit(MAX_RINGS),
  ringLimit,
]);

const MAX_STROKE_NUMBERS = 600_000;
/** x, y and radius per sample. */
export const strokeSchema = fast<number[]>(
  z
    .array(z.number())
    .max(MAX_STROKE_NUMBERS)
    .refine(({ length }) => length % 3 === 0, 'a stroke holds x, y and radius per sample'),
  [limit(MAX_STROKE_NUMBERS, { multipleOf: 3 })],
);
