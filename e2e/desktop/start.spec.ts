import { resolve } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { electronBinary, hasDisplay } from '../../src-main/bootstrap/electron-binary.mjs';
import { createWorkplace, type Workplace } from '../support/macule';

const ROOT = resolve(import.meta.dirname, '..', '..');
const binary = electronBinary();
const isRoot = process.getuid?.() === 0;

function lack(): string | null {
  if (binary === null) return 'the Electron binary is missing; to get it: npx install-electron --no';
  return hasDisplay() ? null : 'there is no display';
}
const reason = lack();
if (reason !== null && process.env['MACULE_REQUIRE_DESKTOP'] === '1') throw new Error(`DESKTOP NOT TESTED: ${reason}`);
if (reason !== null) console.warn(`DESKTOP NOT TESTED: ${reason}`);
test.skip(reason !== null, `DESKTOP NOT TESTED: ${reason ?? ''}`);

let workplace: Workplace;
let app: ElectronApplication;
let page: Page;
let problems: string[];

test.beforeEach(async () => {
  workplace = createWorkplace('desktop');
  problems = [];
  app = await _electron.launch({
    executablePath: binary ?? '',
    args: [ROOT, `--user-data-dir=${workplace.path('user-data')}`],
    cwd: workplace.folder,
    env: workplace.env as Record<string, string>,
    chromiumSandbox: !isRoot, // otherwise the operating system's sandbox would stay untested
  });
  page = await app.firstWindow();
  page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.waitForLoadState();
});
test.afterEach(async () => {
  await app.close();
  workplace.remove();
});

/** What the page can do with the bridge, typed as loosely as a page sees it. */
type Bridge = { macule: { call(name: string, input: unknown): Promise<unknown> } };
const call = (name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    ([method, given]) => (globalThis as unknown as Bridge).macule.call(method as string, given),
    [name, input],
  );

test('the app starts from its own scheme, with the bridge and nothing of Node', async () => {
  expect(page.url().split('#')[0]).toBe('macule://app/');
  await expect(page).toHaveTitle(/Macule/);
  const seen = await page.evaluate(() => ({
    bridge: Object.keys((globalThis as unknown as Bridge).macule).sort(),
    node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
  }));
  expect(seen).toEqual({ bridge: ['call', 'on', 'pathForFile'], node: [] });
  expect(problems).toEqual([]);
});

test('the core runs, with SQLite, and opens a new project', async () => {
  expect(await call('app.info', {})).toMatchObject({ ok: true, value: { name: 'Macule', host: 'electron' } });
  const path = workplace.path('New.macule');
  expect(await call('projects.create', { path })).toMatchObject({ ok: true, value: { path } });
  expect(await call('projects.status', {})).toMatchObject({ ok: true, value: { lesions: 0 } });
});

test('pages carry the policy, and nothing outside can be reached, opened or navigated to', async () => {
  const outcome = await page.evaluate(async () => {
    const own = await fetch('macule://app/');
    const foreign = ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/hosts'];
    const reached = await Promise.all(
      foreign.map((url) =>
        fetch(url).then(
          () => 'reached',
          () => 'refused',
        ),
      ),
    );
    return {
      policy: own.headers.get('content-security-policy'),
      reached,
      opened: window.open('https://example.org/') !== null,
    };
  });
  expect(outcome).toEqual({
    policy: expect.stringContaining("default-src 'none'"),
    reached: ['refused', 'refused', 'refused'],
    opened: false,
  });
  await page.evaluate(() => void (location.href = 'https://example.org/'));
  await expect.poll(() => page.url()).toMatch(/^macule:\/\/app\//);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the process ends with its window, and leaves one file of the project', async () => {
  expect(await call('projects.create', { path: workplace.path('Closed.macule') })).toMatchObject({ ok: true });
  const ended = new Promise((done) => app.process().once('exit', done));
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await ended).toBe(0);
});
