import { z } from 'zod';
import { doneSchema, findingSchema, nothingSchema, pathSchema, projectIdSchema } from './common';
import { method } from './method';

export const verdictCountsSchema = z.object({
  pending: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  redrawn: z.number().int(),
  unsure: z.number().int(),
  added: z.number().int(),
  disputed: z.number().int(),
});
export const revisionSchema = z.object({
  family: z.string().nullable(),
  algorithmTechName: z.string().nullable(),
  revision: z.string().nullable(),
  algorithmVersionId: z.union([z.number(), z.string()]).nullable(),
  results: z.number().int(),
  lesions: z.number().int(),
});
/** Superseded results are not counted, except in `results` of a revision. */
export const projectStatusSchema = z.object({
  projectId: projectIdSchema,
  captures: z.number().int(),
  views: z.number().int(),
  viewsDone: z.number().int(),
  lesions: z.number().int(),
  verdicts: verdictCountsSchema,
  revisions: z.array(revisionSchema),
});
export const projectInfoSchema = z.object({
  projectId: projectIdSchema,
  name: z.string(),
  path: z.string(),
  createdAt: z.number(),
  isSample: z.boolean(),
});
export const recentProjectSchema = z.object({
  name: z.string(),
  path: z.string(),
  openedAt: z.number(),
  missing: z.boolean(),
});
export const verifyReportSchema = z.object({
  ok: z.boolean(),
  events: z.number().int(),
  findings: z.array(findingSchema),
});

export type ProjectStatus = z.infer<typeof projectStatusSchema>;
export type ProjectInfo = z.infer<typeof projectInfoSchema>;
export type RecentProject = z.infer<typeof recentProjectSchema>;
export type VerdictCounts = z.infer<typeof verdictCountsSchema>;
export type RevisionRow = z.infer<typeof revisionSchema>;
export type VerifyReport = z.infer<typeof verifyReportSchema>;

export const projectsContract = {
  /** The open project, or null on the start screen. */
  current: method(nothingSchema, projectInfoSchema.nullable()),
  /** `path` ends in .macule; refused with project_exists when there is a file. */
  create: method(z.object({ path: pathSchema }), projectInfoSchema),
  open: method(z.object({ path: pathSchema }), projectInfoSchema),
  /** Draws the sample folder when absent and opens its project; a job, because drawing takes seconds the first time. */
  openSample: method(nothingSchema, z.object({ jobId: z.string() })),
  close: method(nothingSchema, doneSchema),
  recent: method(nothingSchema, z.array(recentProjectSchema)),
  forgetRecent: method(z.object({ path: pathSchema }), doneSchema),
  status: method(nothingSchema, projectStatusSchema),
  /** A consistent copy of the open project, made by SQLite's backup API while work goes on. */
  saveCopy: method(z.object({ path: pathSchema }), z.object({ path: z.string(), sizeBytes: z.number() })),
  /** Starts a verification job; the job's `result` is a VerifyReport. */
  verify: method(nothingSchema, z.object({ jobId: z.string() })),
};
