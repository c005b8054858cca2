import { z } from 'zod';
import { SEVERITIES } from '../domain/finding';
import { findingSchema, nothingSchema, pageInputSchema, pathSchema } from './common';
import { method } from './method';

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

export const ingestContract = {
  /** Starts an import of files and folders into the open project. */
  start: method(z.object({ paths: z.array(pathSchema).min(1).max(1000) }), z.object({ jobId: z.string() })),
  /** Import runs of the project, newest first. */
  runs: method(nothingSchema, z.array(importRunSchema)),
  /** Findings of one run (null: of all runs), filtered, in the order in which they were found. */
  findings: method(
    pageInputSchema.extend({
      runId: z.number().int().nullable(),
      severities: z.array(z.enum(SEVERITIES)).default([...SEVERITIES]),
      search: z.string().max(200).default(''),
    }),
    z.object({ total: z.number().int(), rows: z.array(findingSchema.extend({ id: z.number().int() })) }),
  ),
};
