import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { MaculeError } from '#shared/domain/error';
import type { ProjectInfo } from '#shared/contract/projects';
import { writeError } from '#main/db/file-error';
import type { ReadableDb, WritableDb } from '#main/db/handle';
import { lockProject, type ProjectLock } from '#main/db/lock';
import { assertExists, closeWritable, createWritable, openWritable } from '#main/db/open';
import { explained } from '#main/db/sqlite-error';
import { metaValue, projectId, setMetaValues } from '#main/repositories/meta';
import { makeFolder } from '../core/make-folder';
import { removeUnpublished } from '../ingest/remove-unpublished';
import { finishAssignment } from '../subjects/assign-subjects';
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
      try {
        closeWritable(db);
      } finally {
        lock.release();
      }
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

/** A path from outside names one place, whatever folder this process happens to run in. */
export function assertAbsolute(path: string): void {
  if (!isAbsolute(path)) throw new MaculeError('invalid_input', `${path} is not an absolute path.`, { path });
}

function makeProjectFolder(path: string): void {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw writeError(error, path);
  }
}

/**
 * Creates a project file and opens it.
 * @throws MaculeError invalid_input, project_exists, project_locked, project_read_only, network_volume, disk_full, write_failed.
 */
export function createProjectSession(
  path: string,
  options: { appVersion: string; now: number; isSample?: boolean },
): ProjectSession {
  assertAbsolute(path);
  assertProjectName(path);
  makeProjectFolder(path);
  const place = join(realpathSync(dirname(path)), basename(path));
  return withLock(place, (lock) => {
    const db = createWritable(place, (fresh) =>
      setMetaValues(fresh, {
        project_id: uuid7(options.now),
        created_at: String(options.now),
        created_by: options.appVersion,
        is_sample: options.isSample ? '1' : '0',
      }),
    );
    return session(place, db, lock);
  });
}

/**
 * Opens a project for work, clears what an interrupted import left, and keeps a copy before a schema change. The lock
 * belongs to the file itself: two links to it are one project.
 */
export function openProjectSession(path: string): ProjectSession {
  assertAbsolute(path);
  assertExists(path);
  const place = realpathSync(path);
  return withLock(place, (lock) => {
    const db = openWritable(place);
    try {
      explained(place, () => removeUnpublished(db));
      explained(place, () => finishAssignment(db));
      return session(place, db, lock);
    } catch (error) {
      closeWritable(db);
      throw error;
    }
  });
}
