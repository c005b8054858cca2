import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract';
import { METHOD_NAMES } from '#shared/contract/method-list';
import type { Answer } from '#shared/domain/error';
import { run } from '#main/db/handle';
import { closeReadable, openReadable } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { countEvents } from '#main/repositories/events';
import {
  fillSmallProject,
  lesionId,
  NO_CONTEXT,
  OTHER_VIEW,
  squareCoordinates,
  VIEW,
} from '#main/test-support/small-project';
import { createProjectSession } from '../projects/session';
import { inProcessReading } from '../reading/reading';
import { verifyProject } from '../verify/verify';
import { inProcessGeometry } from '../geometry/geometry';
import { createCore, type Core } from './core';

const CORE_METHODS = METHOD_NAMES.filter((name) => !name.startsWith('dialogs.'));
const RUNS = 250;
const by = { reviewer: 'Ana', context: NO_CONTEXT };

let folder: string;
let project: string;
let core: Core;
const logged: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'macule-hostile-'));
  project = join(folder, 'a.macule');
  const session = createProjectSession(project, { appVersion: '0.1.0', now: 1 });
  run(session.db, 'DELETE FROM meta');
  fillSmallProject(session.db);
  session.close();
  // Background work gets a thread of its own; this one stands for it and refuses, so that junk paths reach no disk.
  const background = join(folder, 'background.mjs');
  writeFileSync(
    background,
    `import { parentPort } from 'node:worker_threads';
     parentPort.postMessage({ type: 'failed', error: { code: 'cancelled', message: 'Refused by the test.', details: {} } });`,
  );
  core = createCore({
    host: 'web',
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    decoder: inProcessDecoder,
    reading: inProcessReading,
    geometry: inProcessGeometry('node_modules/clipper2-wasm/dist/es/clipper2z.wasm'),
    backgroundWorker: background,
    notify: () => undefined,
    log: (text) => logged.push(text),
  });
  expect(await core.call('projects.open', { path: project })).toMatchObject({ ok: true });
});
afterAll(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A call that works, for each method: what is junk is made from it. */
const GOOD: Record<string, unknown> = {
  'app.saveSettings': { reviewer: 'Ana', theme: 'dark', keymap: { accept: 'KeyF' }, lastFolder: '/tmp' },
  'folders.list': { path: '/tmp', showHidden: true },
  'folders.create': { parent: '/tmp', name: 'new' },
  'projects.create': { path: '/b.macule' },
  'projects.open': { path: '/a.macule' },
  'projects.forgetRecent': { path: '/a.macule' },
  'projects.saveCopy': { path: '/c.macule' },
  'jobs.get': { jobId: 'j' },
  'jobs.cancel': { jobId: 'j' },
  'ingest.start': { paths: ['/in'] },
  'ingest.findingGroups': { runId: 1, severities: ['error'], codes: ['unreadable'], search: 'a' },
  'ingest.saveFindings': { runId: null, dir: '/out', format: 'csv' },
  'ingest.tally': { runId: 1 },
  'ingest.conflicts': { elementId: 'result-1', offset: 0, limit: 10 },
  'ingest.settle': { elementId: 'result-1', resultKey: 'result-1', ...by },
  'ingest.findings': { runId: 1, severities: ['error'], search: 'a', offset: 0, limit: 10 },
  'review.queue': {
    filter: 'all',
    sort: 'capture',
    search: 'img',
    values: [{ name: 'a', value: null }],
    offset: 0,
    limit: 10,
  },
  'roots.searchIn': { rootId: 1, folder: '/in' },
  'roots.relink': { planId: 'p' },
  'review.queuePosition': { viewId: VIEW, filter: 'open' },
  'review.nextOpenView': { after: VIEW, sort: 'subject' },
  'review.view': { viewId: VIEW },
  'review.decide': { action: { type: 'decide', lesions: [lesionId(0)], verdict: 'accepted', comment: 'x' }, ...by },
  'review.undo': by,
  'review.redo': by,
  'review.stack': { reviewer: 'Ana' },
  'review.history': { viewId: VIEW, offset: 0, limit: 10 },
  'subjects.previewTable': { path: '/t.csv', as: { key: 'image_id', keyColumn: 'id' } },
  'subjects.join': { path: '/t.csv', key: 'file_name', keyColumn: 'id', subjectColumn: null, columns: ['tone'] },
  'subjects.setRule': { kind: 'pattern', pattern: 'subject-*' },
  'subjects.removeTable': { id: 1 },
  'pairing.list': { filter: 'waiting', search: 'img', offset: 0, limit: 10 },
  'pairing.candidates': { viewId: VIEW, search: 'img' },
  'pairing.alike': { viewId: VIEW, photoId: '1' },
  'pairing.choose': { choices: [{ viewId: VIEW, photoId: null }], confirmed: ['turned'], ...by },
  'export.preview': { format: 'geojson', state: 'all', include: ['unsure'], reviewer: 'Ana' },
  'geometry.run': { operation: 'union', subject: [[[0, 0, 9, 0, 9, 9]]], clip: [[[1, 1, 9, 1, 9, 9]]] },
  'export.start': { format: 'geojson', dir: '/out', force: true },
};
const ACTIONS = [
  { type: 'decide', lesions: [lesionId(0), lesionId(1)], verdict: 'rejected', reason: 'R1', expects: [null, null] },
  { type: 'decide', lesions: [lesionId(2)], verdict: 'redrawn', geometries: [squareCoordinates(1, 1, 9)] },
  { type: 'add', view: VIEW, geometry: squareCoordinates(50, 50, 10), reason: 'M1', comment: 'x' },
  { type: 'add', view: OTHER_VIEW, geometry: squareCoordinates(50, 50, 10) },
  { type: 'sweep', view: VIEW, value: true },
  { type: 'done', view: VIEW, value: true },
];

/** Text that tends to break things: half characters, NUL, SQL, paths, prototype keys, markup, very long. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '\0',
  '\ud800',
  'a\udfff',
  '\u202egnp.exe',
  "'; DROP TABLE event; --",
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '/dev/zero',
  '/proc/self/mem',
  '/a.macule/b.macule',
  '/.macule',
  'file:///etc/passwd',
  '<img src=x onerror=alert(1)>',
  '%_\\',
  'x'.repeat(100_000),
  '1e999',
);
const extreme = fc.constantFrom(NaN, Infinity, -Infinity, -0, 1e308, -1e308, 2 ** 53, -1, 0.5, 1e-320, 3e9);
/** Far deeper than anything of ours; apart from the rest, because fast-check itself cannot print it. */
const DEEP = Array.from({ length: 5_000 }).reduce<unknown>((inner) => [inner], 1);
const junk = fc.oneof(
  { weight: 4, arbitrary: fc.anything({ maxDepth: 3, withNullPrototype: true, withBigInt: true, withDate: true }) },
  { weight: 4, arbitrary: nasty },
  { weight: 3, arbitrary: extreme },
  { weight: 2, arbitrary: fc.array(fc.oneof(extreme, nasty), { maxLength: 5 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);

type Place = readonly (string | number)[];
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}
/** A copy of `value` with something else at one place, or with that place gone, or with one key more. */
function broken(value: unknown, place: Place, change: { what: 'replace' | 'remove' | 'add'; by: unknown }): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return change.what === 'replace' ? change.by : { ...(value as object), extra: change.by };
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && change.what === 'remove') delete copy[key];
  else copy[key] = broken(copy[key], rest, change);
  return copy;
}

/** Keeps junk paths inside the test's folder: an absolute one is taken as below it. */
function caged(value: unknown): unknown {
  if (typeof value === 'string')
    return value.startsWith('/') ? join(folder, 'cage', value.replaceAll('..', '')) : value;
  if (Array.isArray(value)) return value.map(caged);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, caged(inner)]));
}

function eventsStored(): number {
  const db = openReadable(project);
  try {
    return countEvents(db);
  } finally {
    closeReadable(db);
  }
}

/** An answer that a caller can do something with: done, or a code and words without a stack. Never "internal". */
function assertAnswer(name: string, input: unknown, answer: Answer<unknown>): void {
  if (answer.ok) return;
  const { code, message } = answer.error;
  const where = `${name} ${code} ${message.slice(0, 300)} ${logged.at(-1)?.slice(0, 600) ?? ''}`;
  expect(code === 'internal' ? where : '').toBe('');
  expect(code).toMatch(/^[a-z_]+$/);
  expect(message.length).toBeGreaterThan(10);
  expect(message.length).toBeLessThan(250_000);
  expect(message).not.toMatch(/\n\s+at |node_modules|better-sqlite3|SQLITE_|ZodError/);
  void input;
}

const stay = async (): Promise<void> => {
  const current = await core.call('projects.current', {});
  if (current.ok && (current.value as { path: string } | null)?.path === project) return;
  expect(await core.call('projects.open', { path: project })).toMatchObject({ ok: true });
};

/** Calls, and checks that the journal grew by one exactly when the call said that it did. */
async function callAndCount(name: string, input: unknown): Promise<Answer<unknown>> {
  const before = eventsStored();
  const answer = await core.call(name, input);
  const isAppending = ['review.decide', 'review.undo', 'review.redo', 'ingest.settle', 'pairing.choose'].includes(name);
  expect(eventsStored() - before).toBe(isAppending && answer.ok ? 1 : 0);
  assertAnswer(name, input, answer);
  return answer;
}

describe('junk', () => {
  beforeAll(() => void mkdirSync(join(folder, 'cage', 'tmp'), { recursive: true }));

  it.each(CORE_METHODS.filter((name) => name !== 'app.saveSettings' && name !== 'projects.openSample'))(
    'as the whole input of %s is refused in words',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(junk, async (input) => {
          fc.pre(typeof input !== 'object' || input === null || Array.isArray(input));
          expect((await callAndCount(name, input)).ok).toBe(false);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(Object.keys(GOOD))(
    'at any place of the input of %s is answered, and appends nothing unless it says so',
    async (name) => {
      const places = placesIn(GOOD[name]);
      const what = fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'add' as const);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...places), what, junk, async (place, change, value) => {
          const input = caged(broken(GOOD[name], place, { what: change, by: value }));
          await callAndCount(name, input);
          await stay();
        }),
        { numRuns: RUNS },
      );
    },
  );

  it.each(ACTIONS.map((action) => [action.type, action] as const))(
    'at any place of a decision (%s) is answered likewise',
    async (_type, action) => {
      const good = { action, ...by };
      const what = fc.constantFrom('replace' as const, 'remove' as const, 'add' as const);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...placesIn(good)), what, junk, async (place, change, value) => {
          await callAndCount('review.decide', broken(good, place, { what: change, by: value }));
        }),
        { numRuns: RUNS },
      );
    },
  );

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'review',
    'review.',
    'review.decide.x',
    '',
    ' app.info',
    'x'.repeat(10_000),
  ])('as a method name (%j) is refused', async (name) => {
    expect(await core.call(name, {})).toMatchObject({ ok: false, error: { code: 'unknown_method' } });
  });

  it('is made for every method that takes something', () => {
    const takesSomething = CORE_METHODS.filter((name) => {
      const [service = '', method = ''] = name.split('.');
      const schemas = contract as unknown as Record<
        string,
        Record<string, { input: { safeParse(input: unknown): { success: boolean } } }>
      >;
      return !schemas[service]?.[method]?.input.safeParse({}).success || name in GOOD;
    });
    expect(Object.keys(GOOD).sort()).toEqual([...takesSomething].sort());
  });

  it.each(['export.start', 'ingest.saveFindings', 'projects.create', 'projects.open', 'projects.saveCopy'])(
    'as a path that depends on where the process runs is refused by %s',
    async (name) => {
      for (const path of ['out', './out.macule', '../out.macule', '~/out.macule', 'C:out.macule'])
        expect(await core.call(name, { ...(GOOD[name] as object), dir: path, path })).toMatchObject({
          ok: false,
          error: { code: 'invalid_input' },
        });
      expect(await core.call('ingest.start', { paths: [folder, 'in'] })).toMatchObject({ ok: false });
    },
  );

  it('that is nested very deep is refused at every place, and appends nothing', async () => {
    for (const [name, good] of Object.entries(GOOD))
      for (const place of placesIn(good))
        await callAndCount(name, broken(caged(good), place, { what: 'replace', by: DEEP }));
  });

  it('that is no text is refused as a method name too', async () => {
    for (const name of [null, undefined, 7, {}, [], Symbol.iterator, ['app.info'], () => 1])
      expect(await core.call(name as string, {})).toMatchObject({ ok: false, error: { code: 'unknown_method' } });
  });

  it('as the id of a photo or its variant is no picture', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(nasty, fc.string()), fc.oneof(nasty, fc.constant('full')), async (id, variant) => {
        const { status, bytes } = await core.media(id, variant);
        expect(status).toBe(404);
        expect(Buffer.from(bytes).toString()).not.toMatch(/\/|\\/);
      }),
    );
  });

  it('leaves a journal and projections that are whole, and a core that answers', async () => {
    const db = openReadable(project);
    const { events, ok, findings } = verifyProject(db);
    closeReadable(db);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([ok, events > 20]).toEqual([true, true]);
    expect(await core.call('app.info', {})).toMatchObject({ ok: true });
    expect(await core.call('review.view', { viewId: VIEW })).toMatchObject({ ok: true });
    expect(readdirSync(folder).sort()).toEqual(
      expect.arrayContaining(['a.macule', 'a.macule.lock', 'background.mjs', 'cage', 'config']),
    );
  });
});
