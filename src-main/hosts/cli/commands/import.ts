import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { MaculeError } from '#shared/domain/error';
import { type Finding, isErrorFinding } from '#shared/domain/finding';
import { explainSqliteError } from '#main/db/sqlite-error';
import { spawnDecoder } from '#main/jobs/decoder';
import { allFindings, eachFinding } from '#main/repositories/findings';
import { APP_VERSION } from '#main/services/core/app-version';
import { builtWorker } from '#main/services/core-client';
import { importPaths, type ImportOutcome } from '#main/services/ingest/import-paths';
import { createProjectSession, openProjectSession, type ProjectSession } from '#main/services/projects/session';
import { type Command, type ExitCode, needed, UsageError } from '../command';
import { showProgress } from '../progress';
import { writeFindingLines, writeJsonWithFindings } from '../write-findings';
import { writeOut } from '../write-out';
import { assertTable, assignSubjects, type SubjectReply, subjectWishes, type SubjectWishes } from './import-subjects';

function session(path: string): ProjectSession {
  if (existsSync(path)) return openProjectSession(path);
  return createProjectSession(path, { appVersion: APP_VERSION, now: Date.now() });
}

/** Said before a project is made: there would be nothing in it. */
const missingWords = (paths: readonly string[]): string =>
  `${paths.join(', ')}: there is nothing at ${paths.length === 1 ? 'this path' : 'any of these paths'}. Check the spelling.`;

function words({ counts, totals, cancelled }: ImportOutcome): string {
  const sentence = (what: typeof counts): string =>
    `${what.results} results (${what.failedResults} failed), ${what.captures} captures, ${what.views} views, ${what.masks} masks, ${what.lesions} lesions, ${what.photos} photos`;
  return `${cancelled ? 'Cancelled. ' : ''}New: ${sentence(counts)}.\nProject: ${sentence(totals)}.`;
}

type Outcome = { readonly imported: ImportOutcome; readonly subjects: SubjectReply };
type Wishes = SubjectWishes & { readonly recheck: boolean };

async function run(project: ProjectSession, paths: string[], wishes: Wishes): Promise<Outcome> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop);
  const decoder = spawnDecoder(builtWorker('import-worker.js'));
  try {
    const context = { signal: abort.signal, progress: showProgress() };
    const imported = await importPaths({
      db: project.db,
      decoder,
      paths,
      now: Date.now(),
      context,
      recheck: wishes.recheck,
      isAlone: true, // the project is locked by this process, which answers nobody
    });
    const none = { json: {}, text: '', findings: [] };
    return { imported, subjects: imported.cancelled ? none : await assignSubjects(project.db, wishes, context) };
  } catch (error) {
    throw explainSqliteError(error, project.path);
  } finally {
    process.removeListener('SIGINT', stop);
    await decoder.close();
  }
}

/** `macule import`: files and folders into a project, created when absent. */
export const importCommand: Command = {
  usage:
    'import <path>... --project P [--recheck] [--table FILE [--table-key COLUMN] [--table-subject COLUMN]] [--subject-folder DEPTH]',
  summary: 'import result files and photos, join a table of subjects; creates P if absent',
  options: {
    project: { type: 'string' },
    recheck: { type: 'boolean' },
    table: { type: 'string' },
    'table-key': { type: 'string' },
    'table-subject': { type: 'string' },
    'subject-folder': { type: 'string' },
  },
  async run(args): Promise<ExitCode> {
    const path = resolve(needed(args, 'project'));
    if (args.positionals.length === 0) throw new UsageError('Name at least one file or folder to import.');
    const wishes = subjectWishes(args);
    assertTable(wishes);
    const paths = args.positionals.map((one) => resolve(one));
    if (!paths.some(existsSync)) throw new MaculeError('unreadable', missingWords(paths));
    const project = session(path);
    try {
      const { imported, subjects } = await run(project, paths, { ...wishes, recheck: args.values['recheck'] === true });
      const { runId, counts, totals, cancelled, findingCounts, tally } = imported;
      const document = { ...counts, totals, cancelled, tally, ...subjects.json };
      const findings = function* (): Generator<Finding> {
        yield* eachFinding(project.db, allFindings(runId));
        yield* subjects.findings;
      };
      if (args.values['json'] === true) await writeJsonWithFindings(document, findings());
      else {
        await writeFindingLines(findings());
        await writeOut(`${words(imported)}${subjects.text}\n`);
      }
      if (cancelled) return 2;
      return findingCounts.error > 0 || subjects.findings.some(isErrorFinding) ? 1 : 0;
    } finally {
      project.close();
    }
  },
};
