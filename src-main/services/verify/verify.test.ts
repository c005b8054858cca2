import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeWritable, createWritable, openReadable } from '#main/db/open';
import { allRows } from '#main/db/handle';
import { fillSmallProject, lesionId, NO_CONTEXT, testAuthor, VIEW } from '#main/test-support/small-project';
import { appendAction, type Reviewing } from '../review/append-action';
import { undo } from '../review/undo';
import { checkAgainst } from './check-against';
import { verifyProject } from './verify';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-verify-'));
  path = join(folder, 'a.macule');
  const db = createWritable(path);
  fillSmallProject(db);
  const ana: Reviewing = { db, author: testAuthor(), reviewer: 'Ana', context: NO_CONTEXT };
  for (let i = 0; i < 4; i++) appendAction(ana, { type: 'decide', lesions: [lesionId(i)], verdict: 'accepted' });
  undo(ana);
  appendAction({ ...ana, author: testAuthor('device-2') }, { type: 'sweep', view: VIEW, value: true });
  closeWritable(db);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const errors = (): { code: string; place: string }[] => {
  const db = openReadable(path);
  try {
    return verifyProject(db)
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ code, place }) => ({ code, place }));
  } finally {
    db.close();
  }
};
const codes = (): string[] => [...new Set(errors().map(({ code }) => code))];
/** Changes the file as an intruder would: with the journal's triggers out of the way, then put back. */
function tamper(sql: string): void {
  const db = new BetterSqlite3(path);
  const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  for (const { sql: text } of triggers) db.exec(text);
  db.close();
}

describe('verify', () => {
  it('finds nothing wrong with an untouched project, and counts its events', () => {
    const db = openReadable(path);
    expect(verifyProject(db)).toEqual({
      ok: true,
      events: 6,
      findings: [
        {
          severity: 'info',
          code: 'source_absent',
          file: '',
          place: '',
          message: expect.stringContaining('1 sources') as string,
        },
      ],
    });
    db.close();
  });

  it('names a changed row', () => {
    tamper(`UPDATE event SET reviewer = 'Mallory' WHERE device_id = 'device-1' AND seq = 2`);
    expect(errors()).toContainEqual({
      code: 'event_changed',
      place: expect.stringContaining('(device device-1, seq 2)') as string,
    });
  });

  it('names the place of a removed row', () => {
    tamper(`DELETE FROM event_payload WHERE event_id = (SELECT id FROM event WHERE device_id = 'device-1' AND seq = 2);
      DELETE FROM event WHERE device_id = 'device-1' AND seq = 2`);
    expect(errors()).toContainEqual({
      code: 'event_missing',
      place: expect.stringContaining('(device device-1, seq 3)') as string,
    });
  });

  it('names an inserted row', () => {
    tamper(
      `INSERT INTO event SELECT 'forged', device_id, 6, at, kind, reviewer, payload_hash, prev_hash, hash FROM event WHERE seq = 5 AND device_id = 'device-1'`,
    );
    expect(errors()).toContainEqual({ code: 'event_changed', place: 'event forged (device device-1, seq 6)' });
  });

  it('names a changed, a removed and a stray payload', () => {
    tamper(
      `UPDATE event_payload SET payload = replace(payload, 'accepted', 'unsure') WHERE event_id = (SELECT id FROM event WHERE seq = 1 AND device_id = 'device-1')`,
    );
    expect(codes()).toContain('payload_changed');
    tamper(
      `DELETE FROM event_payload WHERE event_id = (SELECT id FROM event WHERE seq = 1 AND device_id = 'device-1')`,
    );
    expect(codes()).toContain('payload_missing');
    tamper(`DELETE FROM event WHERE seq = 1 AND device_id = 'device-2'`);
    expect(codes()).toContain('payload_stray');
  });

  it.each([
    ['lesion_state', `UPDATE lesion_state SET verdict = 'rejected' WHERE lesion_uid = 'lesion-0'`],
    ['lesion_state', `DELETE FROM lesion_state WHERE lesion_uid = 'lesion-1'`],
    ['view_state', `UPDATE view_state SET done = 1`],
    ['event_state', `UPDATE event_state SET undone = 0`],
    ['lesion_decision', `DELETE FROM lesion_decision WHERE lesion_uid = 'lesion-2'`],
  ])('names a row of %s that the journal does not give', (table, sql) => {
    tamper(sql);
    expect(errors()).toContainEqual({
      code: 'projection_differs',
      place: expect.stringMatching(new RegExp(`^${table} `)) as string,
    });
  });

  it('names a trigger that was removed or hollowed out', () => {
    const db = new BetterSqlite3(path);
    db.exec('DROP TRIGGER event_refuses_delete');
    db.exec(
      'DROP TRIGGER event_refuses_update; CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event BEGIN SELECT 1; END',
    );
    db.close();
    expect(errors()).toEqual([
      { code: 'trigger_changed', place: 'event_refuses_update' },
      { code: 'trigger_missing', place: 'event_refuses_delete' },
    ]);
  });

  it('finds a journal that was cut off, against a head kept elsewhere', () => {
    const db = openReadable(path);
    const head = allRows<{ hash: string }>(db, `SELECT hash FROM event WHERE device_id = 'device-1' AND seq = 5`)[0]!;
    const kept = { macule: { project_id: 'project-1', journal_head: { 'device-1': { seq: 5, hash: head.hash } } } };
    writeFileSync(join(folder, 'kept.geojson'), JSON.stringify(kept));
    expect(checkAgainst(db, folder)).toEqual([]);
    db.close();
    tamper(`DELETE FROM event_payload WHERE event_id = (SELECT id FROM event WHERE device_id = 'device-1' AND seq = 5);
      DELETE FROM event WHERE device_id = 'device-1' AND seq = 5`);
    const cut = openReadable(path);
    expect(checkAgainst(cut, folder)).toMatchObject([{ code: 'head_differs', place: 'device device-1, seq 5' }]);
    cut.close();
  });

  it('leaves the file and its folder as they were', () => {
    expect(errors()).toEqual([]);
    expect(errors()).toEqual([]);
  });
});

describe('the journal’s triggers', () => {
  const refused = (sql: string, recursive: boolean): string => {
    const db = new BetterSqlite3(path);
    db.pragma(`recursive_triggers = ${recursive ? 'ON' : 'OFF'}`);
    try {
      db.exec(sql);
      return 'done';
    } catch (error) {
      return (error as Error).message;
    } finally {
      db.close();
    }
  };
  const copy = (columns: string): string => `INTO event ${columns} FROM event WHERE device_id = 'device-1' AND seq = 1`;
  it.each([
    `UPDATE event SET reviewer = 'x'`,
    'DELETE FROM event',
    `INSERT OR REPLACE ${copy('SELECT *')}`,
    `INSERT OR REPLACE ${copy(`SELECT 'new', device_id, seq, at, kind, reviewer, payload_hash, prev_hash, hash`)}`,
    `INSERT OR REPLACE ${copy(`SELECT id, 'device-9', 77, at, kind, reviewer, payload_hash, prev_hash, hash`)}`,
    `REPLACE INTO event (rowid, id, device_id, seq, at, kind, reviewer, payload_hash, prev_hash, hash) VALUES (1, 'n', 'd', 1, 1, 'add', 'x', 'x', 'x', 'x')`,
    `INSERT ${copy('SELECT *')}`,
    `UPDATE event_payload SET payload = '{}'`,
    'DELETE FROM event_payload',
    `INSERT OR REPLACE INTO event_payload SELECT event_id, salt, '{}' FROM event_payload LIMIT 1`,
  ])('refuse %s, with recursive triggers on or off', (sql) => {
    for (const recursive of [true, false]) expect(refused(sql, recursive)).toContain('append-only');
  });
});
