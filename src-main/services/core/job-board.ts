import { MaculeError } from '#shared/domain/error';
import type { Job } from '#shared/contract/jobs';
import type { JobContext } from '#main/jobs/job';
import { failure } from './dispatch';

const NOTICE_INTERVAL_MS = 100;
const KEPT_ENDED_JOBS = 50;

type Entry = { job: Job; abort: AbortController; finished: Promise<void> };
export type JobBoard = {
  /** Starts work and answers with its id at once; the work's value becomes the job's `result`. */
  start(kind: Job['kind'], work: (context: JobContext) => Promise<unknown>): string;
  get(id: string): Job;
  list(): Job[];
  cancel(id: string): void;
  /** Resolves with the ended job. */
  ended(id: string): Promise<Job>;
  isRunning(kind: Job['kind']): boolean;
  /** Cancels everything that runs and waits for it. */
  stopAll(): Promise<void>;
};

/** Time left from the mean rate so far; null in the first half second, when a rate says nothing. */
export function etaMs(startedAt: number, now: number, done: number, total: number | null): number | null {
  const elapsed = now - startedAt;
  if (total === null || total <= 0 || done <= 0 || elapsed < 500) return null;
  return Math.max(0, Math.round((elapsed * (total - done)) / done));
}

/** What a user is told of a failed job: words, never a stack or what a library said to itself. */
function errorOf(error: unknown, log: (text: string) => void): NonNullable<Job['error']> {
  const { code, message } = failure(error, log).error;
  return { code, message };
}

/** Keeps the jobs of one core: progress with ETA, cancel, results. `notify` is called at most ten times a second per job. */
export function createJobBoard(options: {
  notify: (job: Job) => void;
  now: () => number;
  newId: () => string;
  log: (text: string) => void;
}): JobBoard {
  const entries = new Map<string, Entry>();
  const found = (id: string): Entry => {
    const entry = entries.get(id);
    if (!entry) throw new MaculeError('not_found', `There is no job ${id}.`, { jobId: id });
    return entry;
  };
  const prune = (): void => {
    const ended = [...entries.values()].filter(({ job }) => job.state !== 'running');
    for (const { job } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED_JOBS))) entries.delete(job.id);
  };

  const start: JobBoard['start'] = (kind, work) => {
    const id = options.newId();
    const startedAt = options.now();
    const abort = new AbortController();
    let notifiedAt = 0;
    const entry: Entry = {
      job: {
        id,
        kind,
        state: 'running',
        phase: '',
        done: 0,
        total: null,
        startedAt,
        etaMs: null,
        error: null,
        result: null,
      },
      abort,
      finished: Promise.resolve(),
    };
    const update = (change: Partial<Job>, force: boolean): void => {
      entry.job = { ...entry.job, ...change };
      const now = options.now();
      if (!force && now - notifiedAt < NOTICE_INTERVAL_MS) return;
      notifiedAt = now;
      options.notify(entry.job);
    };
    const context: JobContext = {
      signal: abort.signal,
      progress: ({ phase, done, total }) =>
        update({ phase, done, total, etaMs: etaMs(startedAt, options.now(), done, total) }, false),
    };
    entries.set(id, entry);
    prune();
    options.notify(entry.job);
    entry.finished = work(context).then(
      (result) => update({ state: abort.signal.aborted ? 'cancelled' : 'done', result, etaMs: 0 }, true),
      (error: unknown) => {
        const isCancelled = abort.signal.aborted && (!(error instanceof MaculeError) || error.code === 'cancelled');
        update(
          isCancelled
            ? { state: 'cancelled', etaMs: null }
            : { state: 'failed', error: errorOf(error, options.log), etaMs: null },
          true,
        );
      },
    );
    return id;
  };

  return {
    start,
    get: (id) => found(id).job,
    list: () => [...entries.values()].map(({ job }) => job).reverse(),
    cancel: (id) => found(id).abort.abort(),
    ended: async (id) => {
      await found(id).finished;
      return found(id).job;
    },
    isRunning: (kind) => [...entries.values()].some(({ job }) => job.kind === kind && job.state === 'running'),
    stopAll: async () => {
      for (const { abort } of entries.values()) abort.abort();
      await Promise.all([...entries.values()].map(({ finished }) => finished));
    },
  };
}
