import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { QueueQuery } from '#shared/contract/review';
import { run } from '#main/db/handle';
import { fillSmallProject, lesionId, NO_CONTEXT, OTHER_VIEW, testAuthor, VIEW } from '#main/test-support/small-project';
import { createProjectSession, type ProjectSession } from '../projects/session';
import { appendAction, type Reviewing } from '../review/append-action';
import { inProcessReading, type Reading } from './reading';

const ALL: QueueQuery = { filter: 'all', sort: 'imported', search: '', values: [] };
let folder: string;
let session: ProjectSession;
let reading: Reading;
let ana: Reviewing;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-reading-'));
  session = createProjectSession(join(folder, 'a.macule'), { appVersion: '0.1.0', now: 1 });
  run(session.db, 'DELETE FROM meta');
  fillSmallProject(session.db);
  ana = { db: session.db, author: testAuthor(), reviewer: 'Ana', context: NO_CONTEXT };
  reading = inProcessReading();
});
afterEach(async () => {
  await reading.end();
  session.close();
  rmSync(folder, { recursive: true, force: true });
});
const pending = async (): Promise<number> => (await reading.ask(session.path, 'projects.status', {})).verdicts.pending;

it('knows what was committed before it is asked', async () => {
  expect(await pending()).toBe(4);
  appendAction(ana, { type: 'decide', lesions: [lesionId(0), lesionId(1)], verdict: 'accepted' });
  expect(await pending()).toBe(2);
  const page = await reading.ask(session.path, 'review.queue', { ...ALL, offset: 0, limit: 5 });
  expect(page.rows.map(({ viewId, progress }) => [viewId, progress.verdicts.accepted])).toEqual([
    [VIEW, 2],
    [OTHER_VIEW, 0],
  ]);
  const open: QueueQuery = { ...ALL, filter: 'open' };
  expect(await reading.ask(session.path, 'review.queuePosition', { ...open, viewId: VIEW })).toEqual({ position: 0 });
  appendAction(ana, { type: 'decide', lesions: [lesionId(2), lesionId(3)], verdict: 'unsure' });
  appendAction(ana, { type: 'sweep', view: VIEW, value: true });
  appendAction(ana, { type: 'done', view: VIEW, value: true });
  expect(await reading.ask(session.path, 'review.queuePosition', { ...open, viewId: VIEW })).toEqual({
    position: null,
  });
  const next = await reading.ask(session.path, 'review.nextOpenView', { ...open, after: VIEW });
  expect(next).toEqual({ viewId: OTHER_VIEW });
});

it('sees nothing of a transaction that is not committed, and does not hold up the writer', async () => {
  session.db.exec('BEGIN IMMEDIATE');
  run(session.db, 'UPDATE view_state SET pending = 99');
  expect(await pending()).toBe(4);
  session.db.exec('COMMIT');
  expect(await pending()).toBe(198);
});

it('lets go, so that the project is one file when the writer has closed', async () => {
  await pending();
  await reading.close();
  session.close();
  expect(readdirSync(folder)).toEqual(['a.macule']);
});

it('refuses a project that is not there in words', async () => {
  await expect(reading.ask(join(folder, 'b.macule'), 'projects.status', {})).rejects.toMatchObject({
    code: 'not_found',
  });
});
