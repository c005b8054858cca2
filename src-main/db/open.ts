import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
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

/** @throws MaculeError not_found, not_a_project for a folder. */
export function assertExists(path: string): void {
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

/** Runs `action` with a fresh connection, which is closed again when the action fails. */
function opening<Value>(db: BetterSqlite3.Database, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    db.close();
    throw error;
  }
}

const removeWithSidecars = (path: string): void => {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
};

/**
 * Creates a project file with the newest schema and what `fill` writes. It is made under another name first, so that a
 * full disk or a kill leaves a whole project or none. The caller holds the lock.
 * @throws MaculeError project_exists, network_volume, disk_full, unreadable.
 */
export function createWritable(path: string, fill: (db: WritableDb) => void = () => undefined): WritableDb {
  if (existsSync(path)) throw new MaculeError('project_exists', `There is already a file at ${path}.`, { path });
  assertLocalVolume(dirname(path));
  const draft = `${path}.tmp`;
  removeWithSidecars(draft);
  try {
    explained(path, () => writeNewFile(draft, fill));
    renameSync(draft, path);
  } catch (error) {
    removeWithSidecars(draft);
    throw error;
  }
  return openWritable(path);
}

function writeNewFile(path: string, fill: (db: WritableDb) => void): void {
  const db = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS });
  opening(db, () => {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    applyWritePragmas(db);
    migrate(db, MIGRATIONS, { path, backup: () => undefined });
    db.transaction(() => fill(db as unknown as WritableDb)).immediate();
    db.pragma('wal_checkpoint(TRUNCATE)');
  });
  db.close();
}

/** A name for the copy before a schema change; an earlier copy is never written over. */
function backupPath(path: string, version: number): string {
  for (let number = 1; ; number++) {
    const candidate = `${path}.schema-${version}${number === 1 ? '' : `-${number}`}.backup`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** Brings an older file to the newest schema after a complete copy of it; a change that fails takes its copy along. */
function migrateWithCopy(db: BetterSqlite3.Database, migrations: readonly Migration[], path: string): void {
  const from = schemaVersion(db);
  const copy = backupPath(path, from);
  const draft = `${path}.tmp`;
  const backup = (): void => {
    removeWithSidecars(draft);
    db.prepare('VACUUM INTO ?').run(draft);
    renameSync(draft, copy);
  };
  try {
    migrate(db, migrations, { path, backup });
  } catch (error) {
    removeWithSidecars(draft);
    if (schemaVersion(db) === from) rmSync(copy, { force: true }); // nothing was changed: the project itself is the copy
    throw error;
  }
}

/** Opens a project for writing and brings its schema up to date, after a copy `<path>.schema-<n>.backup` of an older one. */
export function openWritable(path: string, migrations: readonly Migration[] = MIGRATIONS): WritableDb {
  assertExists(path);
  assertWritable(path);
  assertLocalVolume(path);
  return explained(path, () => {
    const db = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true });
    return opening(db, () => {
      assertOurs(db, path);
      assertNotNewer(db, migrations, path); // before any pragma writes to the file
      applyWritePragmas(db);
      migrateWithCopy(db, migrations, path);
      return db as unknown as WritableDb;
    });
  });
}

/**
 * Opens a project for reading beside its writer. The handle lives in one read transaction from its first read on: all that
 * it sees is one moment, however long it reads. @throws MaculeError not_found, not_a_project, project_newer.
 */
export function openReadable(path: string): ReadableDb {
  const db = connectReadable(path);
  db.exec('BEGIN');
  return db;
}

/** Opens a project for reading without a transaction: for a handle that stays open, whose reader makes short ones. */
export function connectReadable(path: string): ReadableDb {
  assertExists(path);
  return explained(path, () => {
    try {
      return checkedReadable(new BetterSqlite3(path, READ_ONLY), path);
    } catch (error) {
      if (!isUnreachableIndex(error) || existsSync(`${path}-wal`)) throw error;
      return checkedReadable(fromBytes(path), path);
    }
  });
}

const READ_ONLY = { timeout: BUSY_TIMEOUT_MS, fileMustExist: true, readonly: true };

/** SQLite makes `-shm` beside a WAL file even to read it; on read-only media it cannot. */
const isUnreachableIndex = (error: unknown): boolean =>
  error instanceof BetterSqlite3.SqliteError && /^SQLITE_(CANTOPEN|READONLY)/.test(error.code);

/** The file's two format bytes (18, 19) say "WAL", which a database in memory cannot be. */
function fromBytes(path: string): BetterSqlite3.Database {
  const bytes = readFileSync(path);
  bytes.fill(1, 18, 20);
  return new BetterSqlite3(bytes, { readonly: true });
}

function checkedReadable(db: BetterSqlite3.Database, path: string): ReadableDb {
  return opening(db, () => {
    assertOurs(db, path);
    assertNotNewer(db, MIGRATIONS, path);
    if (schemaVersion(db) === 0) throw new MaculeError('not_a_project', `${path} is empty.`, { path });
    db.pragma('temp_store = MEMORY');
    return db as unknown as ReadableDb;
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

/** A project in memory, of the newest or of an older schema: what a fresh file looks like. */
export function openInMemory(version = Infinity): WritableDb {
  const db = new BetterSqlite3(':memory:');
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  const steps = MIGRATIONS.filter((step) => step.version <= version);
  migrate(db, steps, { path: ':memory:', backup: () => undefined });
  return db as unknown as WritableDb;
}

/** Checkpoints so that the project is one file again, then closes. A full disk leaves `-wal`: nothing in it is lost. */
export function closeWritable(db: WritableDb): void {
  if (!db.open) return;
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // the next opening reads the -wal file
  } finally {
    db.close();
  }
}
