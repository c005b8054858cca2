import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createOrigin } from './origin';

const fake = await vi.hoisted(async () => {
  const { fakeContents, fakeElectron } = await import('./fake-electron');
  return { ...fakeElectron(), fakeContents };
});
vi.mock('electron', () => fake.module);
const { closeNetwork, guardAllContents, guardSession } = await import('./guards');

const { app, session } = fake.module;
const own = session.defaultSession;
beforeEach(() => {
  app.removeAllListeners();
  own.removeAllListeners();
  guardSession(own as never, createOrigin(true));
  guardAllContents();
});

describe('the session', () => {
  it('grants no permission, no device, no screen', () => {
    const decided: unknown[] = [];
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'fileSystem',
      'openExternal',
      'hid',
    ])
      own.setPermissionRequestHandler.mock.calls[0]?.[0](null, permission, (answer: boolean) => decided.push(answer));
    expect(new Set(decided)).toEqual(new Set([false]));
    expect(own.setPermissionCheckHandler.mock.calls[0]?.[0](null, 'media', 'macule://app')).toBe(false);
    expect(own.setDevicePermissionHandler.mock.calls[0]?.[0]({ deviceType: 'usb' })).toBe(false);
    const chosen: unknown[] = [];
    own.setDisplayMediaRequestHandler.mock.calls[0]?.[0]({}, (streams: unknown) => chosen.push(streams));
    expect(chosen).toEqual([null]);
  });

  it('fetches no dictionary and saves no download', () => {
    expect(own.setSpellCheckerEnabled.mock.calls).toEqual([[false]]);
    const event = { preventDefault: vi.fn() };
    own.emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  it('asks for nothing but our own scheme and what is in memory', () => {
    expect(own.webRequest.onBeforeRequest).toHaveBeenCalledOnce();
    const filter = own.webRequest.onBeforeRequest.mock.calls[0]?.[0] as (
      details: { url: string },
      decide: (answer: unknown) => void,
    ) => void;
    const isCancelled = (url: string): boolean => {
      let answer: { cancel?: boolean } = {};
      filter({ url }, (given) => (answer = given as { cancel?: boolean }));
      return answer.cancel === true;
    };
    for (const url of [
      'macule://app/index.html',
      'blob:macule://app/1-2-3',
      'data:image/png;base64,AA==',
      'devtools://devtools/bundled/a.html',
    ])
      expect([url, isCancelled(url)]).toEqual([url, false]);
    const foreign = [
      'http://example.org/',
      'https://example.org/',
      'http://127.0.0.1:1234/',
      'http://localhost:5173/',
      'ws://example.org/',
      'wss://example.org/',
      'file:///etc/passwd',
      'ftp://example.org/',
      'chrome-extension://abc/x.js',
      'javascript:alert(1)',
      'macules://app/',
      'MACULE2://app/',
      'about:blank',
      'not a url',
      '',
    ];
    for (const url of foreign) expect([url, isCancelled(url)]).toEqual([url, true]);
  });
});

describe('every window', () => {
  const contents = fake.fakeContents();
  beforeEach(() => void app.emit('web-contents-created', {}, contents));

  it('opens no other', () => {
    const handler = contents.setWindowOpenHandler.mock.calls[0]?.[0];
    expect(handler?.({ url: 'https://example.org/' })).toEqual({ action: 'deny' });
    expect(handler?.({ url: 'macule://app/' })).toEqual({ action: 'deny' });
    expect(contents.setWebRTCIPHandlingPolicy).toHaveBeenCalledWith('disable_non_proxied_udp');
  });

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('prevents %s', (name) => {
    const event = { preventDefault: vi.fn(), url: 'macule://app/other.html' };
    contents.emit(name, event);
    expect(event.preventDefault).toHaveBeenCalled();
  });
});

describe('the packaged app', () => {
  it('looks no name up and asks no proxy', () => {
    closeNetwork();
    expect(app.commandLine.appendSwitch.mock.calls).toEqual([
      ['host-resolver-rules', 'MAP * ~NOTFOUND'],
      ['no-proxy-server'],
      ['disable-background-networking'],
    ]);
  });
});
