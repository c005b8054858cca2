import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeCore, type FakeCore } from './fake-core';
import { CONTENT_SECURITY_POLICY } from './headers';
import { createRendererFixture, SECRET } from './renderer-fixture';
import { startWebHost, type WebHost } from './server';

type Reply = { status: number; headers: IncomingHttpHeaders; text: string };
type Ask = { method?: string; headers?: Record<string, string> };

const fixture = createRendererFixture();
afterAll(() => fixture.remove());
let core: FakeCore;
let host: WebHost;
let link: URL;
beforeEach(async () => {
  core = createFakeCore();
  host = await startWebHost({ core, rendererDir: fixture.rendererDir, port: 0 });
  link = new URL(host.url);
});
afterEach(() => host.close());

/** Sends the target as it is: fetch would resolve its dots. */
function ask(target: string, { method = 'GET', headers = {} }: Ask = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port: link.port, path: target, method, headers, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

const token = (): string => link.searchParams.get('token') ?? '';

async function cookie(): Promise<string> {
  const { headers } = await ask(link.pathname + link.search);
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('the link', () => {
  it('lies under a random path and carries a token of 32 bytes', async () => {
    expect(link.hostname).toBe('127.0.0.1');
    expect(link.pathname).toMatch(/^\/[\w-]{22}\/$/);
    expect(Buffer.from(token(), 'base64url')).toHaveLength(32);
    const other = await startWebHost({ core, rendererDir: fixture.rendererDir, port: 0 });
    const otherLink = new URL(other.url);
    await other.close();
    expect(otherLink.pathname).not.toBe(link.pathname);
    expect(otherLink.search).not.toBe(link.search);
  });

  it('is exchanged for a strict cookie of that path, as often as it is opened', async () => {
    for (let time = 0; time < 3; time += 1) {
      const { status, headers } = await ask(link.pathname + link.search);
      expect([status, headers.location]).toEqual([303, link.pathname]);
      expect(headers['set-cookie']?.[0]).toMatch(
        new RegExp(`^macule=[\\w-]{43}; Path=${link.pathname}; HttpOnly; SameSite=Strict$`),
      );
      expect(headers['set-cookie']?.[0]).not.toContain(token());
    }
    expect((await ask(link.pathname, { headers: { cookie: await cookie() } })).status).toBe(200);
  });

  it('goes on by a page of ours when it was followed from elsewhere, because a redirect would lose the strict cookie', async () => {
    const { status, headers, text } = await ask(link.pathname + link.search, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(status).toBe(200);
    expect(headers['set-cookie']?.[0]).toContain('SameSite=Strict');
    expect(text).toContain(`content="0;url=${link.pathname}"`);
    expect(text).not.toContain(token());
  });

  it('is refused with another token', async () => {
    for (const wrong of ['', 'x', 'a'.repeat(43), `${token()}x`]) {
      const { status, headers } = await ask(`${link.pathname}?token=${wrong}`);
      expect([status, headers['set-cookie']]).toEqual([403, undefined]);
    }
  });

  it('is dead after the end', async () => {
    const target = link.pathname + link.search;
    await host.close();
    await expect(ask(target)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('who is answered', () => {
  it('answers 401 in words without the cookie, whatever the path', async () => {
    for (const target of [
      '/',
      link.pathname,
      `${link.pathname}assets/app-1a2b.js`,
      `${link.pathname}media/photo/7/full`,
      '/favicon.ico',
      '/rpc',
    ]) {
      const { status, text } = await ask(target);
      expect(status).toBe(401);
      expect(text).toContain('Open the link that Macule printed');
    }
    for (const bad of ['macule=', 'macule=x', 'other=1', `macule=${'a'.repeat(43)}`, `macule=${token()}`])
      expect((await ask(link.pathname, { headers: { cookie: bad } })).status).toBe(401);
  });

  it('answers 421 to a foreign Host, with the cookie or the token too', async () => {
    const own = await cookie();
    for (const name of [
      'evil.example',
      `localhost:${link.port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(link.port) + 1}`,
      `127.0.0.1.nip.io:${link.port}`,
    ]) {
      expect((await ask(link.pathname, { headers: { host: name, cookie: own } })).status).toBe(421);
      expect((await ask(link.pathname + link.search, { headers: { host: name } })).status).toBe(421);
    }
  });

  it('answers 403 to a page of another origin', async () => {
    const own = await cookie();
    for (const origin of [
      'https://evil.example',
      'null',
      `http://localhost:${link.port}`,
      `http://127.0.0.1:${Number(link.port) + 1}`,
      `https://${link.host}`,
    ])
      expect((await ask(link.pathname, { headers: { origin, cookie: own } })).status).toBe(403);
    expect((await ask(link.pathname, { headers: { origin: link.origin, cookie: own } })).status).toBe(200);
  });

  it('finds the cookie among others', async () => {
    expect((await ask(link.pathname, { headers: { cookie: `a=b; ${await cookie()}; c=d` } })).status).toBe(200);
  });

  it('listens on 127.0.0.1 only', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && !address.internal && address.family === 'IPv4')
      .map((address) => address?.address ?? '');
    for (const address of [...others, '::1', '127.0.0.2']) {
      const failure = await new Promise<string | null>((resolve) => {
        const socket = connect({ host: address, port: Number(link.port) });
        socket.once('connect', () => {
          socket.destroy();
          resolve(null);
        });
        socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'error'));
      });
      expect([address, failure]).not.toEqual([address, null]);
    }
  });
});

describe('what is answered', () => {
  it('serves page, script and photo', async () => {
    const headers = { cookie: await cookie() };
    expect((await ask(link.pathname, { headers })).text).toContain('<title>App</title>');
    expect((await ask(`${link.pathname}assets/app-1a2b.js?v=1`, { headers })).headers['content-type']).toBe(
      'text/javascript; charset=utf-8',
    );
    const photo = await ask(`${link.pathname}media/photo/7/full`, { headers });
    expect([photo.status, photo.headers['content-length'], photo.headers.etag]).toEqual([200, '3', '"seven-full"']);
    const known = await ask(`${link.pathname}media/photo/7/full`, {
      headers: { ...headers, 'if-none-match': '"seven-full"' },
    });
    expect([known.status, known.text]).toEqual([304, '']);
  });

  it('leads nowhere else', async () => {
    const headers = { cookie: await cookie() };
    const base = link.pathname;
    for (const path of [
      '../secret.txt',
      '%2e%2e/secret.txt',
      '..%2fsecret.txt',
      '..\\secret.txt',
      '..%5csecret.txt',
      'a%00.txt',
      'C:/x.txt',
      'link.txt',
      'up/secret.txt',
    ]) {
      const { status, text } = await ask(base + path, { headers });
      expect([400, 403, 404]).toContain(status);
      expect(text).not.toContain(SECRET);
    }
    for (const target of ['/etc/passwd', 'http://evil.example/', `${base.slice(0, -1)}x/`, '/..', '*'])
      expect((await ask(target, { headers })).status).toBe(404);
  });

  it('is for GET and HEAD', async () => {
    const headers = { cookie: await cookie() };
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await ask(link.pathname, { method, headers })).status).toBe(405);
    const head = await ask(link.pathname, { method: 'HEAD', headers });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('carries the policy, whatever the status', async () => {
    const headers = { cookie: await cookie() };
    const answers = await Promise.all([
      ask(link.pathname, { headers }),
      ask(link.pathname + link.search),
      ask(link.pathname),
      ask(`${link.pathname}?token=x`),
      ask(`${link.pathname}nothing.js`, { headers }),
      ask(`${link.pathname}%00`, { headers }),
      ask(link.pathname, { method: 'POST', headers }),
      ask(link.pathname, { headers: { host: 'evil.example' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 303, 401, 403, 404, 400, 405, 421]);
    for (const { headers: answered } of answers) {
      expect(answered['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
      expect(answered['x-content-type-options']).toBe('nosniff');
      expect(answered['referrer-policy']).toBe('no-referrer');
      expect(answered['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('is not told twice on one port', async () => {
    await expect(
      startWebHost({ core, rendererDir: fixture.rendererDir, port: Number(link.port) }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
