import { z } from 'zod';

/** Whether a value is nothing but finite numbers in lists, so and so many levels deep, each list of an allowed length. */
function isNumberLists(value: unknown, [limit, ...inner]: readonly Limit[]): boolean {
  if (limit === undefined) return typeof value === 'number' && Number.isFinite(value);
  if (!Array.isArray(value) || value.length < limit.min || value.length > limit.max) return false;
  for (let i = 0; i < value.length; i++) if (!isNumberLists(value[i], inner)) return false; // indexed: a hole must be seen
  return true;
}

/** Items that a list may have. */
type Limit = { readonly min: number; readonly max: number };
const limit = (max: number, min = 0): Limit => ({ min, max });

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
  [limit(MAX_RINGS), limit(MAX_POSITIONS), limit(Infinity, 2)],
);

/** Rings as flat x,y lists in frame pixels, open, exterior first: compact on the wire. */
export const flatRingsSchema = fast<number[][]>(z.array(z.array(z.number())), [limit(Infinity), limit(Infinity)]);
