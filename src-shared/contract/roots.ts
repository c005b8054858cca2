import { z } from 'zod';
import { nothingSchema, pathSchema } from './common';
import { method } from './method';

const count = z.number().int();
export const rootSchema = z.object({
  id: count,
  /** The imported folder; files are kept by their paths below it. */
  path: z.string(),
  /** Whether there is such a folder now. */
  isThere: z.boolean(),
  photos: count,
  /** Result files; their bytes are in the project, too. */
  files: count,
});
export type Root = z.infer<typeof rootSchema>;
export const rootCheckSchema = rootSchema.extend({ photosMissing: count, filesMissing: count });
export type RootCheck = z.infer<typeof rootCheckSchema>;

export const movedSearchSchema = z.object({
  planId: z.string(),
  folder: z.string(),
  /** Files that are not at their places now: those that were looked for. */
  wanted: count,
  /** Found with the same content: at the same path below some folder, by name, by content only. */
  byPath: count,
  byName: count,
  byContent: count,
  /** Files of the same name or path and other content: never taken. */
  differing: count,
  missing: count,
  /** The first of them, paths as they are in the project. */
  examples: z.object({
    found: z.array(z.object({ path: z.string(), to: z.string() })),
    differing: z.array(z.object({ path: z.string(), to: z.string() })),
    missing: z.array(z.string()),
  }),
});
export type MovedSearch = z.infer<typeof movedSearchSchema>;
/** `placeTaken`: photos that were found, and stay missing because another photo is known at that place. */
export const relinkSummarySchema = z.object({ relinked: count, photos: count, placeTaken: z.array(z.string()) });
export type RelinkSummary = z.infer<typeof relinkSummarySchema>;

const jobSchema = z.object({ jobId: z.string() });

export const rootsContract = {
  /** The folders that were imported from. */
  list: method(nothingSchema, z.array(rootSchema)),
  /** Looks for every file at its place. The job's `result` is a list of RootCheck. */
  check: method(nothingSchema, jobSchema),
  /** Looks in a folder for the files of a root (null: of all) that are not at their places. The `result` is a MovedSearch. */
  searchIn: method(z.object({ rootId: count.nullable(), folder: pathSchema }), jobSchema),
  /** Takes what a search found with the same content; decisions and pairings stay. The `result` is a RelinkSummary. */
  relink: method(z.object({ planId: z.string().max(100) }), jobSchema),
};
