import type { JoinSummary, SubjectCounts } from '#shared/contract/subjects';
import { MaculeError, type ErrorCode } from '#shared/domain/error';
import type { JobContext } from '#main/jobs/job';
import { listTables } from '#main/repositories/joined-tables';
import { subjectCounts, subjectRule } from '#main/repositories/subjects';
import { applyRule, joinTable, removeTable } from '../subjects/join-table';
import type { Handlers } from './dispatch';
import type { HandlerParts } from './handlers';

type Part = Pick<Handlers, Extract<keyof Handlers, `subjects.${string}`>>;

/** Subjects are assigned by one job at a time, and never beside an import, which assigns them itself. */
export function subjectsHandlers({ projects, jobs, reading }: HandlerParts): Part {
  const start = (work: (context: JobContext) => Promise<unknown>): string => {
    if (jobs.isRunning('import') || jobs.isRunning('join'))
      throw new MaculeError(
        'job_running',
        'An import or a join is running. Wait for it, or cancel it, then try again.',
      );
    return jobs.start('join', work);
  };
  const done = async (work: (context: JobContext) => Promise<unknown>): Promise<SubjectCounts> => {
    const { db } = projects.need();
    const { error } = await jobs.ended(start(work));
    if (error) throw new MaculeError(error.code as ErrorCode, error.message);
    return subjectCounts(db);
  };
  return {
    'subjects.previewTable': (input) => reading.ask(projects.need().path, 'subjects.previewTable', input),
    'subjects.join': ({ path, ...mapping }) => {
      const { db } = projects.need();
      const work = (context: JobContext): Promise<JoinSummary> =>
        joinTable({ db, path, mapping, now: Date.now(), context });
      return { jobId: start(work) };
    },
    'subjects.setRule': (rule) => done((context) => applyRule(projects.need().db, rule, context)),
    'subjects.removeTable': ({ id }) => done((context) => removeTable(projects.need().db, id, context)),
    'subjects.state': () => {
      const { db } = projects.need();
      return { rule: subjectRule(db), tables: listTables(db) };
    },
    'subjects.attributes': (input) => reading.ask(projects.need().path, 'subjects.attributes', input),
  };
}
