import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/domain/event';
import { MaculeError } from '#shared/domain/error';
import type { ResultKey } from '#shared/domain/ids';
import type { WritableDb } from '#main/db/handle';
import { closeWritable, createWritable, openReadable } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { eventHash, journalHeads, type StoredEvent } from '#main/repositories/events';
import { fillSmallProject, lesionId, NO_CONTEXT, square, testAuthor, VIEW } from '#main/test-support/small-project';
import { encodePolygon } from '#shared/geometry/codec';
import { importPaths } from '../ingest/import-paths';
import { appendEvent } from '../journal';
import { appendAction, envelope, type Reviewing } from '../review/append-action';
import { undo } from '../review/undo';
import { checkAgainst } from './check-against';
import { PROJECTIONS } from './check-projections';
import { verifyProject } from './verify';

const SEED = new URL('../../../resources/sample/example-result.json', import.meta.url);
const SQUARE = [
  [
    [0, 0],
    [8, 0],
    [8, 8],
    [0, 8],
  ],
];

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-tamper-'));
  path = join(folder, 'a.macule');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const by = (db: WritableDb, device = 'device-1'): Reviewing => ({
  db,
  author: testAuthor(device),
  reviewer: 'Ana',
  context: NO_CONTEXT,
});

/** A project with rows in every projection, on two devices. */
function decidedProject(): void {
  const db = createWritable(path);
  fillSmallProject(db);
  const ana = by(db);
  appendAction(ana, { type: 'decide', lesions: [lesionId(0)], verdict: 'accepted' });
  appendAction(ana, { type: 'decide', lesions: [lesionId(1)], verdict: 'rejected', reason: 'R3' });
  appendAction(ana, { type: 'decide', lesions: [lesionId(1)], verdict: 'unsure' });
  appendAction(ana, { type: 'decide', lesions: [lesionId(2)], verdict: 'redrawn', geometries: [SQUARE] });
  appendAction(ana, { type: 'add', view: VIEW, geometry: SQUARE });
  appendAction(ana, { type: 'decide', lesions: [lesionId(3)], verdict: 'accepted' });
  undo(ana);
  const second = by(db, 'device-2');
  appendAction(second, { type: 'sweep', view: VIEW, value: true });
  const choices: Change[] = [
    { type: 'pair', view: VIEW, photoSha256: 'ab', confirmed: null, replaces: [] },
    { type: 'settle', elementId: 'result-1', resultKey: 'result-1' as ResultKey, setAside: [], replaces: [] },
  ];
  db.transaction(() => {
    for (const change of choices) {
      const body = { label: 'Choose', changes: [change], undoes: null };
      const payload = envelope(second, { uid: VIEW, photo_sha256: null }, body);
      appendEvent(db, second.author, { kind: 'pair', reviewer: 'Ana', payload });
    }
  })();
  closeWritable(db);
}

type Found = { code: string; place: string; message: string };
function errors(): Found[] {
  const db = openReadable(path);
  try {
    return verifyProject(db)
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ code, place, message }) => ({ code, place, message }));
  } finally {
    db.close();
  }
}

/** Changes the file as an intruder would: with the triggers out of the way, then put back as they were. */
function tamper(change: (db: BetterSqlite3.Database) => void): void {
  const db = new BetterSqlite3(path);
  const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  db.pragma('foreign_keys = OFF');
  change(db);
  for (const { sql } of triggers) db.exec(sql);
  db.close();
}
const sqlTamper = (sql: string): void => tamper((db) => void db.exec(sql));
const eventAt = (seq: number): string => `device_id = 'device-1' AND seq = ${seq}`;
const placeOf = (seq: number): unknown => expect.stringMatching(`\\(device device-1, seq ${seq}\\)$`);

describe('a journal row', () => {
  beforeEach(decidedProject);

  it('is whole before anyone touched it', () => expect(errors()).toEqual([]));

  it.each([
    `id = '0'`,
    'at = at + 1',
    `kind = 'add'`,
    `reviewer = 'Mallory'`,
    `payload_hash = '00'`,
    `prev_hash = '00'`,
    `hash = '00'`,
  ])('that was changed by SET %s is named by device and seq', (set) => {
    sqlTamper(`UPDATE event SET ${set} WHERE ${eventAt(3)}`);
    expect(errors()).toContainEqual(expect.objectContaining({ code: 'event_changed', place: placeOf(3) }));
  });

  it.each([
    [`seq = 77`, 'seq 77'],
    [`device_id = 'device-3'`, 'device-3'],
  ])('that was moved by SET %s is named at its new place, and the gap at the old one', (set, where) => {
    sqlTamper(`UPDATE event SET ${set} WHERE ${eventAt(3)}`);
    const found = errors();
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'event_changed', place: expect.stringContaining(where) as string }),
    );
    expect(found).toContainEqual(expect.objectContaining({ code: 'event_missing', place: placeOf(4) }));
  });

  it('whose hash was made to fit again is found at its successor, which points at the old one', () => {
    tamper((db) => {
      const event = db.prepare(`SELECT * FROM event WHERE ${eventAt(3)}`).get() as StoredEvent;
      const forged = { ...event, reviewer: 'Mallory' };
      db.prepare(`UPDATE event SET reviewer = 'Mallory', hash = ? WHERE id = ?`).run(eventHash(forged), event.id);
    });
    expect(errors()).toContainEqual(expect.objectContaining({ code: 'chain_broken', place: placeOf(4) }));
  });

  it.each([1, 2, 6])('that was removed at seq %i is named at the one after it', (seq) => {
    sqlTamper(`DELETE FROM event_payload WHERE event_id = (SELECT id FROM event WHERE ${eventAt(seq)});
      DELETE FROM event WHERE ${eventAt(seq)}`);
    const after = expect.objectContaining({ code: 'event_missing', place: placeOf(seq + 1) }) as Found;
    expect(errors()).toContainEqual(after);
    expect(errors().find(({ code }) => code === 'event_missing')?.message).toContain('1 events were removed');
  });

  it('that was inserted with a fitting hash and link is not in the projections', () => {
    tamper((db) => {
      const last = db.prepare(`SELECT * FROM event WHERE ${eventAt(7)}`).get() as StoredEvent;
      const forged = { ...last, id: 'forged' as StoredEvent['id'], seq: 8, prev_hash: last.hash };
      const columns = Object.keys(forged);
      db.prepare(`INSERT INTO event (${columns.join()}) VALUES (${columns.map((name) => `:${name}`).join()})`).run({
        ...forged,
        hash: eventHash(forged),
      });
      db.prepare(`INSERT INTO event_payload SELECT 'forged', salt, payload FROM event_payload WHERE event_id = ?`).run(
        last.id,
      );
    });
    expect(errors()).toContainEqual(
      expect.objectContaining({ code: 'projection_differs', place: 'event_state forged' }),
    );
  });
});

describe('a projection row', () => {
  beforeEach(decidedProject);
  const CHANGES: Record<(typeof PROJECTIONS)[number], string> = {
    event_state: `label = 'x'`,
    lesion_decision: `reason = 'R9'`,
    view_mark: 'at = at + 1',
    view_photo: `photo_sha256 = 'cd'`,
    conflict_choice: `result_key = 'other'`,
    replacement: `event_id = 'x'`,
    drawn_lesion: `view_uid = 'x'`,
    shape: 'area_px2 = area_px2 + 1',
    shape_link: `lesion_uid = 'x'`,
    lesion_state: 'decided_at = 1',
    view_state: 'accepted = accepted + 1',
  };
  const BY_TYPE: Record<string, string> = { TEXT: `'forged'`, INTEGER: '1', REAL: '1.5', BLOB: `x'00'` };
  const named = (table: string, words: string): unknown =>
    expect.objectContaining({
      code: 'projection_differs',
      place: expect.stringMatching(`^${table} `) as string,
      message: expect.stringContaining(words) as string,
    });
  const STORED = 'is stored, but the journal does not give it';
  const ABSENT = 'follows from the journal, but is not stored';

  it.each([...PROJECTIONS])('of %s that was changed, removed or inserted is named', (table) => {
    const whole = readFileSync(path);
    const first = `rowid_of IN (SELECT rowid_of FROM ${table} LIMIT 1)`;
    const key = tableKey(table);
    const one = first.replaceAll('rowid_of', key);
    sqlTamper(`UPDATE ${table} SET ${CHANGES[table]} WHERE ${one}`);
    expect(errors()).toEqual(expect.arrayContaining([named(table, STORED), named(table, ABSENT)]));
    writeFileSync(path, whole);
    sqlTamper(`DELETE FROM ${table} WHERE ${one}`);
    expect(errors()).toContainEqual(named(table, ABSENT));
    writeFileSync(path, whole);
    tamper((db) => {
      const columns = db.pragma(`table_info(${table})`) as { name: string; type: string }[];
      const value = ({ name, type }: { name: string; type: string }): string =>
        name === 'stack' ? `'done'` : (BY_TYPE[type] ?? 'NULL');
      db.exec(`INSERT INTO ${table} (${columns.map(({ name }) => name).join()}) VALUES (${columns.map(value).join()})`);
    });
    expect(errors()).toContainEqual(named(table, STORED));
  });

  /** The first column of the primary key, which tells the rows of the test project apart well enough. */
  function tableKey(table: string): string {
    const db = new BetterSqlite3(path, { readonly: true });
    const key = (db.pragma(`table_info(${table})`) as { name: string; pk: number }[]).find(({ pk }) => pk === 1)!.name;
    db.close();
    return key;
  }
});

describe('a trigger', () => {
  beforeEach(decidedProject);
  const TRIGGERS = [
    'event_refuses_update',
    'event_refuses_delete',
    'event_refuses_replace',
    'payload_refuses_update',
    'payload_refuses_delete',
    'payload_refuses_replace',
    'tombstone_refuses_update',
    'tombstone_refuses_delete',
  ];
  const change = (sql: string): void => {
    const db = new BetterSqlite3(path);
    db.exec(sql);
    db.close();
  };

  it.each(TRIGGERS)('%s that was dropped is named', (name) => {
    change(`DROP TRIGGER ${name}`);
    expect(errors()).toMatchObject([{ code: 'trigger_missing', place: name }]);
  });

  it('that was made to refuse nothing is named, even with the same words in it', () => {
    change(`DROP TRIGGER event_refuses_update; CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event WHEN 0
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an event is never changed'); END`);
    expect(errors()).toMatchObject([{ code: 'trigger_changed', place: 'event_refuses_update' }]);
  });

  it('that is not ours is named', () => {
    change(`CREATE TRIGGER helpful AFTER INSERT ON lesion_decision
      BEGIN UPDATE lesion_state SET verdict = 'accepted'; END`);
    expect(errors()).toMatchObject([{ code: 'trigger_unknown', place: 'helpful' }]);
  });
});

describe('what was imported', () => {
  beforeEach(async () => {
    const db = createWritable(path);
    writeFileSync(join(folder, 'seed.json'), readFileSync(SEED));
    const context = { signal: new AbortController().signal, progress: () => undefined };
    await importPaths({ db, decoder: inProcessDecoder(), paths: [join(folder, 'seed.json')], now: 1, context });
    closeWritable(db);
  });
  const uidOf = (index: number): string => {
    const db = new BetterSqlite3(path, { readonly: true });
    const { uid } = db.prepare('SELECT uid FROM lesion ORDER BY id LIMIT 1 OFFSET ?').get(index) as { uid: string };
    db.close();
    return uid;
  };

  it('is whole before anyone touched it', () => expect(errors()).toEqual([]));

  it.each([
    ['view', 'width = 5000', /^result .*, view /],
    ['view', `vertices = 'centres'`, /^result .*, view /],
    ['view', `side = 'left'`, /view /],
    ['mask', `view_box = '[0,0,1,1]'`, /^result .*, masks_restored\[0\]$/],
    ['mask', `tech_name = 'acne'`, /^result .*, masks_restored\[0\]$/],
    ['revision', `revision = 'other'`, /^result /],
    ['revision', `identity = 'other'`, /^result /],
    ['result', `image_id = 'other'`, /^result /],
    ['result', `creation_time = '2026-01-01'`, /^result /],
    ['result', `content_sha256 = '00'`, /^result /],
    ['capture', `name = 'other'`, /^result /],
    ['area_row', `value = '3' WHERE ordinal = 2`, /^result .*, area row 2$/],
    ['area_row', `units = NULL WHERE ordinal = 0`, /^result .*, area row 0$/],
    ['lesion', 'polygon_index = 9 WHERE id = 3', /^lesion /],
    ['lesion', 'outside_frame = 1 WHERE id = 1', /^lesion /],
    ['reason', `label = 'Fine' WHERE id = 'R1'`, /^reason R1$/],
  ])('names a %s in which %s was set', (table, change, place) => {
    tamper((db) => db.exec(`UPDATE ${table} SET ${change}`));
    const found = errors();
    expect(found.map(({ code }) => code)).toContain(
      table === 'lesion' ? 'lesion_changed' : table === 'reason' ? 'reason_changed' : 'result_changed',
    );
    expect(found.every((one) => place.test(one.place))).toBe(true);
  });

  it('names area rows that were removed and put in', () => {
    tamper((db) =>
      db.exec(`DELETE FROM area_row WHERE ordinal = 1; UPDATE area_row SET ordinal = 77 WHERE ordinal = 4`),
    );
    expect(errors().map(({ place, message }) => [place.split(', ')[1], /removed|inserted/.exec(message)?.[0]])).toEqual(
      [
        ['area row 1', 'removed'],
        ['area row 4', 'removed'],
        ['area row 77', 'inserted'],
      ],
    );
  });

  it('names the view whose queue entry was changed', () => {
    tamper((db) => db.exec('UPDATE queue_entry SET lesions = 99'));
    expect(errors()).toMatchObject([{ code: 'queue_differs', place: expect.stringMatching(/^view /) as string }]);
  });

  it('names a lesion whose ring was changed by one coordinate', () => {
    const uid = uidOf(2);
    tamper((db) => {
      const { rings } = db.prepare('SELECT rings FROM lesion WHERE uid = ?').get(uid) as { rings: Buffer };
      const changed = Buffer.from(rings);
      changed.writeDoubleLE(changed.readDoubleLE(changed.length - 8) + 1, changed.length - 8);
      db.prepare('UPDATE lesion SET rings = ? WHERE uid = ?').run(changed, uid);
    });
    expect(errors()).toMatchObject([
      { code: 'lesion_changed', place: `lesion ${uid}`, message: expect.stringContaining('outline') as string },
    ]);
  });

  it.each([
    ['area', 'area_px2 = area_px2 * 2'],
    ['bounding box', 'max_x = max_x + 1'],
    ['degenerate mark', 'degenerate = 1'],
    ['intensity', 'intensity = 0.25'],
  ])('names a lesion whose %s was changed', (what, set) => {
    const uid = uidOf(1);
    sqlTamper(`UPDATE lesion SET ${set} WHERE uid = '${uid}'`);
    expect(errors()).toContainEqual(
      expect.objectContaining({
        code: 'lesion_changed',
        place: `lesion ${uid}`,
        message: expect.stringContaining(what) as string,
      }),
    );
  });

  it('names a lesion that was removed, and one that was inserted', () => {
    const uid = uidOf(0);
    tamper((db) => {
      db.prepare('DELETE FROM lesion WHERE uid = ?').run(uid);
      const rings = Buffer.from(encodePolygon(square(0, 0, 5), 'delivered'));
      db.prepare(
        `INSERT INTO lesion (uid, view_id, mask_id, feature_index, polygon_index, degenerate, outside_frame, area_px2,
           min_x, min_y, max_x, max_y, rings) SELECT 'forged', view_id, mask_id, 0, 99, 0, 0, 25, 0, 0, 5, 5, ? FROM lesion LIMIT 1`,
      ).run(rings);
    });
    expect(errors()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'lesion_missing', place: `lesion ${uid}` }),
        expect.objectContaining({ code: 'lesion_unknown', place: 'lesion forged' }),
      ]),
    );
  });

  it('names a lesion that was inserted once more under another place', () => {
    const uid = uidOf(0);
    const columns = 'intensity, degenerate, shape_problem, outside_frame, area_px2, min_x, min_y, max_x, max_y, rings';
    sqlTamper(`INSERT INTO lesion (uid, view_id, mask_id, feature_index, polygon_index, ${columns})
      SELECT uid, view_id, mask_id, feature_index, 99, ${columns} FROM lesion WHERE uid = '${uid}'`);
    expect(errors()).toContainEqual(expect.objectContaining({ code: 'lesion_unknown', place: `lesion ${uid}` }));
  });

  it('names a source whose stored bytes were changed, and one whose hash was', () => {
    const whole = readFileSync(path);
    tamper((db) => {
      const { gzip } = db.prepare('SELECT gzip FROM source_chunk').get() as { gzip: Buffer };
      const changed = Buffer.from(gzip);
      changed[Math.trunc(changed.length / 2)]! ^= 1;
      db.prepare('UPDATE source_chunk SET gzip = ?').run(changed);
    });
    expect(errors()).toMatchObject([
      { code: 'source_changed', place: expect.stringMatching(/^source [0-9a-f]{64}$/) as string },
    ]);
    writeFileSync(path, whole);
    sqlTamper(`UPDATE source SET sha256 = '${'0'.repeat(64)}'`);
    expect(errors()).toMatchObject([{ code: 'source_changed', place: `source ${'0'.repeat(64)}` }]);
  });
});

describe('a damaged page', () => {
  beforeEach(decidedProject);

  it('is a finding for every page of the file whose first bit was flipped, or the file is refused in words', () => {
    const whole = readFileSync(path);
    const pageSize = whole.readUInt16BE(16);
    const pages = whole.length / pageSize;
    expect(pages).toBeGreaterThan(40);
    for (let page = 1; page < pages; page++) {
      const damaged = Buffer.from(whole);
      damaged[page * pageSize]! ^= 0x40;
      writeFileSync(path, damaged);
      expect([page, outcome()]).toEqual([page, 'found']);
    }
  });

  it('is refused in words when it is the first', () => {
    const damaged = readFileSync(path);
    damaged[3]! ^= 0xff;
    writeFileSync(path, damaged);
    expect(outcome()).toBe('found');
  });

  function outcome(): string {
    try {
      return errors().some(({ code }) => code === 'damaged_file') ? 'found' : 'missed';
    } catch (error) {
      return error instanceof MaculeError && error.code === 'not_a_project' ? 'found' : String(error);
    }
  }
});

describe('a journal that was rebuilt as a whole', () => {
  it('is whole by itself, and is found against a head kept elsewhere', () => {
    decidedProject();
    const heads = openReadable(path);
    const kept = Object.fromEntries(journalHeads(heads).map(({ deviceId, seq, hash }) => [deviceId, { seq, hash }]));
    heads.close();
    writeFileSync(
      join(folder, 'kept.geojson'),
      JSON.stringify({ macule: { project_id: 'project-1', journal_head: kept } }),
    );
    rmSync(path);
    decidedProject(); // the same decisions with new ids, salts and hashes, as a forger would write them
    expect(errors()).toEqual([]);
    const db = openReadable(path);
    expect(checkAgainst(db, folder)).toMatchObject([
      { code: 'head_differs', place: 'device device-1, seq 7', message: expect.stringContaining('rebuilt') as string },
      { code: 'head_differs', place: 'device device-2, seq 3' },
    ]);
    db.close();
  });
});
