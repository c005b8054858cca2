import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { ProjectInfo } from '#shared/contract/projects';
import { MaculeError } from '#shared/domain/error';
import type { JobBoard } from './job-board';
import { rotateBackups } from '../projects/rotate-backups';
import { createProjectSession, openProjectSession, type ProjectSession } from '../projects/session';
import type { Reading } from '../reading/reading';
import type { RecentProjects } from './settings';
import { APP_VERSION } from './app-version';

/** The one project that a core has open, or none. */
export type ProjectHolder = {
  /** @throws MaculeError no_project. */
  need(): ProjectSession;
  info(): ProjectInfo | null;
  create(path: string, options?: { isSample: boolean }): Promise<ProjectInfo>;
  open(path: string): Promise<ProjectInfo>;
  close(): Promise<void>;
};

export type HolderOptions = {
  readonly jobs: JobBoard;
  readonly recent: RecentProjects;
  readonly reading: Reading;
  readonly dataFolder: string;
  readonly onChange: (info: ProjectInfo | null) => void;
  readonly log: (text: string) => void;
};

/** The file behind a path that may be a link; the path itself when there is none. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

export function createProjectHolder({
  jobs,
  recent,
  reading,
  dataFolder,
  onChange,
  log,
}: HolderOptions): ProjectHolder {
  let session: ProjectSession | null = null;

  const close = async (): Promise<void> => {
    if (!session) return;
    for (const job of jobs.list()) if (job.state === 'running' && job.kind !== 'sample') jobs.cancel(job.id);
    await Promise.all(
      jobs
        .list()
        .filter(({ kind }) => kind !== 'sample')
        .map(({ id }) => jobs.ended(id)),
    );
    const closing = session;
    session = null; // whatever closing meets, no further decision goes to this project
    await reading.close().catch(() => undefined); // first, so that the writer closes last and leaves one file
    try {
      closing.close();
    } finally {
      onChange(null);
    }
  };
  /** Only comfort: a settings folder that cannot be written must not keep a project from being opened. */
  const remember = (path: string): void => {
    try {
      recent.remember({ name: basename(path).replace(/\.macule$/i, ''), path }, Date.now());
    } catch (error) {
      log(`recent projects: ${String(error)}`);
    }
  };
  const hold = (next: ProjectSession): ProjectInfo => {
    session = next;
    if (!next.info.isSample) remember(next.path);
    rotateBackups(next, dataFolder, Date.now()).catch((error: unknown) =>
      log(`backup of ${next.path}: ${String(error)}`),
    );
    onChange(next.info);
    return next.info;
  };

  return {
    need: () => {
      if (!session) throw new MaculeError('no_project', 'No project is open. Open or create one first.');
      return session;
    },
    info: () => session?.info ?? null,
    create: async (path, options) => {
      const next = createProjectSession(path, {
        appVersion: APP_VERSION,
        now: Date.now(),
        isSample: options?.isSample ?? false,
      });
      await close();
      return hold(next);
    },
    open: async (path) => {
      if (session?.path === realPath(path)) return session.info;
      const next = openProjectSession(path); // before closing: a refused file leaves the open project open
      await close();
      return hold(next);
    },
    close,
  };
}
