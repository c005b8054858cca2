import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MaculeError } from '#shared/domain/error';
import { allRows, run } from './handle';
import { closeReadable, closeWritable, createWritable, openReadable, openWritable } from './open';
import { migrate, schemaVersion, type Migration } from './migrate';
import { MIGRATIONS } from './migrations';
import { mountTypeOf } from './network-volume';
import { explained } from './sqlite-error';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-db-'));
  path = join(folder, 'a.macule');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const errorOf = (action: () => unknown): { code: string; message: string } => {
  try {
    action();
  } catch (error) {
    if (error instanceof MaculeError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('nothing was refused');
};
const create = (): void => closeWritable(createWritable(path));

describe('the write handle', () => {
  it('syncs fully, uses WAL, keeps foreign keys and fires triggers on REPLACE', () => {
    const db = createWritable(path);
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('recursive_triggers')).toBe(1);
    closeWritable(db);
    const again = openWritable(path);
    expect(again.pragma('synchronous', { simple: true })).toBe(2);
    closeWritable(again);
  });

  it('leaves one file behind when it is closed', () => {
    create();
    expect([existsSync(path), existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([true, false, false]);
  });

  it('stays one file after a reader, and keeps its files while a writer has it', () => {
    create();
    const reader = openReadable(path);
    allRows(reader, 'SELECT * FROM meta');
    closeReadable(reader);
    expect([existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([false, false]);
  });

  it('goes on beside a reader, which sees one moment however long it reads', () => {
    const writer = createWritable(path);
    const write = (value: string): void =>
      void run(writer, `INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', ?)`, [value]);
    write('before');
    const reader = openReadable(path);
    const seen = (): unknown => allRows(reader, `SELECT value FROM meta WHERE key = 'probe'`);
    expect(seen()).toEqual([{ value: 'before' }]);
    write('after');
    expect(seen()).toEqual([{ value: 'before' }]);
    closeReadable(reader);
    const later = openReadable(path);
    expect(allRows(later, `SELECT value FROM meta WHERE key = 'probe'`)).toEqual([{ value: 'after' }]);
    closeReadable(later);
    closeWritable(writer);
    expect([existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([false, false]);
  });

  it('has only STRICT tables', () => {
    create();
    const db = openReadable(path);
    const loose = allRows<{ name: string }>(
      db,
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
    );
    db.close();
    expect(loose).toEqual([]);
  });
});

describe('a refused project', () => {
  it('is not there', () => expect(errorOf(() => openWritable(path)).code).toBe('not_found'));

  it('is there already when one is to be created', () => {
    create();
    expect(errorOf(() => createWritable(path)).code).toBe('project_exists');
  });

  it('was written by a newer version, and is left as it was', () => {
    create();
    const db = new BetterSqlite3(path);
    db.pragma('user_version = 9990');
    db.close();
    const before = readFileSync(path);
    for (const open of [openReadable, openWritable]) {
      const { code, message } = errorOf(() => open(path));
      expect(code).toBe('project_newer');
      expect(message).toContain('newer version of Macule');
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is no database, or another program’s', () => {
    writeFileSync(
      path,
      'this is no database, only text that is long enough to be looked at as a header of one'.repeat(4),
    );
    expect(errorOf(() => openWritable(path)).code).toBe('not_a_project');
    rmSync(path);
    const other = new BetterSqlite3(path);
    other.exec('CREATE TABLE t (a)');
    other.close();
    expect(errorOf(() => openWritable(path)).code).toBe('not_a_project');
  });

  it('is read-only by its mode, also for root', () => {
    create();
    chmodSync(path, 0o444);
    expect(errorOf(() => openWritable(path)).code).toBe('project_read_only');
    openReadable(path).close();
  });

  it('does not fit on the disk: the statement is refused in words and nothing of it is kept', () => {
    const db = createWritable(path);
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 2}`);
    const fill = (): unknown =>
      explained(path, () =>
        db
          .transaction(() => run(db, 'INSERT INTO source (sha256, size_bytes) VALUES (?, 1)', ['x'.repeat(200_000)]))
          .immediate(),
      );
    const { code, message } = errorOf(fill);
    expect(code).toBe('disk_full');
    expect(message).toContain('the disk is full');
    expect(allRows(db, 'SELECT id FROM source')).toEqual([]);
    closeWritable(db);
  });
});

describe('migrations', () => {
  const added: Migration = { version: 20, up: (db) => void db.exec('CREATE TABLE extra (a INTEGER) STRICT') };

  it('keep a copy of the older file first and keep every row', () => {
    create();
    const before = openWritable(path);
    run(before, `INSERT INTO meta (key, value) VALUES ('k', 'v')`);
    const reasons = allRows(before, 'SELECT * FROM reason ORDER BY id');
    closeWritable(before);
    const after = openWritable(path, [...MIGRATIONS, added]);
    expect(schemaVersion(after)).toBe(20);
    expect(allRows(after, 'SELECT * FROM reason ORDER BY id')).toEqual(reasons);
    closeWritable(after);
    const copy = openReadable(`${path}.schema-10.backup`);
    expect(schemaVersion(copy)).toBe(10);
    expect(allRows(copy, `SELECT value FROM meta WHERE key = 'k'`)).toEqual([{ value: 'v' }]);
    copy.close();
  });

  it('leave the file at the old version when a step fails', () => {
    create();
    const broken: Migration = {
      version: 20,
      up: (db) => {
        db.exec('CREATE TABLE extra (a INTEGER) STRICT');
        throw new Error('broken step');
      },
    };
    expect(() => openWritable(path, [...MIGRATIONS, broken])).toThrow('broken step');
    const db = openReadable(path);
    expect([schemaVersion(db), allRows(db, `SELECT name FROM sqlite_schema WHERE name = 'extra'`)]).toEqual([10, []]);
    db.close();
  });

  it('are refused out of order', () => {
    const db = new BetterSqlite3(':memory:');
    const options = { path: ':memory:', backup: () => undefined };
    expect(() => migrate(db, [added, { ...added, version: 10 }], options)).toThrow('out of order');
    expect(() => migrate(db, [{ ...added, version: 15 }], options)).toThrow('out of order');
  });
});

describe('network volumes', () => {
  const mounts = '/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/team\\040share nfs4 rw 0 0\n//nas/y /mnt/team cifs rw 0 0\n';
  it('are told by the longest mount point', () => {
    expect(mountTypeOf('/home/a.macule', mounts)).toBe('ext4');
    expect(mountTypeOf('/mnt/team share/a.macule', mounts)).toBe('nfs4');
    expect(mountTypeOf('/mnt/team/a.macule', mounts)).toBe('cifs');
    expect(mountTypeOf('/mnt/teams/a.macule', mounts)).toBe('ext4');
  });
});
