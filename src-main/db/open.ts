import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { MaculeError } from '#shared/domain/error';
import type { ReadableDb, WritableDb } from './handle';
import { assertNotNewer, migrate, schemaVersion, type Migration } from './migrate';
import { MIGRATIONS } from './migrations';
import { networkVolumeOf } from './network-volume';
import { explained } from './sqlite-error';

/** Marks a file as ours in SQLite's header: "MACU". */
export const APPLICATION_ID = 0x4d414355;
const BUSY_TIMEOUT_MS = 2000;

/** The pragmas of the write handle: an answered decision survives a power cut. */
export function applyWritePragmas(db: BetterSqlite3.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  if (process.platform === 'darwin') db.pragma('fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON'); // so that INSERT OR REPLACE fires the delete triggers of the journal
  db.pragma('cache_size = -65536');
  db.pragma('temp_store = MEMORY');
}

function assertOurs(db: BetterSqlite3.Database, path: string): void {
  const id = db.pragma('application_id', { simple: true }) as number;
  if (id === APPLICATION_ID) return;
  throw new MaculeError('not_a_project', `${path} is a database, but not a Macule project.`, { path });
}

function assertExists(path: string): void {
  if (!existsSync(path)) throw new MaculeError('not_found', `There is no project at ${path}.`, { path });
  if (!statSync(path).isFile()) throw new MaculeError('not_a_project', `${path} is not a file.`, { path });
}

/** File modes do not bind root, so the mode is read as well as asked for. */
function assertWritable(path: string): void {
  const refuse = (cause?: unknown): never => {
    throw new MaculeError(
      'project_read_only',
      `${path} is read-only. Nothing was changed. Make the file and its folder writable, or copy the project elsewhere.`,
      { path },
      { cause },
    );
  };
  if ((statSync(path).mode & 0o222) === 0) refuse();
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    refuse(error);
  }
}

function assertLocalVolume(path: string): void {
  const volume = networkVolumeOf(path);
  if (!volume) return;
  throw new MaculeError(
    'network_volume',
    `${path} is on a network volume (${volume}). SQLite cannot keep decisions safe there: copy the project to a local disk, work, and copy it back.`,
    { path, volume },
  );
}

/** Creates a project file with the newest schema. @throws MaculeError project_exists, network_volume, unreadable. */
export function createWritable(path: string): WritableDb {
  if (existsSync(path)) throw new MaculeError('project_exists', `There is already a file at ${path}.`, { path });
  assertLocalVolume(dirname(path));
  return explained(path, () => {
    const db = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS });
    db.pragma(`application_id = ${APPLICATION_ID}`);
    applyWritePragmas(db);
    migrate(db, MIGRATIONS, { path, backup: () => undefined });
    return db as unknown as WritableDb;
  });
}

/** Opens a project for writing and brings its schema up to date, after a copy `<path>.schema-<n>.backup` of an older one. */
export function openWritable(path: string, migrations: readonly Migration[] = MIGRATIONS): WritableDb {
  assertExists(path);
  assertWritable(path);
  assertLocalVolume(path);
  return explained(path, () => {
    const db = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true });
    try {
      assertOurs(db, path);
      assertNotNewer(db, migrations, path); // before any pragma writes to the file
    } catch (error) {
      db.close();
      throw error;
    }
    applyWritePragmas(db);
    const backup = (version: number): void => void db.prepare('VACUUM INTO ?').run(`${path}.schema-${version}.backup`);
    migrate(db, migrations, { path, backup });
    return db as unknown as WritableDb;
  });
}

/**
 * Opens a project for reading beside its writer. The handle lives in one read transaction from its first read on: all that
 * it sees is one moment, however long it reads. @throws MaculeError not_found, not_a_project, project_newer.
 */
export function openReadable(path: string): ReadableDb {
  assertExists(path);
  return explained(path, () => {
    const db = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true, readonly: true });
    try {
      assertOurs(db, path);
      assertNotNewer(db, MIGRATIONS, path);
      if (schemaVersion(db) === 0) throw new MaculeError('not_a_project', `${path} is empty.`, { path });
      db.pragma('temp_store = MEMORY');
      db.exec('BEGIN');
      return db as unknown as ReadableDb;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/**
 * Closes a reading handle. A read-only connection leaves the `-wal` and `-shm` files that it had to make; where no
 * writer has the project, a short writing connection lets SQLite itself tidy them up, so that it is one file again.
 */
export function closeReadable(db: ReadableDb): void {
  if (!db.open) return;
  const path = db.name;
  db.close();
  if (!existsSync(`${path}-wal`) || existsSync(`${path}.lock`)) return;
  try {
    const last = new BetterSqlite3(path, { timeout: 0, fileMustExist: true });
    last.pragma('schema_version');
    last.close();
  } catch {
    // read-only media: the two files stay, and do no harm
  }
}

/** A project in memory with the newest schema, for tests of repositories and services. */
export function openInMemory(): WritableDb {
  const db = new BetterSqlite3(':memory:');
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  migrate(db, MIGRATIONS, { path: ':memory:', backup: () => undefined });
  return db as unknown as WritableDb;
}

/** Checkpoints so that the project is one file again, then closes. */
export function closeWritable(db: WritableDb): void {
  if (!db.open) return;
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
