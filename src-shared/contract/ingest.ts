import { z } from 'zod';
import { SEVERITIES } from '../domain/finding';
import type { ResultKey } from '../domain/ids';
import { TALLY_FATES, TALLY_UNITS } from '../domain/tally';
import {
  findingSchema,
  nothingSchema,
  pageInputSchema,
  pathSchema,
  reviewerNameSchema,
  textSchema,
  viewIdSchema,
} from './common';
import { method } from './method';
import { appliedSchema, decisionContextSchema } from './review';

export const importCountsSchema = z.object({
  captures: z.number().int(),
  views: z.number().int(),
  photos: z.number().int(),
  results: z.number().int(),
  failedResults: z.number().int(),
  masks: z.number().int(),
  lesions: z.number().int(),
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

export const importSummarySchema = z.object({
  runId: z.number().int(),
  counts: importCountsSchema,
  totals: importCountsSchema,
  findingCounts: z.object({ error: z.number().int(), warning: z.number().int(), info: z.number().int() }),
  durationMs: z.number(),
  cancelled: z.boolean(),
});
export type ImportSummary = z.infer<typeof importSummarySchema>;

export const importRunSchema = z.object({
  id: z.number().int(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  paths: z.array(z.string()),
  counts: importCountsSchema,
  findingCounts: importSummarySchema.shape.findingCounts,
  cancelled: z.boolean(),
});
export type ImportRun = z.infer<typeof importRunSchema>;

/** Which findings are meant. `runId` null: of all runs; an empty `codes`: of every code. */
export const findingFilterSchema = z.object({
  runId: z.number().int().nullable(),
  severities: z.array(z.enum(SEVERITIES)).default([...SEVERITIES]),
  codes: z.array(z.string().max(80)).max(200).default([]),
  search: z.string().max(200).default(''),
});
export type FindingFilter = z.infer<typeof findingFilterSchema>;
export const findingRowSchema = findingSchema.extend({
  id: z.number().int(),
  /** The view that the finding is about, where there is one. */
  viewId: viewIdSchema.nullable(),
  /** Of the place in the text of the file, 1-based; null where it is not known. */
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
});
export type FindingRow = z.infer<typeof findingRowSchema>;
export const findingGroupSchema = z.object({
  severity: z.enum(SEVERITIES),
  code: z.string(),
  findings: z.number().int(),
});
export type FindingGroup = z.infer<typeof findingGroupSchema>;
export const FINDING_FORMATS = ['csv', 'json'] as const;

export const saveFindingsSchema = findingFilterSchema.extend({ dir: pathSchema, format: z.enum(FINDING_FORMATS) });
export type SaveFindings = z.infer<typeof saveFindingsSchema>;
export const savedFindingsSchema = z.object({ path: z.string(), findings: z.number().int() });
export type SavedFindings = z.infer<typeof savedFindingsSchema>;

export const tallyRowSchema = z.object({
  unit: z.enum(TALLY_UNITS),
  fate: z.enum(TALLY_FATES),
  /** The finding's code; '' for what was imported as it stood. */
  reason: z.string(),
  count: z.number().int(),
});
export type TallyRow = z.infer<typeof tallyRowSchema>;

/** An element's id is what the file says, however long; a content's key may be one. */
const elementIdSchema = textSchema.min(1).max(10_000);
const contentKeySchema = z.custom<ResultKey>((value) => elementIdSchema.safeParse(value).success);
export const conflictContentSchema = z.object({
  resultKey: contentKeySchema,
  file: z.string(),
  /** JSON path of the element. */
  place: z.string(),
  /** Start of the import that brought it, milliseconds UTC. */
  importedAt: z.number(),
  creationTime: z.string().nullable(),
  revision: z.string(),
  isOk: z.boolean(),
  /** Model lesions, and those with a verdict; drawn ones; views that are done. */
  lesions: z.number().int(),
  decided: z.number().int(),
  added: z.number().int(),
  done: z.number().int(),
  state: z.enum(['live', 'setAside', 'superseded']),
  views: z.array(z.object({ viewId: viewIdSchema, side: z.string() })),
  /** How it differs from the first content, in words; empty for the first. */
  differences: z.array(z.string()),
});
export type ConflictContent = z.infer<typeof conflictContentSchema>;
/** Results with different contents that came under one element id, in the order in which they came. */
export const conflictSchema = z.object({
  elementId: z.string(),
  /** More than one content is live. */
  needsSettling: z.boolean(),
  settled: z.object({ resultKey: contentKeySchema, reviewer: z.string(), at: z.number() }).nullable(),
  contents: z.array(conflictContentSchema),
});
export type Conflict = z.infer<typeof conflictSchema>;

export const ingestContract = {
  /** Starts an import of files and folders into the open project. */
  start: method(z.object({ paths: z.array(pathSchema).min(1).max(1000) }), z.object({ jobId: z.string() })),
  /** Import runs of the project, newest first. */
  runs: method(nothingSchema, z.array(importRunSchema)),
  /** Findings, filtered, in the order in which they were found. */
  findings: method(
    findingFilterSchema.extend(pageInputSchema.shape),
    z.object({ total: z.number().int(), rows: z.array(findingRowSchema) }),
  ),
  /** How many findings there are of each code: errors first, then by number. */
  findingGroups: method(findingFilterSchema, z.array(findingGroupSchema)),
  /** Writes the findings into a new file in `dir`; an existing file is never overwritten. */
  saveFindings: method(saveFindingsSchema, savedFindingsSchema),
  /** What became of everything that a run delivered: per unit, the counts add up to what was delivered. */
  tally: method(z.object({ runId: z.number().int() }), z.array(tallyRowSchema)),
  /** Element ids that came with different contents, those to be settled first; or the one of `elementId`. */
  conflicts: method(
    pageInputSchema.extend({
      elementId: elementIdSchema.nullable().default(null),
      limit: z.number().int().min(0).max(200).default(50),
    }),
    z.object({ total: z.number().int(), unsettled: z.number().int(), rows: z.array(conflictSchema) }),
  ),
  /** Says which content holds: one event. The others are set aside like superseded results, with their decisions. */
  settle: method(
    z.object({
      elementId: elementIdSchema,
      resultKey: contentKeySchema,
      reviewer: reviewerNameSchema,
      context: decisionContextSchema,
    }),
    appliedSchema,
  ),
};
