import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportOptions, ExportPreview } from '#shared/contract/export';
import type { ImportSummary, SavedFindings, SaveFindings } from '#shared/contract/ingest';
import { MaculeError } from '#shared/domain/error';
import type { WritableDb } from '#main/db/handle';
import type { Decoder } from '#main/jobs/decoder';
import type { JobContext } from '#main/jobs/job';
import { explainSqliteError } from '#main/db/sqlite-error';
import { importPaths, type ImportOutcome } from '../ingest/import-paths';
import { createProjectSession } from '../projects/session';
import type { RunInBackground } from '../background/background';
import { APP_VERSION } from './app-version';
import type { JobBoard } from './job-board';
import type { ProjectHolder } from './project-holder';

/** The long works of the core, each started as a job. */
export type CoreJobs = {
  ingest(paths: string[]): string;
  openSample(): string;
  verify(): string;
  exportTruth(options: ExportOptions & { dir: string; force: boolean }): string;
  previewExport(options: ExportOptions): Promise<ExportPreview>;
  saveFindings(wanted: SaveFindings): Promise<SavedFindings>;
};

export type CoreJobParts = {
  readonly jobs: JobBoard;
  readonly projects: ProjectHolder;
  readonly decoder: () => Decoder;
  readonly runInBackground: RunInBackground;
  readonly dataFolder: string;
};

const summaryOf = (outcome: ImportOutcome, startedAt: number): ImportSummary => ({
  runId: outcome.runId,
  counts: outcome.counts,
  totals: outcome.totals,
  findingCounts: outcome.findingCounts,
  durationMs: Date.now() - startedAt,
  cancelled: outcome.cancelled,
});

/** For work that is over in a moment. */
const unwatched = (): JobContext => ({ signal: new AbortController().signal, progress: () => undefined });

export function createCoreJobs({ jobs, projects, decoder, runInBackground, dataFolder }: CoreJobParts): CoreJobs {
  type Target = { readonly db: WritableDb; readonly path: string };
  const runImport = async ({ db, path }: Target, paths: string[], context: JobContext): Promise<ImportSummary> => {
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

  /** Makes the sample project under another name first: a cancelled or killed making leaves no half sample behind. */
  const makeSample = async (context: JobContext): Promise<void> => {
    const pictures = join(sampleFolder, 'faces');
    const unfinished = join(sampleFolder, `Unfinished-${process.pid}.macule`);
    rmSync(unfinished, { force: true });
    await runInBackground({ task: 'drawSample', outDir: pictures }, context);
    const session = createProjectSession(unfinished, { appVersion: APP_VERSION, now: Date.now(), isSample: true });
    try {
      await runImport(session, [pictures], context);
    } finally {
      session.close();
      if (context.signal.aborted) rmSync(unfinished, { force: true });
    }
    if (context.signal.aborted) throw new MaculeError('cancelled', 'Opening the sample was cancelled.');
    if (existsSync(samplePath))
      rmSync(unfinished); // another Macule was faster
    else renameSync(unfinished, samplePath);
  };
  const openSample = async (context: JobContext): Promise<unknown> => {
    if (!existsSync(samplePath)) await makeSample(context);
    return projects.open(samplePath);
  };

  return {
    ingest: (paths) => {
      const target = projects.need();
      if (jobs.isRunning('import') || jobs.isRunning('join') || jobs.isRunning('roots'))
        throw new MaculeError(
          'job_running',
          'An import, a join or a search for moved files is running. Wait for it, or cancel it, then start the next.',
        );
      return jobs.start('import', (context) => runImport(target, paths, context));
    },
    openSample: () => jobs.start('sample', openSample),
    verify: () => {
      const { path } = projects.need();
      return jobs.start('verify', (context) => runInBackground({ task: 'verify', path }, context));
    },
    exportTruth: (options) => {
      const { path } = projects.need();
      if (jobs.isRunning('export'))
        throw new MaculeError('job_running', 'An export is running. Wait for it, or cancel it.');
      return jobs.start('export', (context) => runInBackground({ task: 'export', path, options }, context));
    },
    previewExport: (options) => {
      const { path } = projects.need();
      return runInBackground({ task: 'previewExport', path, options }, unwatched()) as Promise<ExportPreview>;
    },
    saveFindings: (wanted) => {
      const { path } = projects.need();
      return runInBackground({ task: 'saveFindings', path, wanted }, unwatched()) as Promise<SavedFindings>;
    },
  };
}
