import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { MaculeError } from '#shared/domain/error';
import { writeError } from '#main/db/file-error';
import { explainSqliteError } from '#main/db/sqlite-error';
import { assertAbsolute, type ProjectSession } from './session';

/**
 * Writes a consistent copy of the open project by SQLite's backup API while work goes on.
 * @throws MaculeError file_exists, write_failed, invalid_input.
 */
export async function saveCopy(
  { db, path: own }: ProjectSession,
  path: string,
): Promise<{ path: string; sizeBytes: number }> {
  assertAbsolute(path);
  if (!/\.macule$/i.test(path)) throw new MaculeError('invalid_input', `${path} does not end in .macule.`, { path });
  if (path === own || existsSync(path))
    throw new MaculeError('file_exists', `There is already a file at ${path}. Choose another name.`, { path });
  const draft = `${path}.tmp-${randomUUID()}`;
  try {
    await db.backup(draft);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw writeError(explainSqliteError(error, path), path);
  }
  return { path, sizeBytes: statSync(path).size };
}
