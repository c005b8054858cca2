import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createWorkplace, macule, maculeJson, maculeRows, serveProject, type Workplace } from '../support/macule';
import { connect, type RpcClient } from '../support/rpc-client';
import { resultWithLesions } from '../support/scheme-files';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk';

type Verified = { ok: boolean; events: number; findings: { severity: string; code: string }[] };
type Refused = { error: { code: string; message: string } };
const CONTEXT = { imageView: 'plain', overlayShown: true, activeMs: 1 };

let workplace: Workplace;
let project: string;
let lesions: string[];
test.beforeEach(async () => {
  workplace = createWorkplace('faults');
  project = workplace.path('p.macule');
  await fill(project);
});
test.afterEach(() => workplace.remove());

async function fill(path: string): Promise<void> {
  writeFileSync(workplace.path('r.json'), JSON.stringify(resultWithLesions(1, 40)));
  await maculeJson(workplace, 'import', workplace.path('r.json'), '--project', path);
  lesions = (await maculeRows<{ id: string }>(workplace, 'lesions', path)).map(({ id }) => id);
}

/** A file of `n` decisions for `macule decide`. */
function decisions(n: number): string {
  const path = workplace.path('d.ndjson');
  const line = (i: number): string =>
    JSON.stringify({ lesion: lesions[i % lesions.length], verdict: i % 2 ? 'accepted' : 'unsure', comment: `no ${i}` });
  writeFileSync(path, Array.from({ length: n }, (_, i) => line(i)).join('\n'));
  return path;
}
const decideArgs = (n = 1, path = project): string[] => [
  'decide',
  '--project',
  path,
  '--reviewer',
  'Ana',
  '--from',
  decisions(n),
];

/** Runs a command that has to be refused: exit code 2, words on standard error, the code in the JSON. */
async function refusal(...args: string[]): Promise<Refused['error']> {
  const plain = await macule(workplace, ...args);
  expect([args[0], plain.code, plain.stdout]).toEqual([args[0], 2, '']);
  expect(plain.stderr).toMatch(/^macule: \S.{20,}/);
  expect(plain.stderr).not.toContain('    at ');
  const json = await macule(workplace, ...args, '--json');
  expect(json.code).toBe(2);
  return (JSON.parse(json.stdout) as Refused).error;
}
const readers = (path = project): string[][] => [
  ['status', '--project', path],
  ['list', 'lesions', '--project', path],
  ['verify', '--project', path],
  ['export', '--project', path, '--format', 'geojson', '--out', workplace.path('out')],
];
/** Opens a project over the contract, in a host that has none open. */
async function openedBy(host: RpcClient, path: string): Promise<string> {
  const answer = await host.call('projects.open', { path });
  return answer.ok ? 'opened' : answer.error.code;
}
async function withHost<Value>(own: string | null, action: (host: RpcClient) => Promise<Value>): Promise<Value> {
  const served = await serveProject(workplace, own);
  const host = await connect(served.url);
  try {
    return await action(host);
  } finally {
    host.close();
    await served.stop();
  }
}
const verified = (path = project): Promise<Verified> => maculeJson<Verified>(workplace, 'verify', '--project', path);

test('a project of a newer version is refused by every command and by the contract, and is left as it was', async () => {
  const bytes = readFileSync(project);
  bytes.writeUInt32BE(9990, 60); // user_version in SQLite's header
  writeFileSync(project, bytes);
  for (const args of [...readers(), decideArgs(), ['import', workplace.path('r.json'), '--project', project]]) {
    if (args[0] === 'list') expect((await macule(workplace, ...args)).code).toBe(2);
    const error = await refusal(...args);
    expect(error.code).toBe('project_newer');
    expect(error.message).toContain('newer version of Macule');
  }
  expect((await macule(workplace, 'serve', '--no-open', '--project', project)).code).toBe(2);
  const other = workplace.path('other.macule');
  await fill(other);
  await withHost(other, async (host) => {
    expect(await openedBy(host, project)).toBe('project_newer');
    expect((await host.value('projects.current', {}))?.path).toBe(other); // what was open stays open
  });
  expect(readFileSync(project).equals(bytes)).toBe(true);
  expect(readdirSync(workplace.folder).filter((name) => name.startsWith('p.macule'))).toEqual(['p.macule']);
});

test('a second writer is refused while the first lives, readers work beside it, and a dead holder is replaced', async () => {
  const served = await serveProject(workplace, project);
  const first = await connect(served.url);
  const action = { type: 'decide' as const, lesions: [lesions[0] as never], verdict: 'accepted' as const };
  expect((await first.call('review.decide', { action, reviewer: 'Ana', context: CONTEXT })).ok).toBe(true);
  for (const args of [decideArgs(), ['import', workplace.path('r.json'), '--project', project]]) {
    const error = await refusal(...args);
    expect(error.code).toBe('project_locked');
    expect(error.message).toContain(`process ${served.process.pid}`);
  }
  const second = await macule(workplace, 'serve', '--no-open', '--project', project);
  expect(second.code).toBe(2);
  expect(second.stderr).toContain('is open for writing in process');
  const other = workplace.path('other.macule');
  await fill(other);
  await withHost(other, async (host) => expect(await openedBy(host, project)).toBe('project_locked'));
  for (const args of readers()) expect([args[0], (await macule(workplace, ...args)).code]).toEqual([args[0], 0]);
  expect(await verified()).toMatchObject({ ok: true, events: 1 });
  served.process.kill('SIGKILL');
  await once(served.process, 'exit');
  expect(existsSync(`${project}.lock`)).toBe(true);
  expect((await macule(workplace, ...decideArgs(3))).code).toBe(0);
  expect(await verified()).toMatchObject({ ok: true, events: 4 });
  expect(existsSync(`${project}.lock`)).toBe(false);
});

test('an import of nothing makes no project, and an unknown command is answered in JSON, too', async () => {
  const none = workplace.path('none.macule');
  const missing = await refusal('import', workplace.path('no-such-folder'), '--project', none);
  expect([missing.code, existsSync(none)]).toEqual(['unreadable', false]);
  expect(missing.message).toContain('no-such-folder');
  const part = ['import', workplace.path('gone'), workplace.path('r.json'), '--project', none, '--json'];
  const { code, stdout } = await macule(workplace, ...part);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ results: 1, findings: [{ severity: 'error', code: 'unreadable' }, {}] });
  expect(await refusal('imprt', workplace.path('r.json'))).toMatchObject({ code: 'usage' });
});

test('a read-only project is refused for writing in words, can be read, and is left as it was', async () => {
  chmodSync(project, 0o444);
  const bytes = readFileSync(project);
  for (const args of [decideArgs(), ['import', workplace.path('r.json'), '--project', project]]) {
    const error = await refusal(...args);
    expect(error.code).toBe('project_read_only');
    expect(error.message).toContain('read-only');
  }
  const other = workplace.path('other.macule');
  await fill(other);
  await withHost(other, async (host) => expect(await openedBy(host, project)).toBe('project_read_only'));
  expect(await verified()).toMatchObject({ ok: true, events: 0 });
  expect((await macule(workplace, 'status', '--project', project)).code).toBe(0);
  expect(readFileSync(project).equals(bytes)).toBe(true);
});

test.describe('a disk of its own', () => {
  let disk: SmallDisk | undefined;
  let own: string;
  const SIZE_MIB = 32;
  const MIB = 1024 * 1024;
  test.beforeEach(() => {
    const mounted = mountSmallDisk(workplace.path('disk'), SIZE_MIB);
    const problem = 'problem' in mounted ? `NOT TESTED ON A FULL DISK: ${mounted.problem}` : '';
    if (problem) console.warn(problem);
    test.skip(problem !== '', problem);
    if ('problem' in mounted) return;
    disk = mounted;
    own = join(disk!.folder, 'own.macule');
  });
  test.afterEach(() => disk?.remove());

  test('that is full refuses a new project and leaves nothing of it', async () => {
    disk!.fill();
    const error = await refusal('import', workplace.path('r.json'), '--project', own);
    expect(error.code).toBe('disk_full');
    await withHost(project, async (host) => {
      const answer = await host.call('projects.create', { path: own });
      expect(answer).toMatchObject({ ok: false, error: { code: 'disk_full' } });
    });
    expect(readdirSync(disk!.folder)).toEqual(['filler']);
    disk!.free();
    expect((await macule(workplace, 'import', workplace.path('r.json'), '--project', own)).code).toBe(0);
    expect((await verified(own)).ok).toBe(true);
  });

  test('that fills up stops the command line with exit code 2; what was acknowledged is stored, and work goes on later', async () => {
    await fill(own);
    disk!.fill();
    const error = await refusal(...decideArgs(2_000, own));
    expect(error.code).toBe('disk_full');
    expect(error.message).toMatch(/disk is full/);
    for (const args of readers(own)) expect((await macule(workplace, ...args)).stderr).not.toContain('    at ');
    disk!.free();
    const before = await verified(own);
    expect(before.ok).toBe(true);
    const decided = await maculeJson<{ applied: number }>(workplace, ...decideArgs(20, own));
    expect(decided.applied).toBe(20);
    expect(await verified(own)).toMatchObject({ ok: true, events: before.events + 20 });
  });

  test('that fills up refuses decisions over the contract, never acknowledges one that is not stored, and takes them again when it has room', async () => {
    await fill(own);
    const acknowledged: string[] = [];
    const later = await withHost(own, async (host) => {
      const decide = async (i: number): Promise<string> => {
        const lesion = lesions[i % lesions.length]!;
        const action = {
          type: 'decide' as const,
          lesions: [lesion as never],
          verdict: 'unsure' as const,
          comment: `${i} ${'x'.repeat(3_000)}`,
        };
        const answer = await host.call('review.decide', { action, reviewer: 'Ana', context: CONTEXT });
        if (answer.ok) acknowledged.push(answer.value.eventId);
        return answer.ok ? 'ok' : answer.error.code;
      };
      for (let i = 0; i < 5; i++) expect(await decide(i)).toBe('ok');
      disk!.fill();
      let code = 'ok';
      for (let i = 5; i < 2_000 && code === 'ok'; i++) code = await decide(i);
      expect(code).toBe('disk_full');
      expect(await decide(1)).toBe('disk_full'); // still, and in words
      const stored = await host.value('review.history', await firstView(host));
      expect(stored.total).toBe(acknowledged.length);
      disk!.free();
      expect(await decide(2)).toBe('ok');
      disk!.fill();
      return acknowledged.length;
    });
    disk!.free(); // closing met a full disk
    const rows = await maculeRows<{ id: string }>(workplace, 'events', own);
    expect(rows.map(({ id }) => id)).toEqual(acknowledged);
    expect(await verified(own)).toMatchObject({ ok: true, events: later });
  });

  test('that fills up during an import keeps whole files only; after room was made, the same import completes, in the same session too', async () => {
    const folder = workplace.path('in');
    mkdirSync(folder);
    for (let i = 0; i < 30; i++)
      writeFileSync(
        join(folder, `r${String(i).padStart(2, '0')}.json`),
        JSON.stringify(resultWithLesions(100 + i, 400)),
      );
    await withHost(project, async (host) => {
      await host.value('projects.create', { path: own });
      writeFileSync(join(disk!.folder, 'half'), Buffer.alloc((SIZE_MIB - 3) * MIB, 1));
      const run = async (): Promise<{ state: string; code: string | null; message: string }> => {
        const { jobId } = await host.value('ingest.start', { paths: [folder] });
        for (;;) {
          const job = await host.value('jobs.get', { jobId });
          if (job.state !== 'running')
            return { state: job.state, code: job.error?.code ?? null, message: job.error?.message ?? '' };
        }
      };
      expect(await run()).toMatchObject({ state: 'failed', code: 'disk_full' });
      const partly = await host.value('projects.status', {});
      expect(partly.lesions).toBe(400 * partly.views);
      expect(partly.views).toBeLessThan(30);
      rmSync(join(disk!.folder, 'half'));
      expect(await run()).toMatchObject({ state: 'done', code: null });
      expect(await host.value('projects.status', {})).toMatchObject({ views: 30, lesions: 12_000, captures: 30 });
    });
    expect((await verified(own)).ok).toBe(true);
  });

  test('that is mounted read-only is refused for writing and can be read', async () => {
    await fill(own);
    disk!.readOnly();
    expect((await refusal(...decideArgs(1, own))).code).toBe('project_read_only');
    expect(
      (await refusal('import', workplace.path('r.json'), '--project', join(disk!.folder, 'new.macule'))).code,
    ).toBe('project_read_only');
    expect((await macule(workplace, 'status', '--project', own)).code).toBe(0);
    expect((await verified(own)).ok).toBe(true);
  });
});

async function firstView(host: RpcClient): Promise<{ viewId: never }> {
  const { rows } = await host.value('review.queue', {});
  return { viewId: rows[0]!.viewId as never };
}
