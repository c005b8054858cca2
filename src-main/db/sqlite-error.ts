import { SqliteError } from 'better-sqlite3';
import { MaculeError } from '#shared/domain/error';

/** A full disk shows itself where SQLite makes a file larger: the project, its log, or the index of the log. */
const DISK_FULL: ReadonlySet<string> = new Set([
  'SQLITE_FULL',
  'SQLITE_IOERR_WRITE',
  'SQLITE_IOERR_FSYNC',
  'SQLITE_IOERR_TRUNCATE',
  'SQLITE_IOERR_SHMSIZE',
]);

const isSqliteError = (error: unknown): error is SqliteError & { code: string } => error instanceof SqliteError;

/** Turns what SQLite says of a disk, a lock or a foreign file into words; anything else comes back unchanged. */
export function explainSqliteError(error: unknown, path: string): unknown {
  if (!isSqliteError(error)) return error;
  const { code } = error;
  const say = (kind: ConstructorParameters<typeof MaculeError>[0], message: string): MaculeError =>
    new MaculeError(kind, message, { path, sqlite: code }, { cause: error });
  if (DISK_FULL.has(code))
    return say(
      'disk_full',
      `${path} could not be written: the disk is full. Nothing of this step was kept. Free some space and try again.`,
    );
  if (code.startsWith('SQLITE_READONLY'))
    return say(
      'project_read_only',
      `${path} is read-only. Nothing was changed. Make the file and its folder writable, or copy the project elsewhere.`,
    );
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return say('project_locked', `${path} is in use by another program. Close it there and try again.`);
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return say(
      'not_a_project',
      `${path} is not a Macule project, or is damaged. Nothing was changed. The newest copies lie in Macule's data folder, under backups.`,
    );
  if (code.startsWith('SQLITE_CANTOPEN'))
    return say('unreadable', `${path} cannot be opened. Check that the file and its folder exist and are readable.`);
  if (code.startsWith('SQLITE_IOERR'))
    return say(
      'unreadable',
      `${path} could not be read or written: the disk reports an error (${code}). Nothing of this step was kept. Copy the project to another disk.`,
    );
  return error;
}

/** Runs `action` and throws what SQLite refused in words. */
export function explained<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}
