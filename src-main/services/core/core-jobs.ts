import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportOptions } from '#shared/contract/export';
import type { ImportSummary } from '#shared/contract/ingest';
import { MaculeError } from '#shared/domain/error';
import type { Finding } from '#shared/domain/finding';
import type { Decoder } from '#main/jobs/decoder';
import type { JobContext } from '#main/jobs/job';
import { explainSqliteError } from '#main/db/sqlite-error';
import { importPaths, type ImportOutcome } from '../ingest/import-paths';
import { previewTruth } from '../export/export-truth';
import { writeSample } from '../sample/write-sample';
import type { LongRead } from '../long-read/long-read';
import { APP_VERSION } from './app-version';
import type { JobBoard } from './job-board';
import type { ProjectHolder } from './project-holder';

/** The long works of the core, each started as a job. */
export type CoreJobs = {
  ingest(paths: string[]): string;
  openSample(): string;
  verify(): string;
  exportTruth(options: ExportOptions & { dir: string; force: boolean }): string;
  previewExport(options: ExportOptions): { views: number; lesions: number; findings: Finding[] };
};

export type CoreJobParts = {
  readonly jobs: JobBoard;
  readonly projects: ProjectHolder;
  readonly decoder: () => Decoder;
  /** Runs a long read in its own thread, with its own read-only handle. */
  readonly longRead: LongRead;
  readonly dataFolder: string;
};

const countBySeverity = (findings: readonly Finding[]): ImportSummary['findingCounts'] => {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
};

const summaryOf = (outcome: ImportOutcome, startedAt: number): ImportSummary => ({
  runId: outcome.runId,
  counts: outcome.counts,
  totals: outcome.totals,
  findingCounts: countBySeverity(outcome.findings),
  durationMs: Date.now() - startedAt,
  cancelled: outcome.cancelled,
});

export function createCoreJobs({ jobs, projects, decoder, longRead, dataFolder }: CoreJobParts): CoreJobs {
  const runImport = async (paths: string[], context: JobContext): Promise<ImportSummary> => {
    const { db, path } = projects.need();
    const startedAt = Date.now();
    const worker = decoder();
    try {
      return summaryOf(await importPaths({ db, decoder: worker, paths, now: startedAt, context }), startedAt);
    } catch (error) {
      throw explainSqliteError(error, path);
    } finally {
      await worker.close();
    }
  };
  const sampleFolder = join(dataFolder, `sample-${APP_VERSION}`);
  const samplePath = join(sampleFolder, 'Sample.macule');

  const openSample = async (context: JobContext): Promise<unknown> => {
    if (existsSync(samplePath)) return projects.open(samplePath);
    const pictures = join(sampleFolder, 'faces');
    await writeSample(pictures, {
      onProgress: (done, total) => context.progress({ phase: 'Drawing the sample pictures', done, total }),
    });
    if (context.signal.aborted) throw new MaculeError('cancelled', 'Opening the sample was cancelled.');
    const info = await projects.create(samplePath, { isSample: true });
    await runImport([pictures], context);
    return info;
  };

  return {
    ingest: (paths) => {
      projects.need();
      if (jobs.isRunning('import'))
        throw new MaculeError('job_running', 'An import is running. Wait for it, or cancel it, then start the next.');
      return jobs.start('import', (context) => runImport(paths, context));
    },
    openSample: () => jobs.start('sample', openSample),
    verify: () => {
      const { path } = projects.need();
      return jobs.start('verify', (context) => longRead({ task: 'verify', path }, context));
    },
    exportTruth: (options) => {
      const { path } = projects.need();
      if (jobs.isRunning('export'))
        throw new MaculeError('job_running', 'An export is running. Wait for it, or cancel it.');
      return jobs.start('export', (context) => longRead({ task: 'export', path, options }, context));
    },
    previewExport: (options) => previewTruth(projects.need().db, options),
  };
}
