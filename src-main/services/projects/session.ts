import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MaculeError } from '#shared/domain/error';
import type { ProjectInfo } from '#shared/contract/projects';
import type { ReadableDb, WritableDb } from '#main/db/handle';
import { lockProject, type ProjectLock } from '#main/db/lock';
import { closeWritable, createWritable, openWritable } from '#main/db/open';
import { countEvents } from '#main/repositories/events';
import { metaValue, projectId, setMetaValues } from '#main/repositories/meta';
import { makeFolder } from '../core/make-folder';
import { removeUnpublished } from '../ingest/remove-unpublished';
import { uuid7 } from '../uuid7';

/** A project open for work: the one write handle and the lock that belongs to it. */
export type ProjectSession = {
  readonly path: string;
  readonly db: WritableDb;
  readonly info: ProjectInfo;
  close(): void;
};

export function projectInfo(db: ReadableDb, path: string): ProjectInfo {
  return {
    projectId: projectId(db),
    name: basename(path).replace(/\.macule$/i, ''),
    path,
    createdAt: Number(metaValue(db, 'created_at') ?? 0),
    isSample: metaValue(db, 'is_sample') === '1',
  };
}

function assertProjectName(path: string): void {
  if (/\.macule$/i.test(path)) return;
  throw new MaculeError(
    'invalid_input',
    `${path} does not end in .macule. A Macule project is one file, name.macule.`,
    { path },
  );
}

function session(path: string, db: WritableDb, lock: ProjectLock): ProjectSession {
  return {
    path,
    db,
    info: projectInfo(db, path),
    close: () => {
      closeWritable(db);
      lock.release();
    },
  };
}

function withLock<Value>(path: string, action: (lock: ProjectLock) => Value): Value {
  const lock = lockProject(path);
  try {
    return action(lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makeProjectFolder(path: string): void {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw new MaculeError(
      'write_failed',
      `The folder for ${path} cannot be made: ${(error as Error).message}. Choose another place.`,
      { path },
      { cause: error },
    );
  }
}

/** Creates a project file and opens it. @throws MaculeError project_exists, project_locked, project_read_only, network_volume. */
export function createProjectSession(
  rawPath: string,
  options: { appVersion: string; now: number; isSample?: boolean },
): ProjectSession {
  const path = resolve(rawPath);
  assertProjectName(path);
  makeProjectFolder(path);
  return withLock(path, (lock) => {
    const db = createWritable(path);
    const values: Record<string, string> = {
      project_id: uuid7(options.now),
      created_at: String(options.now),
      created_by: options.appVersion,
      is_sample: options.isSample ? '1' : '0',
    };
    db.transaction(() => {
      setMetaValues(db, values);
    }).immediate();
    return session(path, db, lock);
  });
}

/** Opens a project for work, clears what an interrupted import left, and keeps a copy before a schema change. */
export function openProjectSession(rawPath: string): ProjectSession {
  const path = resolve(rawPath);
  return withLock(path, (lock) => {
    const db = openWritable(path);
    removeUnpublished(db);
    return session(path, db, lock);
  });
}

const KEPT_BACKUPS = 5;

/**
 * Keeps a copy of the project, made by SQLite's backup API while work goes on; the newest five stay.
 * A project without decisions is not copied.
 */
export async function rotateBackups({ db, info }: ProjectSession, folder: string, now: number): Promise<void> {
  if (countEvents(db) === 0) return;
  const own = join(folder, 'backups', info.projectId);
  makeFolder(own);
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  await db.backup(join(own, `${info.name}-${stamp}.macule`));
  const all = readdirSync(own)
    .filter((name) => name.endsWith('.macule'))
    .sort((a, b) => (a.slice(-31) < b.slice(-31) ? -1 : 1));
  for (const old of all.slice(0, -KEPT_BACKUPS)) rmSync(join(own, old), { force: true });
}
