import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MaculeError } from '#shared/domain/error';
import { allRows, run } from '#main/db/handle';
import { closeReadable, createWritable, openReadable, openWritable, closeWritable } from '#main/db/open';
import type { Migration } from '#main/db/migrate';
import { MIGRATIONS } from '#main/db/migrations/index';
import { countEvents } from '#main/repositories/events';
import { lesionState } from '#main/repositories/lesions';
import { fillSmallProject, lesionId, NO_CONTEXT, testAuthor, VIEW } from '#main/test-support/small-project';
import { appendAction, type Reviewing } from '../review/append-action';
import { redo, undo } from '../review/undo';
import { verifyProject } from '../verify/verify';
import { saveCopy } from './save-copy';
import { rotateBackups } from './rotate-backups';
import { createProjectSession, openProjectSession, type ProjectSession } from './session';

let folder: string;
let path: string;
let open: ProjectSession[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-session-'));
  path = join(folder, 'a.macule');
});
afterEach(() => {
  for (const session of open) session.close();
  open = [];
  rmSync(folder, { recursive: true, force: true });
});
const kept = (session: ProjectSession): ProjectSession => {
  open.push(session);
  return session;
};
const create = (): ProjectSession => kept(createProjectSession(path, { appVersion: '0.1.0', now: 1 }));
const reopen = (session: ProjectSession): ProjectSession => {
  session.close();
  return kept(openProjectSession(path));
};
const ana = ({ db }: ProjectSession, startMs?: number): Reviewing => ({
  db,
  author: testAuthor('device-1', startMs),
  reviewer: 'Ana',
  context: NO_CONTEXT,
});
function refused(action: () => unknown): { code: string; message: string } {
  try {
    action();
  } catch (error) {
    if (error instanceof MaculeError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('nothing was refused');
}
/** The small project on disk, under the project id that it was made with. */
function smallOnDisk(): ProjectSession {
  const session = create();
  run(session.db, 'DELETE FROM meta');
  fillSmallProject(session.db);
  return session;
}
const accept = (session: ProjectSession, lesion: number, startMs?: number): void =>
  void appendAction(ana(session, startMs), { type: 'decide', lesions: [lesionId(lesion)], verdict: 'accepted' });

const verdictOf = ({ db }: ProjectSession, lesion: number): string =>
  lesionState(db, lesionId(lesion))?.verdict ?? 'pending';

describe('the appending handle', () => {
  it('is set to synchronous=2 and journal_mode=wal, after making and after opening', () => {
    const made = create();
    const settings = ({ db }: ProjectSession): unknown[] =>
      ['synchronous', 'journal_mode', 'recursive_triggers', 'foreign_keys'].map((name) =>
        db.pragma(name, { simple: true }),
      );
    expect(settings(made)).toEqual([2, 'wal', 1, 1]);
    expect(settings(reopen(made))).toEqual([2, 'wal', 1, 1]);
  });

  it('has committed when the decision returns: a copy of the bytes on disk holds it', () => {
    const session = smallOnDisk();
    for (let lesion = 0; lesion < 4; lesion++) {
      accept(session, lesion);
      expect(session.db.inTransaction).toBe(false);
      const copy = join(folder, `copy-${lesion}.macule`); // what a kill at this moment would leave
      for (const ending of ['', '-wal']) writeFileSync(copy + ending, readFileSync(path + ending));
      const found = openReadable(copy);
      expect(countEvents(found)).toBe(lesion + 1);
      expect(verifyProject(found).ok).toBe(true);
      closeReadable(found);
    }
  });
});

describe('undo and redo', () => {
  it('go on after a restart where they were, across views, and are refused at the ends', () => {
    let session = smallOnDisk();
    accept(session, 0, 1_000);
    accept(session, 1, 2_000);
    appendAction(ana(session, 3_000), { type: 'sweep', view: VIEW, value: true });
    session = reopen(session);
    expect(undo(ana(session, 4_000)).label).toBe('Undo: Confirm sweep');
    session = reopen(session);
    expect(undo(ana(session, 5_000)).label).toBe('Undo: Accept');
    expect(verdictOf(session, 1)).toBe('pending');
    session = reopen(session);
    expect(redo(ana(session, 6_000)).label).toBe('Redo: Accept');
    expect(verdictOf(session, 1)).toBe('accepted');
    session = reopen(session);
    redo(ana(session, 7_000));
    expect(refused(() => redo(ana(session, 8_000))).code).toBe('nothing_to_redo');
    for (let step = 0; step < 3; step++) {
      session = reopen(session);
      undo(ana(session, 9_000 + step));
    }
    expect(refused(() => undo(ana(session, 9_100))).code).toBe('nothing_to_undo');
    expect([0, 1].map((lesion) => verdictOf(session, lesion))).toEqual(['pending', 'pending']);
    expect(countEvents(session.db)).toBe(10);
    expect(verifyProject(session.db).ok).toBe(true);
  });
});

describe('one writer', () => {
  it('has the project, whatever link leads to it', () => {
    const session = create();
    symlinkSync(path, join(folder, 'link.macule'));
    mkdirSync(join(folder, 'sub'));
    symlinkSync(folder, join(folder, 'sub', 'up'));
    for (const way of [path, join(folder, 'link.macule'), join(folder, 'sub', 'up', 'a.macule')]) {
      const { code, message } = refused(() => openProjectSession(way));
      expect([way, code]).toEqual([way, 'project_locked']);
      expect(message).toContain(`process ${process.pid}`);
    }
    session.close();
    expect(existsSync(`${path}.lock`)).toBe(false);
    kept(openProjectSession(join(folder, 'link.macule')));
    expect(existsSync(`${path}.lock`)).toBe(true);
  });

  it('gives the lock back when opening is refused', () => {
    const session = create();
    session.db.pragma('user_version = 9990');
    session.close();
    expect(refused(() => openProjectSession(path)).code).toBe('project_newer');
    expect(readdirSync(folder)).toEqual(['a.macule']);
  });
});

describe('a place that cannot be', () => {
  it.each([
    ['relative.macule', 'invalid_input'],
    ['../relative.macule', 'invalid_input'],
  ])('is %s', (given, code) => {
    expect(refused(() => createProjectSession(given, { appVersion: '0', now: 1 })).code).toBe(code);
    expect(refused(() => openProjectSession(given)).code).toBe(code);
  });

  it('is a folder that is a file, and a project in a folder that is not there', () => {
    writeFileSync(join(folder, 'file'), '');
    const inFile = join(folder, 'file', 'a.macule');
    expect(refused(() => createProjectSession(inFile, { appVersion: '0', now: 1 })).code).toBe('write_failed');
    expect(refused(() => openProjectSession(join(folder, 'nowhere', 'a.macule'))).code).toBe('not_found');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves nothing behind when the project cannot be filled', () => {
    const fail = (): never => {
      throw new Error('full');
    };
    expect(() => createWritable(path, fail)).toThrow('full');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a schema change', () => {
  const broken: Migration = {
    version: 20,
    up: () => {
      throw new Error('broken step');
    },
  };
  const works: Migration = { version: 20, up: (db) => void db.exec('CREATE TABLE extra (a INTEGER) STRICT') };

  it('that failed can be tried again, and leaves one copy of the older file', () => {
    smallOnDisk().close();
    for (let time = 0; time < 3; time++)
      expect(() => openWritable(path, [...MIGRATIONS, broken])).toThrow('broken step');
    expect(readdirSync(folder)).toEqual(['a.macule']);
    closeWritable(openWritable(path, [...MIGRATIONS, works]));
    expect(readdirSync(folder)).toEqual(['a.macule', 'a.macule.schema-10.backup']);
  });

  it('never writes over an earlier copy', () => {
    smallOnDisk().close();
    const earlier = `${path}.schema-10.backup`;
    writeFileSync(earlier, 'kept by the user');
    closeWritable(openWritable(path, [...MIGRATIONS, works]));
    expect(readFileSync(earlier, 'utf8')).toBe('kept by the user');
    const copy = new BetterSqlite3(`${path}.schema-10-2.backup`, { readonly: true });
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    copy.close();
  });

  it('is undone as a whole when the disk is full in the middle of it', () => {
    smallOnDisk().close();
    const greedy: Migration = {
      version: 20,
      up: (db) => {
        db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 2}`);
        db.exec(`CREATE TABLE extra (a BLOB) STRICT; INSERT INTO extra VALUES (zeroblob(500000))`);
      },
    };
    expect(refused(() => openWritable(path, [...MIGRATIONS, greedy])).code).toBe('disk_full');
    expect(readdirSync(folder)).toEqual(['a.macule']);
    const db = openReadable(path);
    expect(verifyProject(db)).toMatchObject({ ok: true, events: 0 });
    closeReadable(db);
  });
});

describe('copies', () => {
  it('are made while work goes on, whole, the newest five, none of half a copy', async () => {
    const session = smallOnDisk();
    const data = join(folder, 'data');
    await rotateBackups(session, data, 0);
    expect(existsSync(data)).toBe(false); // nothing was decided yet
    for (let day = 1; day <= 7; day++) {
      accept(session, day % 4, day * 86_400_000);
      const copying = rotateBackups(session, data, day * 86_400_000);
      accept(session, (day + 1) % 4, day * 86_400_000 + 1_000);
      await copying;
    }
    const own = join(data, 'backups', session.info.projectId);
    const names = readdirSync(own).sort();
    expect(names).toEqual([3, 4, 5, 6, 7].map((day) => `a-1970-01-0${day + 1}T00-00-00-000Z.macule`));
    for (const name of names) {
      const copy = openReadable(join(own, name));
      expect(verifyProject(copy).ok).toBe(true);
      closeReadable(copy);
    }
    writeFileSync(join(own, 'a-1970-01-09T00-00-00-000Z.macule.tmp'), 'half');
    accept(session, 0, 9 * 86_400_000);
    await rotateBackups(session, data, 8 * 86_400_000);
    expect(readdirSync(own)).toHaveLength(5);
    expect(readdirSync(own).every((name) => name.endsWith('.macule'))).toBe(true);
  });

  it('are not made again while nothing was decided, but in place of one that cannot be read', async () => {
    const session = smallOnDisk();
    const data = join(folder, 'data');
    const own = join(data, 'backups', session.info.projectId);
    accept(session, 0);
    for (let opening = 1; opening <= 7; opening++) await rotateBackups(session, data, opening);
    expect(readdirSync(own)).toEqual(['a-1970-01-01T00-00-00-001Z.macule']);
    accept(session, 1, 1_700_000_200_000);
    await rotateBackups(session, data, 8);
    expect(readdirSync(own)).toHaveLength(2);
    writeFileSync(join(own, 'a-1970-01-01T00-00-00-008Z.macule'), 'damaged');
    await rotateBackups(session, data, 9);
    expect(readdirSync(own).sort().at(-1)).toBe('a-1970-01-01T00-00-00-009Z.macule');
    await rotateBackups(session, data, 10);
    expect(readdirSync(own)).toHaveLength(3);
  });

  it('are given up quietly when the project is closed meanwhile, and leave no half', async () => {
    const session = smallOnDisk();
    accept(session, 0);
    const copying = rotateBackups(session, join(folder, 'data'), 1);
    session.close();
    await expect(copying).rejects.toThrow();
    expect(readdirSync(join(folder, 'data', 'backups', session.info.projectId))).toEqual([]);
  });

  it('are saved where the user says: whole, openable, and never over another file', async () => {
    const session = smallOnDisk();
    accept(session, 0);
    const copy = join(folder, 'copy.macule');
    const saving = saveCopy(session, copy);
    accept(session, 1);
    expect((await saving).sizeBytes).toBeGreaterThan(0);
    const second = kept(openProjectSession(copy));
    expect(verifyProject(second.db).ok).toBe(true);
    expect(allRows(second.db, 'SELECT value FROM meta ORDER BY key')).toEqual(
      allRows(session.db, 'SELECT value FROM meta ORDER BY key'),
    );
    const codeOf = async (to: string): Promise<string> =>
      saveCopy(session, to).then(
        () => 'saved',
        (error: MaculeError) => error.code,
      );
    expect(await codeOf(copy)).toBe('file_exists');
    expect(await codeOf(path)).toBe('file_exists');
    expect(await codeOf('copy2.macule')).toBe('invalid_input');
    expect(await codeOf(join(folder, 'copy.txt'))).toBe('invalid_input');
    expect(await codeOf(join(folder, 'nowhere', 'copy.macule'))).toBe('write_failed');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a full disk', () => {
  it('refuses the decision in words, keeps what was acknowledged, and lets work go on when there is room', () => {
    const session = smallOnDisk();
    const { db } = session;
    db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 1}`);
    const comment = 'x'.repeat(4000);
    let acknowledged = 0;
    let failure: unknown = null;
    while (failure === null && acknowledged < 200) {
      try {
        appendAction(ana(session, acknowledged * 10), {
          type: 'decide',
          lesions: [lesionId(acknowledged % 4)],
          verdict: 'accepted',
          comment,
        });
        acknowledged += 1;
      } catch (error) {
        failure = error;
      }
    }
    expect(failure).toMatchObject({ code: 'SQLITE_FULL' });
    expect(db.inTransaction).toBe(false);
    expect(countEvents(db)).toBe(acknowledged);
    expect(verifyProject(db).ok).toBe(true);
    db.pragma('max_page_count = 1000000');
    accept(session, 0, 1_000_000);
    expect(countEvents(db)).toBe(acknowledged + 1);
    const again = reopen(session);
    expect(verifyProject(again.db)).toMatchObject({ ok: true, events: acknowledged + 1 });
  });
});
