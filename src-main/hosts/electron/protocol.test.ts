import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeCore } from '../web/fake-core';
import { CONTENT_SECURITY_POLICY } from '../web/headers';
import { createRendererFixture, SECRET } from '../web/renderer-fixture';
import { createResponder } from '../web/respond';

const fake = await vi.hoisted(async () => (await import('./fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);
const { registerScheme, serveScheme } = await import('./protocol');

const fixture = createRendererFixture();
afterAll(() => fixture.remove());
const core = createFakeCore();
beforeEach(() => {
  registerScheme();
  serveScheme(
    createResponder({ rendererDir: fixture.rendererDir, media: (photoId, variant) => core.media(photoId, variant) }),
  );
});
const { handle, registerSchemesAsPrivileged } = fake.module.protocol;

/** A request as Electron hands it over; Request itself would resolve the dots of its address. */
const get = (url: string, method = 'GET'): Promise<Response> =>
  handle.mock.calls[0]?.[1]({ url, method, headers: new Headers() } as Request) ??
  Promise.reject(new Error('no handler'));

describe('the scheme', () => {
  it('has an origin, fetch and streams, and no further privilege', () => {
    expect(registerSchemesAsPrivileged.mock.calls).toEqual([
      [[{ scheme: 'macule', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]],
    ]);
    expect(handle.mock.calls.map(([scheme]) => scheme)).toEqual(['macule']);
  });

  it('serves the page, its assets and photos, with the policy', async () => {
    for (const path of ['', '?a=b', '#place', 'assets/app-1a2b.js', 'media/photo/7/full']) {
      const { status, headers } = await get(`macule://app/${path}`);
      expect([status, headers.get('content-security-policy')]).toEqual([200, CONTENT_SECURITY_POLICY]);
    }
    expect(new Uint8Array(await (await get('macule://app/media/photo/7/full')).arrayBuffer())).toEqual(
      new Uint8Array([255, 216, 255]),
    );
  });

  it.each([
    '../secret.txt',
    '%2e%2e/secret.txt',
    '..%2fsecret.txt',
    '..\\secret.txt',
    'a%00.txt',
    'c:/secret.txt',
    'up/secret.txt',
    'link.txt',
    '/etc/passwd',
  ])('leads nowhere by %s', async (path) => {
    const answered = await get(`macule://app/${path}`);
    expect([400, 403, 404]).toContain(answered.status);
    expect(answered.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(await answered.text()).not.toContain(SECRET);
  });

  it('is served for its one host, for reading', async () => {
    for (const url of ['macule://evil/', 'macule://app.evil/index.html', 'macule:app', 'macule://app'])
      expect((await get(url)).status).toBe(404);
    expect((await get('macule://app/', 'POST')).status).toBe(405);
    const head = await get('macule://app/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
