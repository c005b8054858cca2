import { existsSync } from 'node:fs';
import type { RelinkSummary } from '#shared/contract/roots';
import { MaculeError } from '#shared/domain/error';
import type { JobContext } from '#main/jobs/job';
import { rootRows } from '#main/repositories/roots';
import { assertAbsolute } from '../projects/session';
import { relink, summaryOf } from '../roots/relink';
import type { MovePlan } from '../roots/search-moved';
import type { Handlers } from './dispatch';
import type { HandlerParts } from './handlers';

type Part = Pick<Handlers, Extract<keyof Handlers, `roots.${string}`>>;

/** Moved files: one job at a time, and none beside an import, which writes the same rows. */
export function rootsHandlers({ projects, jobs, runInBackground }: HandlerParts): Part {
  /** What the last search found, until it is taken or another search is made. */
  let last: { readonly planId: string; readonly project: string; readonly plan: MovePlan } | null = null;
  const start = (work: (context: JobContext) => Promise<unknown>): string => {
    if (jobs.isRunning('import') || jobs.isRunning('roots'))
      throw new MaculeError(
        'job_running',
        'An import or a search for moved files is running. Wait for it, or cancel it, then try again.',
      );
    return jobs.start('roots', work);
  };
  return {
    'roots.list': () => rootRows(projects.need().db).map((root) => ({ ...root, isThere: existsSync(root.path) })),
    'roots.check': () => {
      const { path } = projects.need();
      return { jobId: start((context) => runInBackground({ task: 'checkRoots', path }, context)) };
    },
    'roots.searchIn': ({ rootId, folder }) => {
      assertAbsolute(folder);
      const { path } = projects.need();
      let planId = '';
      planId = start(async (context) => {
        const found = await runInBackground({ task: 'searchMoved', path, wanted: { rootId, folder } }, context);
        const plan = found as MovePlan;
        last = { planId, project: path, plan };
        return summaryOf(plan, planId);
      });
      return { jobId: planId };
    },
    'roots.relink': ({ planId }) => {
      const { db, path } = projects.need();
      if (last?.planId !== planId || last.project !== path)
        throw new MaculeError('not_found', 'This search is not known any more. Search again.', { planId });
      const { plan } = last;
      const jobId = start(async (context): Promise<RelinkSummary> => relink(db, plan, context));
      last = null;
      return { jobId };
    },
  };
}
