import { beforeEach, describe, expect, it } from 'vitest';
import type { ViewId } from '#shared/domain/ids';
import { QUEUE_FILTERS, QUEUE_SORTS } from '#shared/contract/review';
import { allRows, firstRow, run, type WritableDb } from '#main/db/handle';
import { searchStatement, walkStatements, type QueueOptions } from '#main/repositories/queue';
import { addFile, addPhoto, queryPlan, queueProject, setSubject, setValue } from '#main/test-support/queue-project';
import { removeSourceFile } from '../ingest/remove-unpublished';
import { projectStatus } from '../projects/status';
import { checkQueue } from '../verify/check-queue';
import { createQueueReader, type QueueReader } from './queue-reader';

let db: WritableDb;
let reader: QueueReader;
let version = 0;
const ALL: QueueOptions = { filter: 'all', sort: 'imported', search: '', values: [] };
const list = (options: Partial<QueueOptions> = {}): string[] => {
  version++;
  return reader.page({ ...ALL, ...options }, { offset: 0, limit: 100 }).rows.map(({ uid }) => uid);
};
const setState = (view: string, change: string): void =>
  void run(db, `UPDATE view_state SET ${change} WHERE view_uid = ?`, [view]);
/** What `verify` finds wrong with the queue's rows. */
const problems = (): string[] => {
  const found: string[] = [];
  checkQueue(db, (_severity, code) => found.push(code));
  return found;
};

beforeEach(() => {
  db = queueProject();
  version = 0;
  reader = createQueueReader(db, () => version);
  addFile(db, 'a.json', [
    { key: 'r1', capture: 'b-2', sides: ['right', 'front', 'left'], lesions: 3 },
    { key: 'r2', capture: 'A-1', sides: ['front'], failed: true },
    { key: 'r3', capture: 'c-3', sides: ['front'], lesions: 5, revision: 'master-2' },
  ]);
  addFile(db, 'hidden.json', [{ key: 'r4', capture: 'd-4', sides: ['front'] }], false);
});

describe('the queue', () => {
  it('lists published views in the order that is asked for, and what has no subject last', () => {
    setSubject(db, 'c-3', 's1');
    setSubject(db, 'A-1', 'S2');
    expect(list()).toEqual(['r1 right', 'r1 front', 'r1 left', 'r2 front', 'r3 front']);
    expect(list({ sort: 'capture' })).toEqual(['r2 front', 'r1 left', 'r1 front', 'r1 right', 'r3 front']);
    expect(list({ sort: 'pending' })).toEqual(['r3 front', 'r1 right', 'r1 front', 'r1 left', 'r2 front']);
    expect(list({ sort: 'subject' })).toEqual(['r3 front', 'r2 front', 'r1 left', 'r1 front', 'r1 right']);
  });

  it('filters by state, and follows it', () => {
    setState('r1 front', 'done = 1, swept = 1, pending = 0, accepted = 3');
    setState('r3 front', 'disputed = 1');
    expect(list({ filter: 'done' })).toEqual(['r1 front']);
    expect(list({ filter: 'open' })).toEqual(['r1 right', 'r1 left', 'r2 front', 'r3 front']);
    expect(list({ filter: 'failed' })).toEqual(['r2 front']);
    expect(list({ filter: 'disputed' })).toEqual(['r3 front']);
    run(db, `UPDATE result SET superseded_by = (SELECT id FROM result WHERE key = 'r3') WHERE key = 'r1'`);
    expect(list()).toEqual(['r2 front', 'r3 front']);
    expect(list({ filter: 'superseded', sort: 'capture' })).toEqual(['r1 left', 'r1 front', 'r1 right']);
    setState('r3 front', 'disputed = 0');
    expect(list({ filter: 'disputed' })).toEqual([]);
    expect(problems()).toEqual([]);
  });

  it('searches capture, subject, revision, side and the photo in use; every word must be there', () => {
    setSubject(db, 'A-1', 'Pat 7%');
    addPhoto(db, 'r1 left', 'day 1/L_2.jpg');
    addPhoto(db, 'r1 right', 'day 1/R.jpg');
    addPhoto(db, 'r2 front', 'chosen.jpg');
    setState('r1 right', `photo_chosen = 1, photo_sha256 = 'chosen.jpg'`);
    expect(list({ search: 'B-2 LEFT' })).toEqual(['r1 left']);
    expect(list({ search: 'master-2' })).toEqual(['r3 front']);
    expect(list({ search: '7%' })).toEqual(['r2 front']);
    expect(list({ search: '%' })).toEqual(['r2 front']);
    expect(list({ search: 'l_2' })).toEqual(['r1 left']);
    expect(list({ search: 'chosen', sort: 'capture' })).toEqual(['r2 front', 'r1 right']);
    expect(list({ search: 'R.jpg' })).toEqual([]);
    expect(list({ search: 'front', sort: 'subject' })).toEqual(['r2 front', 'r1 front', 'r3 front']);
  });

  it('filters by values of joined tables, and by their absence', () => {
    setValue(db, 'b-2', 'skin tone', 'IV');
    setValue(db, 'A-1', 'skin tone', 'II');
    setValue(db, 'A-1', 'camera', 'x');
    expect(list({ values: [{ name: 'skin tone', value: 'IV' }] })).toEqual(['r1 right', 'r1 front', 'r1 left']);
    expect(list({ values: [{ name: 'skin tone', value: null }] })).toEqual(['r3 front']);
    const both = [
      { name: 'skin tone', value: 'II' },
      { name: 'camera', value: 'x' },
    ];
    expect(list({ values: both, sort: 'capture' })).toEqual(['r2 front']);
  });

  it('is cut into pages that know the whole', () => {
    const page = reader.page({ ...ALL, sort: 'capture' }, { offset: 3, limit: 1 });
    expect([page.total, page.rows.map(({ uid }) => uid)]).toEqual([5, ['r1 right']]);
    expect(reader.page(ALL, { offset: 9, limit: 5 })).toEqual({ total: 5, rows: [] });
  });

  it('tells a view’s place, and the next unfinished one, round its end', () => {
    const byCapture = { ...ALL, sort: 'capture' };
    const next = (after: string | null, options: QueueOptions = byCapture): string | null => {
      version++;
      return reader.nextOpen(options, after as ViewId | null);
    };
    expect(reader.position(byCapture, 'r1 right' as ViewId)).toBe(3);
    expect(reader.position({ ...ALL, filter: 'failed' }, 'r1 right' as ViewId)).toBeNull();
    expect(reader.position(ALL, 'nowhere' as ViewId)).toBeNull();
    expect([next(null), next('r2 front'), next('r3 front')]).toEqual(['r2 front', 'r1 left', 'r2 front']);
    for (const view of ['r2 front', 'r1 left', 'r1 front', 'r1 right'])
      setState(view, 'done = 1, swept = 1, pending = 0');
    expect([next(null), next('r1 left'), next('r3 front')]).toEqual(['r3 front', 'r3 front', null]);
    expect(next('r1 left', { ...ALL, filter: 'failed' })).toBeNull();
  });

  it('keeps a list until the file changes', () => {
    const before = list().length;
    run(db, `UPDATE source_file SET published = 1`);
    expect(reader.page(ALL, { offset: 0, limit: 9 }).total).toBe(before);
    expect(list()).toHaveLength(before + 1);
  });
});

describe('the sums', () => {
  it('count what is live, and everything published by revision', () => {
    setState('r1 front', 'done = 1, swept = 1, pending = 0, accepted = 3');
    run(db, `UPDATE result SET superseded_by = (SELECT id FROM result WHERE key = 'r1') WHERE key = 'r3'`);
    expect(projectStatus(db)).toMatchObject({
      captures: 2,
      views: 4,
      viewsDone: 1,
      lesions: 9,
      verdicts: { pending: 6, accepted: 3, rejected: 0, redrawn: 0, unsure: 0, added: 0, disputed: 0 },
      revisions: [
        { revision: 'master-1', results: 2, lesions: 9 },
        { revision: 'master-2', results: 1, lesions: 5 },
      ],
    });
  });
});

describe('a queue entry', () => {
  it('is missed and compared by verify', () => {
    expect(problems()).toEqual([]);
    run(db, 'DELETE FROM queue_entry WHERE view_id = 1');
    expect(problems()).toEqual(['queue_differs']);
    run(db, 'UPDATE view_state SET swept = swept');
    expect(problems()).toEqual([]);
    run(db, 'UPDATE queue_entry SET finished = 1 WHERE view_id = 2');
    expect(problems()).toEqual(['queue_differs']);
  });

  it('goes with its file', () => {
    const file = firstRow<{ id: number }>(db, `SELECT id FROM source_file WHERE path = 'a.json'`)!.id;
    removeSourceFile(db, file);
    expect(allRows(db, 'SELECT view_id FROM queue_entry')).toHaveLength(1);
    expect(problems()).toEqual([]);
  });

  it('can be read for every query without walking lesions, photos or findings', () => {
    const values = [{ name: 'skin tone', value: 'IV' }];
    const statements = QUEUE_FILTERS.flatMap((filter) =>
      QUEUE_SORTS.flatMap((sort) => walkStatements({ filter, sort, values })),
    );
    const allowed = /^SCAN ([qmw]|[qm] USING .*|(c|b|capture|revision)( USING COVERING INDEX \w+)?)$/;
    for (const { sql, bindings } of [...statements, searchStatement('two words')!]) {
      const plan = queryPlan(db, sql, bindings);
      const scans = plan.filter((step) => step.startsWith('SCAN') && !allowed.test(step));
      expect(scans, `${sql}\n${plan.join('\n')}`).toEqual([]);
    }
  });
});
