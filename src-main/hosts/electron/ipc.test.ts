import { beforeEach, describe, expect, it, vi } from 'vitest';
import { METHOD_NAMES } from '#shared/contract/method-list';
import type { Answer } from '#shared/domain/error';
import { createHostCall, NO_DIALOGS } from '../web/call';
import { createFakeCore, type FakeCore } from '../web/fake-core';
import { createOrigin } from './origin';

const fake = await vi.hoisted(async () => (await import('./fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);
const { registerIpc, sendNotice } = await import('./ipc');

let core: FakeCore;
beforeEach(() => {
  core = createFakeCore();
  registerIpc(createHostCall({ core, dialogs: NO_DIALOGS, log: () => {} }), createOrigin(true));
});
const { handle } = fake.module.ipcMain;

const page = { url: 'macule://app/index.html', parent: null };
const call = async (name: unknown, input: unknown = {}, senderFrame: unknown = page): Promise<Answer<unknown>> =>
  (await handle.mock.calls[0]?.[1]({ senderFrame }, name, input)) as Answer<unknown>;

describe('calls from a window', () => {
  it('come through one channel', async () => {
    expect(handle.mock.calls.map(([channel]) => channel)).toEqual(['macule:call']);
    expect(await call('app.info', { a: 1 })).toEqual({ ok: true, value: { a: 1 } });
  });

  it.each([
    ['no frame', null],
    ['a frame in a page', { ...page, parent: { ...page } }],
    ['another scheme', { ...page, url: 'https://app/' }],
    ['another host', { ...page, url: 'macule://app.evil/' }],
    ['a file', { ...page, url: 'file:///app/index.html' }],
    ['an empty page', { ...page, url: 'about:blank' }],
    ['the development server', { ...page, url: 'http://localhost:5173/' }],
    ['nothing', { ...page, url: '' }],
  ])('are refused from %s', async (_what, frame) => {
    expect(await call('app.info', {}, frame)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(core.calls).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'app', 7, null, undefined, {}, ['app.info']])(
    'are refused by the name %j',
    async (name) => {
      expect(await call(name)).toMatchObject({ ok: false, error: { code: 'unknown_method' } });
      expect(core.calls).toEqual([]);
    },
  );

  it('are known by every name of the contract', async () => {
    for (const name of METHOD_NAMES) expect(await call(name)).not.toMatchObject({ error: { code: 'unknown_method' } });
  });

  it('are refused when their input does not fit', async () => {
    for (const input of [{}, { purpose: 'rm' }, null, 'import', { purpose: 'import', suggestedName: 'x'.repeat(256) }])
      expect(await call('dialogs.choose', input)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(await call('dialogs.reveal', { path: 'a\0b' })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
  });

  it('are answered without stack and path when something breaks', async () => {
    core.reply = () => Promise.reject(new Error('ENOENT /home/someone/core.js'));
    expect(JSON.stringify(await call('app.info'))).not.toMatch(/home|core\.js|stack/);
  });
});

describe('notices', () => {
  it('go to every window', () => {
    const windows = [new fake.module.BrowserWindow({}), new fake.module.BrowserWindow({})];
    sendNotice('command', { name: 'undo' });
    for (const { webContents } of windows)
      expect(webContents.send.mock.calls).toEqual([['macule:notice', 'command', { name: 'undo' }]]);
  });
});
