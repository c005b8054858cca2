import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createFakeCore, type FakeCore } from './fake-core';
import { createRendererFixture, SECRET } from './renderer-fixture';
import { startWebHost, type WebHost } from './server';

const fixture = createRendererFixture();
afterAll(() => fixture.remove());
let core: FakeCore;
let host: WebHost;
let link: URL;
let cookie: string;
const sockets: Socket[] = [];
beforeEach(async () => {
  core = createFakeCore();
  host = await startWebHost({ core, rendererDir: fixture.rendererDir, port: 0 });
  link = new URL(host.url);
  cookie = await cookieOf(host.url);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await host.close();
});

const cookieOf = async (url: string): Promise<string> =>
  (await fetch(url, { redirect: 'manual' })).headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** Bytes as they are, and what came back before the other side closed. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = halfOpen(text);
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}
/** A connection that says `text` and then nothing more. */
function halfOpen(text: string): Socket {
  const socket = connect({ host: '127.0.0.1', port: Number(link.port) });
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
const head = (...lines: string[]): string => `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`;
const own = (): string[] => [`Host: ${link.host}`, `Cookie: ${cookie}`];
const opened = (): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${link.host}${link.pathname}rpc`, { headers: { origin: link.origin, cookie } });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));
const answerTo = (socket: WebSocket, frame: unknown): Promise<Record<string, unknown>> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as Record<string, unknown>));
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  });
/** The host still serves its owner: page, socket and all. */
async function expectAlive(): Promise<void> {
  expect(statusOf(await raw(head(`GET ${link.pathname} HTTP/1.1`, ...own())))).toBe(200);
  const socket = await opened();
  expect(await answerTo(socket, { id: 1, method: 'app.info', input: {} })).toMatchObject({
    id: 1,
    answer: { ok: true },
  });
  socket.close();
}

describe('a path', () => {
  it.each([
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e%2fsecret.txt',
    '%252e%252e%252fsecret.txt',
    '..%252fsecret.txt',
    '....//secret.txt',
    '..;/secret.txt',
    '.%2e/secret.txt',
    'assets/..%5c..%5csecret.txt',
    '%c0%ae%c0%ae%c0%afsecret.txt',
    '%e0%80%ae%e0%80%ae/secret.txt',
    '%u002e%u002e/secret.txt',
    '%ef%bc%8e%ef%bc%8e%ef%bc%8fsecret.txt',
    'secret.txt%00.html',
    'index.html/../../secret.txt',
    'link.txt',
    'up/secret.txt',
    'up/renderer/link.txt',
    '//etc/passwd',
    'file:///etc/passwd',
    'C:%5cWindows%5cwin.ini',
    '%5c%5cserver%5cshare',
    'media/photo/..%2f..%2f..%2fetc%2fpasswd/full',
    'media/photo/7/..%2ffull',
    `${'a/'.repeat(3000)}index.html`,
  ])('leads nowhere: %s', async (path) => {
    const answer = await raw(head(`GET ${link.pathname}${path} HTTP/1.1`, ...own()));
    expect([400, 404]).toContain(statusOf(answer));
    expect(answer).not.toContain(SECRET);
    expect(answer).not.toMatch(/root:x:0|\/tmp\/|renderer\//);
  });

  it('of another form or base leads nowhere', async () => {
    const base = link.pathname;
    for (const target of [
      `http://${link.host}${base}`,
      `//${link.host}${base}`,
      base.toUpperCase(),
      `/x/..${base}`,
      '*',
      `${base.slice(0, -1)}`,
    ])
      expect([target, statusOf(await raw(head(`GET ${target} HTTP/1.1`, ...own())))]).toEqual([target, 404]);
  });
});

describe('another name for this machine (DNS rebinding)', () => {
  it.each([
    'evil.example',
    'localhost',
    '127.0.0.1.',
    '127.1',
    '0x7f000001',
    '2130706433',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
    '127.0.0.1@evil.example',
  ])('is answered 421, with the cookie and with the token: %s', async (name) => {
    const wrong = `Host: ${name}:${link.port}`;
    expect(statusOf(await raw(head(`GET ${link.pathname} HTTP/1.1`, wrong, `Cookie: ${cookie}`)))).toBe(421);
    expect(statusOf(await raw(head(`GET ${link.pathname}${link.search} HTTP/1.1`, wrong)))).toBe(421);
    const upgrade = [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    const answer = await raw(
      `${[`GET ${link.pathname}rpc HTTP/1.1`, wrong, `Cookie: ${cookie}`, `Origin: http://${name}:${link.port}`, ...upgrade].join('\r\n')}\r\n\r\n`,
    );
    expect(statusOf(answer)).toBe(421);
  });

  it('cannot be slipped in beside ours, nor left out', async () => {
    const two = await raw(
      head(`GET ${link.pathname} HTTP/1.1`, `Host: ${link.host}`, 'Host: evil.example', `Cookie: ${cookie}`),
    );
    expect([0, 400, 421]).toContain(statusOf(two));
    const none = await raw(head(`GET ${link.pathname} HTTP/1.0`, `Cookie: ${cookie}`));
    expect(statusOf(none)).toBe(421);
  });
});

describe('the keys', () => {
  it('of an earlier launch open nothing', async () => {
    const earlier = { cookie, token: link.searchParams.get('token') };
    await host.close();
    host = await startWebHost({ core, rendererDir: fixture.rendererDir, port: Number(link.port) });
    link = new URL(host.url);
    const at = (target: string, ...more: string[]): Promise<string> =>
      raw(head(`GET ${target} HTTP/1.1`, `Host: ${link.host}`, ...more));
    expect(statusOf(await at(link.pathname, `Cookie: ${earlier.cookie}`))).toBe(401);
    expect(statusOf(await at(`${link.pathname}?token=${earlier.token}`))).toBe(403);
  });

  it('are not taken apart: a part, a longer one, another case, the token as cookie, the cookie as token', async () => {
    const [, value = ''] = cookie.split('=');
    const token = link.searchParams.get('token') ?? '';
    const flipped = value.replace(/[a-z]/i, (one) =>
      one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase(),
    );
    for (const wrong of [
      '',
      value.slice(1),
      value.slice(0, -1),
      `${value}A`,
      flipped,
      token,
      `"${value}"`,
      `${value}=`,
    ])
      expect([
        wrong,
        statusOf(await raw(head(`GET ${link.pathname} HTTP/1.1`, `Host: ${link.host}`, `Cookie: macule=${wrong}`))),
      ]).toEqual([
        wrong,
        wrong === `${value}=` ? 200 : 401, // a trailing sign belongs to no value of ours and is cut off
      ]);
    for (const wrong of [value, token.slice(1), `${token}A`, token.toUpperCase()])
      expect(statusOf(await raw(head(`GET ${link.pathname}?token=${wrong} HTTP/1.1`, `Host: ${link.host}`)))).toBe(403);
    for (const wrong of [`MACULE=${value}`, `macule2=${value}`, `x=macule=${value}`])
      expect(statusOf(await raw(head(`GET ${link.pathname} HTTP/1.1`, `Host: ${link.host}`, `Cookie: ${wrong}`)))).toBe(
        401,
      );
  });

  it('are in no answer but the one that hands the cookie over', async () => {
    const [, value = ''] = cookie.split('=');
    const token = link.searchParams.get('token') ?? '';
    for (const target of [link.pathname, `${link.pathname}nothing`, '/', `${link.pathname}?token=x`]) {
      const answer = await raw(head(`GET ${target} HTTP/1.1`, ...own()));
      expect(answer).not.toContain(token);
      expect(answer).not.toContain(value);
    }
  });
});

describe('broken requests', () => {
  it.each([
    [
      'two lengths',
      (base: string) => `POST ${base} HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`,
    ],
    [
      'a length and chunks',
      (base: string) =>
        `POST ${base} HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
    ],
    [
      'a header that is too long',
      (base: string) => `GET ${base} HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    ],
    ['a folded header', (base: string) => `GET ${base} HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n`],
    ['no HTTP at all', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['another protocol', () => 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['a control character in the path', (base: string) => `GET ${base}\x01 HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['a tunnel', () => 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
  ])('with %s are let go, and the host lives', async (_what, text) => {
    const answer = await raw(text(link.pathname));
    expect(answer).not.toMatch(/200 OK|101 Switching|\n\s+at /);
    await expectAlive();
  });

  it('with a large body are answered without keeping it', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sent = httpRequest(
        { host: '127.0.0.1', port: link.port, path: link.pathname, method: 'POST', headers: { cookie }, agent: false },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.on('error', reject);
      sent.end(Buffer.alloc(8 * 1024 * 1024));
    });
    expect(status).toBe(405);
    await expectAlive();
  });
});

describe('half-open requests', () => {
  it('take nobody’s place: others are answered, they are let go, and the end does not wait for them', async () => {
    const waiting = Array.from({ length: 100 }, (_, i) =>
      halfOpen(i % 2 ? '' : `GET ${link.pathname} HTTP/1.1\r\nHost: ${link.host}\r\nX-Slow: `),
    );
    const gone = Promise.all(waiting.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    await expectAlive();
    const startedAt = performance.now();
    await gone;
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    halfOpen(`GET ${link.pathname} HTTP/1.1\r\n`);
    await host.close();
    host = await startWebHost({ core, rendererDir: fixture.rendererDir, port: 0 });
  });
});

describe('many sockets', () => {
  it('beyond the bound are asked to come later, and their places are free again', async () => {
    const many = await Promise.all(Array.from({ length: 32 }, opened));
    expect(await closed(await opened())).toBe(1013);
    expect(await answerTo(many[0]!, { id: 1, method: 'app.info', input: {} })).toMatchObject({ id: 1 });
    const last = many.pop()!;
    const gone = closed(last);
    last.close();
    await gone;
    const next = await opened();
    expect(await answerTo(next, { id: 2, method: 'app.info', input: {} })).toMatchObject({ id: 2 });
    for (const socket of [...many, next]) socket.terminate();
  });
});

describe('frames', () => {
  it.each([
    ['unmasked', Buffer.from([0x81, 0x02, 0x7b, 0x7d])],
    ['of a reserved kind', Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
    ['with reserved bits', Buffer.from([0xf1, 0x80, 0, 0, 0, 0])],
    [
      'that claim to be enormous',
      Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
    ],
    ['that are no UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc0, 0xaf])],
    ['that continue nothing', Buffer.from([0x80, 0x80, 0, 0, 0, 0])],
  ])('%s end their socket only', async (_what, bytes) => {
    const socket = await opened();
    const code = closed(socket);
    socket.on('error', () => undefined);
    (socket as unknown as { _socket: Socket })._socket.write(bytes);
    expect([1002, 1006, 1007, 1009]).toContain(await code);
    expect(core.calls).toEqual([]);
    await expectAlive();
  });

  it('with keys of the prototype change no prototype, and reach the core as plain data', async () => {
    const socket = await opened();
    const frame =
      '{"id":1,"method":"app.info","input":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"method":"x"}}';
    expect(await answerTo(socket, frame)).toMatchObject({ id: 1, answer: { ok: true } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(core.calls.map(({ name }) => name)).toEqual(['app.info']);
    socket.terminate();
  });

  it('with a method taken from the prototype of the frame are no call', async () => {
    const socket = await opened();
    expect(await answerTo(socket, '{"id":1,"__proto__":{"method":"app.info","input":{}}}')).toMatchObject({
      answer: { ok: false, error: { code: 'unknown_method' } },
    });
    expect(core.calls).toEqual([]);
    socket.terminate();
  });
});
