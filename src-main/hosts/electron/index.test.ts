import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeCore, type FakeCore } from '../web/fake-core';

const folder = mkdtempSync(join(tmpdir(), 'macule-start-'));
const project = join(folder, 'Study.macule');
writeFileSync(project, '');
afterAll(() => rmSync(folder, { recursive: true }));

const { fakeElectron } = await import('./fake-electron');
let electron: ReturnType<typeof fakeElectron>;
let core: FakeCore;
let starts = 0;
/** What the host did before Electron was ready, in order. */
let early: string[] = [];

beforeEach(() => {
  vi.resetModules();
  electron = fakeElectron({ appPath: folder, userData: folder });
  core = createFakeCore();
  starts = 0;
  early = [];
  const { app, protocol } = electron.module;
  protocol.registerSchemesAsPrivileged.mockImplementation(() => early.push('scheme'));
  app.enableSandbox.mockImplementation(() => early.push('sandbox'));
  app.requestSingleInstanceLock.mockImplementation(() => early.push('lock') > 0);
  app.whenReady.mockImplementation(() => Promise.resolve(void early.push('ready')));
  vi.doMock('electron', () => electron.module);
  vi.doMock('#main/services/core-client', () => ({ startCore: () => Promise.resolve(((starts += 1), core)) }));
});
const { argv } = process;
const faultEvents = ['uncaughtException', 'unhandledRejection'] as const;
const faultListeners = faultEvents.map((name) => process.listeners(name as 'exit'));
afterEach(() => {
  process.argv = argv;
  faultEvents.forEach((name, i) => {
    for (const listener of process.listeners(name as 'exit'))
      if (!faultListeners[i]?.includes(listener)) process.removeListener(name, listener);
  });
});

async function start(...parameters: string[]): Promise<void> {
  process.argv = ['electron', ...parameters];
  await import('./index');
}
const isOpen = () => expect.poll(() => electron.windows.length).toBe(1);

describe('the start', () => {
  it('registers the scheme, the sandbox and the lock before Electron is ready, once each', async () => {
    await start('.');
    expect(early).toEqual(['scheme', 'sandbox', 'lock', 'ready']);
    expect(electron.module.app.listenerCount('open-file')).toBe(1);
    expect(electron.module.app.listenerCount('web-contents-created')).toBeGreaterThan(0);
    await isOpen();
    expect(electron.windows[0]?.loadURL).toHaveBeenCalledWith('macule://app/');
  });

  it('guards the session and serves the scheme before the window is there', async () => {
    await start('.');
    await isOpen();
    const { session, protocol, ipcMain, Menu } = electron.module;
    expect(session.defaultSession.webRequest.onBeforeRequest).toHaveBeenCalledOnce();
    expect(session.defaultSession.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
    expect(protocol.handle).toHaveBeenCalledOnce();
    expect(ipcMain.handle).toHaveBeenCalledOnce();
    expect(Menu.setApplicationMenu).toHaveBeenCalledOnce();
  });

  it('closes the network of the packaged app only', async () => {
    await start('.');
    expect(electron.module.app.commandLine.appendSwitch).not.toHaveBeenCalled();
    vi.resetModules();
    electron.module.app.isPackaged = true;
    await start();
    expect(electron.module.app.commandLine.appendSwitch.mock.calls[0]).toEqual([
      'host-resolver-rules',
      'MAP * ~NOTFOUND',
    ]);
  });

  it('leaves the project to the instance that is running already', async () => {
    electron.module.app.requestSingleInstanceLock.mockReturnValue(false);
    await start('.', project);
    expect(electron.module.app.requestSingleInstanceLock).toHaveBeenCalledWith({ project });
    expect([
      electron.module.app.quit.mock.calls.length,
      electron.module.app.whenReady.mock.calls.length,
      starts,
    ]).toEqual([1, 0, 0]);
  });

  it('says why it failed', async () => {
    vi.doMock('#main/services/core-client', () => ({ startCore: () => Promise.reject(new Error('no core')) }));
    await start('.');
    await expect.poll(() => electron.module.app.exit.mock.calls).toEqual([[1]]);
    expect(electron.module.dialog.showErrorBox).toHaveBeenCalledWith('Macule could not start', 'no core');
  });
});

describe('a project', () => {
  const opened = () => core.calls.filter(({ name }) => name.startsWith('projects.'));

  it('is opened when it is on the command line, instead of the sample', async () => {
    await start('.', project);
    await isOpen();
    expect(opened()).toEqual([{ name: 'projects.open', input: { path: project } }]);
  });

  it('is the sample in a start from source, and none in the installed app', async () => {
    await start('.');
    await isOpen();
    expect(opened()).toEqual([{ name: 'projects.openSample', input: {} }]);
    vi.resetModules();
    core.calls.splice(0);
    electron.module.app.isPackaged = true;
    await start();
    await expect.poll(() => electron.windows.length).toBe(2);
    expect(opened()).toEqual([]);
  });

  it('may come from the system before Electron is ready, and from a second start later', async () => {
    let becomeReady = (): void => {};
    electron.module.app.whenReady.mockReturnValue(new Promise((resolve) => (becomeReady = resolve)));
    await start('.');
    const event = { preventDefault: vi.fn() };
    electron.module.app.emit('open-file', event, project);
    becomeReady();
    await isOpen();
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(opened()).toEqual([{ name: 'projects.open', input: { path: project } }]);
    for (const hostile of [
      undefined,
      null,
      7,
      {},
      { project: 7 },
      { project: '/etc/passwd' },
      { project: `${project}\0` },
    ])
      electron.module.app.emit('second-instance', {}, [], '/', hostile);
    expect(opened()).toHaveLength(1);
    electron.module.app.emit('second-instance', {}, [], '/', { project });
    expect(opened()).toHaveLength(2);
    expect(electron.windows[0]?.focus).toHaveBeenCalled();
  });

  it('that cannot be opened is explained', async () => {
    core.reply = () =>
      Promise.resolve({ ok: false, error: { code: 'project_newer', message: 'Made by a newer Macule.', details: {} } });
    await start('.', project);
    await expect
      .poll(() => electron.module.dialog.showMessageBox.mock.calls.flat())
      .toMatchObject([{ message: 'Made by a newer Macule.' }]);
  });
});

describe('the core', () => {
  it('that ended by itself is said in words, with a new start offered', async () => {
    electron.module.dialog.showMessageBox.mockResolvedValue({ response: 0 });
    await start('.', project);
    await isOpen();
    core.lose();
    await expect.poll(() => electron.module.app.exit.mock.calls).toEqual([[0]]);
    expect(electron.module.app.relaunch).toHaveBeenCalledOnce();
    expect(electron.module.dialog.showMessageBox.mock.calls.flat()).toMatchObject([{ buttons: ['Restart', 'Quit'] }]);
  });
});

describe('the end', () => {
  it('closes the core before the process', async () => {
    await start('.');
    await isOpen();
    electron.module.app.emit('window-all-closed');
    expect(electron.module.app.quit).toHaveBeenCalledOnce();
    const event = { preventDefault: vi.fn() };
    electron.module.app.emit('will-quit', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    await expect.poll(() => electron.module.app.exit.mock.calls).toEqual([[0]]);
    expect(core.isClosed).toBe(true);
  });
});
