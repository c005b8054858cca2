import { z } from 'zod';
import { findingSchema, pathSchema } from './common';
import { method } from './method';

export const EXPORT_FORMATS = ['geojson'] as const;
export const EXPORT_INCLUDES = ['rejected', 'unsure', 'pending'] as const;
export const exportOptionsSchema = z.object({
  format: z.enum(EXPORT_FORMATS).default('geojson'),
  /** `complete`: only views that are done; `all`: partial ones too. */
  state: z.enum(['complete', 'all']).default('complete'),
  include: z.array(z.enum(EXPORT_INCLUDES)).default([]),
  /** Only this reviewer's decisions; null: all, disputed views held back. */
  reviewer: z.string().nullable().default(null),
  /** Results too that a newer run of the same revision replaces, and contents that were set aside. */
  superseded: z.boolean().default(false),
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const exportSummarySchema = z.object({
  dir: z.string(),
  files: z.array(z.string()),
  views: z.number().int(),
  lesions: z.number().int(),
  findings: z.array(findingSchema),
});
export type ExportSummary = z.infer<typeof exportSummarySchema>;

export const exportPreviewSchema = exportSummarySchema.pick({ views: true, lesions: true, findings: true });
export type ExportPreview = z.infer<typeof exportPreviewSchema>;

export const exportContract = {
  /** What an export would write, without writing: for the dialog. */
  preview: method(exportOptionsSchema, exportPreviewSchema),
  /** Starts an export job into `dir` (created when absent); the job's `result` is an ExportSummary. */
  start: method(
    exportOptionsSchema.extend({ dir: pathSchema, force: z.boolean().default(false) }),
    z.object({ jobId: z.string() }),
  ),
};
