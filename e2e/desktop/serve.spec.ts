import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { createWorkplace, maculeJson, node24, type Workplace } from '../support/macule';
import { connect } from '../support/rpc-client';
import { resultWithLesions } from '../support/scheme-files';

// The built serve.js as `npm start` runs it where there is no Electron.
const SERVE = resolve(import.meta.dirname, '..', '..', 'out', 'main', 'serve.js');
let workplace: Workplace;
test.beforeEach(() => (workplace = createWorkplace('serve')));
test.afterEach(() => workplace.remove());

function run(...args: string[]) {
  const child = spawn(node24(), [SERVE, '--no-open', ...args], { env: workplace.env, cwd: workplace.folder });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const link = async (): Promise<string> => {
    await expect.poll(() => stdout, { timeout: 20_000 }).toContain('Ctrl+C');
    return /http:\S+/.exec(stdout)?.[0] ?? '';
  };
  return { child, link, ended, stdout: () => stdout, stderr: () => stderr };
}

async function project(): Promise<string> {
  writeFileSync(workplace.path('r.json'), JSON.stringify(resultWithLesions(1, 3)));
  await maculeJson(workplace, 'import', workplace.path('r.json'), '--project', workplace.path('p.macule'));
  return workplace.path('p.macule');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`the host prints its link once, serves the project and ends cleanly on ${signal}`, async () => {
    const path = await project();
    const host = run('--project', path);
    const link = await host.link();
    const { origin, pathname, searchParams } = new URL(link);
    expect((await fetch(origin + pathname)).status).toBe(401);
    expect((await fetch(`${origin}${pathname}?token=wrong`)).status).toBe(403);
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
    const client = await connect(link);
    expect(await client.value('projects.current', {})).toMatchObject({ path, isSample: false });
    expect(existsSync(`${path}-wal`)).toBe(true);
    host.child.kill(signal);
    expect(await host.ended).toBe(0);
    expect([existsSync(path), existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([true, false, false]);
    await expect(fetch(link)).rejects.toThrow();
    expect((host.stdout() + host.stderr()).split(searchParams.get('token') ?? '')).toHaveLength(2);
  });

test('without a project it opens the sample, and does not let the link wait for it', async () => {
  test.setTimeout(180_000);
  const host = run();
  const client = await connect(await host.link());
  await expect.poll(() => client.value('projects.current', {}), { timeout: 150_000 }).toMatchObject({ isSample: true });
  host.child.kill('SIGINT');
  expect(await host.ended).toBe(0);
});

test('it can be ended while the sample is being drawn', async () => {
  test.setTimeout(120_000);
  const host = run();
  await host.link();
  host.child.kill('SIGINT');
  expect(await host.ended).toBe(0);
});

test('it says in words why it cannot start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const path = await project();
  const cases: [string[], RegExp][] = [
    [['--port', String(port), '--project', path], new RegExp(`port ${port} is in use`)],
    [['--port', '70000'], /--port takes a number/],
    [['--sideways'], /usage: /],
    [['--project', workplace.path('absent.macule')], /absent\.macule/],
    [['--project', workplace.path('r.json')], /r\.json/],
  ];
  for (const [args, words] of cases) {
    const host = run(...args);
    expect(await host.ended).toBe(2);
    expect(host.stderr()).toMatch(words);
    expect(host.stderr()).not.toMatch(/\n\s+at /);
    expect(host.stdout()).toBe('');
  }
  taken.close();
});

test('it refuses an old Node in words, before anything native is loaded', async () => {
  const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`;
  const stderr = await new Promise<string>((done) => {
    execFile(node24(), ['--import', older, SERVE, '--no-open'], { env: workplace.env }, (error, _stdout, words) =>
      done(`${error?.code ?? ''} ${words}`),
    );
  });
  expect(stderr).toBe(
    '2 macule: Macule needs Node 22.22.2 or newer; this is 20.20.2. Start it by "npm start", which brings its own.\n',
  );
});

test('it opens a window of Chromium where there is a display, and ends it', async () => {
  test.skip(process.platform === 'win32', 'the stand-in for Chromium is a shell script');
  const browser = workplace.path('chromium');
  const seen = workplace.path('seen.txt');
  writeFileSync(browser, `#!/bin/sh\necho $$ > '${seen}.part'\nmv '${seen}.part' '${seen}'\nexec sleep 1000\n`, {
    mode: 0o755,
  });
  const env = { ...workplace.env, DISPLAY: ':0', MACULE_CHROMIUM: browser };
  const child = spawn(node24(), [SERVE, '--project', await project()], { env, stdio: 'ignore' });
  await expect.poll(() => existsSync(seen), { timeout: 20_000 }).toBe(true);
  child.kill('SIGINT');
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(() => process.kill(Number(readFileSync(seen, 'utf8')), 0)).toThrow('ESRCH');
});
