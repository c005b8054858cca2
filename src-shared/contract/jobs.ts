import { z } from 'zod';
import { doneSchema, nothingSchema } from './common';
import { method } from './method';

export const JOB_KINDS = ['import', 'export', 'verify', 'sample', 'join', 'roots'] as const;
export const JOB_STATES = ['running', 'done', 'cancelled', 'failed'] as const;
export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(JOB_KINDS),
  state: z.enum(JOB_STATES),
  /** What it is doing now, in words: "Reading results.json". */
  phase: z.string(),
  /** Work units (bytes, files, views; the kind decides); total null while it is still being counted. */
  done: z.number(),
  total: z.number().nullable(),
  startedAt: z.number(),
  /** Estimated time left in milliseconds; null while unknown. */
  etaMs: z.number().nullable(),
  /** When failed: words for the user. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** When done: import → ImportSummary, export → ExportSummary, verify → VerifyReport, join → JoinSummary, roots → see its methods, sample → ProjectInfo. */
  result: z.unknown(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobsContract = {
  /** Running jobs and those that ended since the project was opened, newest first. */
  list: method(nothingSchema, z.array(jobSchema)),
  get: method(z.object({ jobId: z.string() }), jobSchema),
  /** Asks the job to stop; what it had finished stays, the file it was at is rolled back. */
  cancel: method(z.object({ jobId: z.string() }), doneSchema),
};
