import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import type { Answer } from '#shared/domain/error';
import { createFakeCore, type FakeCore } from './fake-core';
import { createRendererFixture } from './renderer-fixture';
import { startWebHost, type WebHost } from './server';

const fixture = createRendererFixture();
afterAll(() => fixture.remove());
let core: FakeCore;
let host: WebHost;
let link: URL;
let cookie: string;
beforeEach(async () => {
  core = createFakeCore();
  host = await startWebHost({ core, rendererDir: fixture.rendererDir, port: 0 });
  link = new URL(host.url);
  const { headers } = await fetch(host.url, { redirect: 'manual' });
  cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterEach(() => host.close());

type Headers = { origin?: string; cookie?: string; host?: string };
const dial = (headers: Headers, path = `${link.pathname}rpc`): WebSocket =>
  new WebSocket(`ws://${link.host}${path}`, { headers });

/** The status of a refused socket, or 101. */
function statusOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

function opened(options: ClientOptions = {}): Promise<WebSocket> {
  const headers = { origin: link.origin, cookie };
  const socket = new WebSocket(`ws://${link.host}${link.pathname}rpc`, { headers, ...options });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

const nextMessage = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()))));
const closeCode = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));

describe('who gets a socket', () => {
  it('needs our origin, the cookie, our name and the path', async () => {
    const own = { origin: link.origin, cookie };
    const statuses = await Promise.all(
      [
        dial(own),
        dial({ cookie }),
        dial({ ...own, origin: 'https://evil.example' }),
        dial({ ...own, origin: 'null' }),
        dial({ ...own, origin: `http://localhost:${link.port}` }),
        dial({ origin: link.origin }),
        dial({ ...own, cookie: 'macule=x' }),
        dial(own, '/rpc'),
        dial(own, `${link.pathname}other`),
        dial({ ...own, host: 'evil.example' }),
      ].map(statusOf),
    );
    expect(statuses).toEqual([101, 403, 403, 403, 403, 403, 403, 403, 403, 421]);
  });
});

describe('calls', () => {
  it('are answered with their id', async () => {
    const socket = await opened();
    socket.send(JSON.stringify({ id: 1, method: 'app.info', input: { a: 1 } }));
    expect(await nextMessage(socket)).toEqual({ id: 1, answer: { ok: true, value: { a: 1 } } });
    expect(core.calls).toEqual([{ name: 'app.info', input: { a: 1 } }]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'app', 'app.info.input', '', 7, null, { a: 1 }])(
    'refuse the method %j',
    async (method) => {
      const socket = await opened();
      socket.send(JSON.stringify({ id: 'x', method, input: {} }));
      const message = (await nextMessage(socket)) as { id: string; answer: Answer<unknown> };
      expect(message).toMatchObject({ id: 'x', answer: { ok: false, error: { code: 'unknown_method' } } });
      expect(core.calls).toEqual([]);
    },
  );

  it('to dialogs are answered here, after a check of their input', async () => {
    const socket = await opened();
    socket.send(JSON.stringify({ id: 1, method: 'dialogs.choose', input: { purpose: 'import' } }));
    expect(await nextMessage(socket)).toEqual({ id: 1, answer: { ok: true, value: { kind: 'unavailable' } } });
    socket.send(JSON.stringify({ id: 2, method: 'dialogs.reveal', input: { path: '/somewhere' } }));
    expect(await nextMessage(socket)).toEqual({ id: 2, answer: { ok: true, value: { done: true } } });
    socket.send(JSON.stringify({ id: 3, method: 'dialogs.choose', input: { purpose: 'rm' } }));
    expect(await nextMessage(socket)).toMatchObject({ id: 3, answer: { ok: false, error: { code: 'invalid_input' } } });
    expect(core.calls).toEqual([]);
  });

  it('that break the core are answered without its stack', async () => {
    core.reply = () => Promise.reject(new Error('at Database.prepare (/home/someone/core.js:1:1)'));
    const socket = await opened();
    socket.send(JSON.stringify({ id: 1, method: 'app.info', input: {} }));
    const message = JSON.stringify(await nextMessage(socket));
    expect(message).toContain('"internal"');
    expect(message).not.toMatch(/core\.js|\/home/);
    core.reply = () => Promise.resolve({ ok: true, value: 1n });
    socket.send(JSON.stringify({ id: 2, method: 'app.info', input: {} }));
    expect(await nextMessage(socket)).toMatchObject({ id: 2, answer: { ok: false, error: { code: 'internal' } } });
  });
});

describe('broken clients', () => {
  it.each([
    '',
    'hello',
    '[]',
    'null',
    '{}',
    '{"id":null,"method":"app.info"}',
    '{"id":1.5,"method":"app.info"}',
    '{"id":{},"method":"app.info"}',
    '{"id":1,',
  ])('are let go after %j', async (text) => {
    const socket = await opened();
    socket.send(text);
    expect(await closeCode(socket)).toBe(1008);
    expect(core.calls).toEqual([]);
  });

  it('are let go after a binary frame, and after one that is too large', async () => {
    const binary = await opened();
    binary.send(Buffer.from([1, 2, 3]));
    expect(await closeCode(binary)).toBe(1003);
    const large = await opened();
    large.on('error', () => {});
    large.send(`"${'x'.repeat(64 * 1024 * 1024)}"`);
    expect([1006, 1009]).toContain(await closeCode(large));
  });

  it('that flood are read no faster than they are answered, and all is answered in the end', async () => {
    let running = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    core.reply = async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => waiting.push(resolve));
      running -= 1;
      return { ok: true, value: null };
    };
    const socket = await opened();
    const total = 20_000;
    let answered = 0;
    const all = new Promise<void>((resolve) => socket.on('message', () => ++answered === total && resolve()));
    const padding = 'x'.repeat(200);
    for (let id = 0; id < total; id += 1) socket.send(JSON.stringify({ id, method: 'app.info', input: padding }));
    const release = setInterval(() => waiting.splice(0).forEach((resolve) => resolve()), 1);
    await all;
    clearInterval(release);
    expect(answered).toBe(total);
    expect(most).toBeLessThan(2_000); // the bound plus what one read of the socket had brought already
  });
});

describe('a silent client', () => {
  afterEach(() => void vi.useRealTimers());

  it('is let go after two pings, one that answers stays', async () => {
    await host.close();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    host = await startWebHost({ core, rendererDir: fixture.rendererDir, port: 0 });
    link = new URL(host.url);
    const { headers } = await fetch(host.url, { redirect: 'manual' });
    cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const [living, silent] = await Promise.all([opened(), opened({ autoPong: false })]);
    let pings = 0;
    living.on('ping', () => (pings += 1));
    const gone = closeCode(silent);
    for (let interval = 1; interval <= 3; interval += 1) {
      vi.advanceTimersByTime(30_000);
      await expect.poll(() => pings).toBe(interval);
      await new Promise((resolve) => living.ping('', true, () => living.once('pong', resolve))); // its pong has been read
    }
    expect(await gone).toBe(1006);
    expect(living.readyState).toBe(WebSocket.OPEN);
  });
});

describe('notices', () => {
  it('reach every socket', async () => {
    const sockets = await Promise.all([opened(), opened()]);
    const heard = Promise.all(sockets.map(nextMessage));
    core.notify('journal', { viewIds: ['v1'] });
    expect(await heard).toEqual([
      { notice: 'journal', payload: { viewIds: ['v1'] } },
      { notice: 'journal', payload: { viewIds: ['v1'] } },
    ]);
  });
});

describe('the end', () => {
  it('lets a running call be answered, then says goodbye', async () => {
    let finish = (): void => {};
    core.reply = () => new Promise((resolve) => (finish = () => resolve({ ok: true, value: 'saved' })));
    const socket = await opened();
    socket.send(JSON.stringify({ id: 1, method: 'review.decide', input: {} }));
    await expect.poll(() => core.calls.length).toBe(1);
    const answer = nextMessage(socket);
    const code = closeCode(socket);
    const closed = host.close();
    finish();
    expect(await answer).toEqual({ id: 1, answer: { ok: true, value: 'saved' } });
    expect(await code).toBe(1001);
    await closed;
  });
});
