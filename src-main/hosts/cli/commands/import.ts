import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { explainSqliteError } from '#main/db/sqlite-error';
import { spawnDecoder } from '#main/jobs/decoder';
import { APP_VERSION } from '#main/services/core/app-version';
import { builtWorker } from '#main/services/core-client';
import { importPaths, type ImportOutcome } from '#main/services/ingest/import-paths';
import { createProjectSession, openProjectSession, type ProjectSession } from '#main/services/projects/session';
import { type Command, needed, type Reply, UsageError } from '../command';
import { showProgress } from '../progress';

function session(path: string): ProjectSession {
  if (existsSync(path)) return openProjectSession(path);
  return createProjectSession(path, { appVersion: APP_VERSION, now: Date.now() });
}

function words({ counts, totals, cancelled }: ImportOutcome): string {
  const sentence = (what: typeof counts): string =>
    `${what.results} results (${what.failedResults} failed), ${what.captures} captures, ${what.views} views, ${what.masks} masks, ${what.lesions} lesions, ${what.photos} photos`;
  return `${cancelled ? 'Cancelled. ' : ''}New: ${sentence(counts)}.\nProject: ${sentence(totals)}.`;
}

async function run(project: ProjectSession, paths: string[], recheck: boolean): Promise<ImportOutcome> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop);
  const decoder = spawnDecoder(builtWorker('import-worker.js'));
  try {
    const context = { signal: abort.signal, progress: showProgress() };
    return await importPaths({ db: project.db, decoder, paths, now: Date.now(), context, recheck });
  } catch (error) {
    throw explainSqliteError(error, project.path);
  } finally {
    process.removeListener('SIGINT', stop);
    await decoder.close();
  }
}

/** `macule import`: files and folders into a project, created when absent. */
export const importCommand: Command = {
  usage: 'import <path>... --project P [--recheck]',
  summary: 'import result files and photos; creates P if absent',
  options: { project: { type: 'string' }, recheck: { type: 'boolean' } },
  async run(args): Promise<Reply> {
    const path = resolve(needed(args, 'project'));
    if (args.positionals.length === 0) throw new UsageError('Name at least one file or folder to import.');
    const project = session(path);
    try {
      const outcome = await run(
        project,
        args.positionals.map((one) => resolve(one)),
        args.values['recheck'] === true,
      );
      const { counts, totals, findings, cancelled } = outcome;
      return {
        json: { ...counts, totals, cancelled, findings },
        text: words(outcome),
        findings,
        ...(cancelled ? { exit: 2 } : {}),
      };
    } finally {
      project.close();
    }
  },
};
