import { beforeEach, describe, expect, it, vi } from 'vitest';
import { METHOD_NAMES } from '#shared/contract/method-list';

const fake = await vi.hoisted(async () => (await import('../hosts/electron/fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);

type Bridge = {
  call(name: unknown, input: unknown): Promise<unknown>;
  on(name: unknown, listener: (...heard: unknown[]) => void): () => void;
  pathForFile(file: unknown): string;
};
const { contextBridge, ipcRenderer, webUtils } = fake.module;
let bridge: Bridge;
let notify: (...parts: unknown[]) => void;
beforeEach(async () => {
  vi.resetModules();
  await import('./preload');
  bridge = contextBridge.exposeInMainWorld.mock.calls[0]?.[1] as Bridge;
  notify = (...parts) => ipcRenderer.on.mock.calls[0]?.[1]({ sender: 'raw event' }, ...parts);
});

describe('the bridge', () => {
  it('is exactly call, on and pathForFile', () => {
    expect(contextBridge.exposeInMainWorld).toHaveBeenCalledTimes(1);
    expect(contextBridge.exposeInMainWorld.mock.calls[0]?.[0]).toBe('macule');
    expect(Object.keys(bridge)).toEqual(['call', 'on', 'pathForFile']);
    expect(ipcRenderer.on.mock.calls.map(([channel]) => channel)).toEqual(['macule:notice']);
  });

  it('passes calls of the contract on, all through one channel', async () => {
    ipcRenderer.invoke.mockResolvedValue({ ok: true, value: 1 });
    for (const name of METHOD_NAMES) expect(await bridge.call(name, { a: 1 })).toEqual({ ok: true, value: 1 });
    expect(ipcRenderer.invoke.mock.calls).toEqual(METHOD_NAMES.map((name) => ['macule:call', name, { a: 1 }]));
  });

  it('refuses every other name', async () => {
    for (const name of ['__proto__', 'constructor', 'has', 'app', '', 0, null, undefined, ['app.info']])
      expect(await bridge.call(name, {})).toMatchObject({ ok: false, error: { code: 'unknown_method' } });
    for (const name of ['__proto__', 'constructor', 'macule:notice', '', 0, null])
      expect(() => bridge.on(name, () => {})).toThrow(TypeError);
    expect(ipcRenderer.invoke).not.toHaveBeenCalled();
  });

  it('hands over payloads, never event objects, until it is told to stop', () => {
    const heard: unknown[][] = [];
    const listener = (...parts: unknown[]): void => void heard.push(parts);
    const stop = bridge.on('job', listener);
    const stopSecond = bridge.on('job', listener);
    notify('job', { id: 'j' });
    notify('journal', { viewIds: [] });
    notify('unheard of', {});
    expect(heard).toEqual([[{ id: 'j' }], [{ id: 'j' }]]);
    stop();
    notify('job', { id: 'k' });
    expect(heard).toHaveLength(3);
    stopSecond();
    notify('job', { id: 'l' });
    expect(heard).toHaveLength(3);
  });

  it('asks Electron for the path of a dropped file', () => {
    const file = { name: 'front.jpg' };
    expect(bridge.pathForFile(file)).toBe('/photos/front.jpg');
    expect(webUtils.getPathForFile).toHaveBeenCalledWith(file);
  });
});
