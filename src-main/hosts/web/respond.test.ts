import { afterAll, describe, expect, it } from 'vitest';
import { createFakeCore } from './fake-core';
import { createRendererFixture, SECRET } from './renderer-fixture';
import { createResponder, type HostRequest } from './respond';

const EXACT_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

const fixture = createRendererFixture();
afterAll(() => fixture.remove());
const core = createFakeCore();
const respond = createResponder({
  rendererDir: fixture.rendererDir,
  media: (photoId, variant) => core.media(photoId, variant),
});
const get = (path: string, more: Partial<HostRequest> = {}) =>
  respond({ method: 'GET', path, ifNoneMatch: null, ...more });
const textOf = ({ body }: { body: Uint8Array | null }): string => new TextDecoder().decode(body ?? new Uint8Array());

describe('renderer files', () => {
  it('serves the page uncached and its hashed assets for good', async () => {
    const page = await get('');
    expect([page.status, page.headers['content-type'], page.headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    const script = await get('assets/app-1a2b.js');
    expect([script.status, script.headers['content-type'], script.headers['cache-control']]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'private, max-age=31536000, immutable',
    ]);
    expect((await get('licences.txt')).headers['cache-control']).toBe('private, no-cache');
  });

  it.each([
    '../secret.txt',
    'assets/../../secret.txt',
    '%2e%2e/secret.txt',
    '%2E%2E%2Fsecret.txt',
    '..%2fsecret.txt',
    'assets%2f..%2f..%2fsecret.txt',
    '..\\secret.txt',
    '..%5csecret.txt',
    'index.html%00.txt',
    'C:/secret.txt',
    'c%3a%5csecret.txt',
    'licences.txt::$DATA',
    '/etc/passwd',
    '//secret.txt',
    '%c0%ae%c0%ae/secret.txt',
    '%',
    'assets//app-1a2b.js',
    './index.html',
  ])('refuses the path %s', async (path) => {
    const { status, ...answered } = await get(path);
    expect(status).toBe(400);
    expect(textOf(answered)).not.toContain(SECRET);
  });

  it.each([
    'link.txt',
    'up/secret.txt',
    'up/renderer/index.html/',
    'assets',
    'binary.exe',
    'nothing.js',
    '__proto__',
    'constructor',
  ])('does not find %s', async (path) => {
    const answered = await get(path);
    expect([400, 404]).toContain(answered.status);
    expect(textOf(answered)).not.toContain(SECRET);
  });
});

describe('photos', () => {
  it('serves a photo by id and asks again each time, because ids count within a project', async () => {
    const { status, headers, body } = await get('media/photo/7/thumb');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, no-cache',
      etag: '"seven-thumb"',
    });
    expect(body).toEqual(new Uint8Array([255, 216, 255]));
  });

  it('answers 304 to a caller that has the bytes', async () => {
    const known = await get('media/photo/7/thumb', { ifNoneMatch: 'W/"seven-thumb"' });
    expect([known.status, known.body]).toEqual([304, null]);
    expect((await get('media/photo/7/full', { ifNoneMatch: '"seven-thumb"' })).status).toBe(200);
  });

  it('stores no answer about a photo that is not there', async () => {
    const { status, headers } = await get('media/photo/8/full');
    expect([status, headers['cache-control'], headers['etag']]).toEqual([404, 'no-store', undefined]);
  });

  it.each([
    'media/photo/7',
    'media/photo/7/huge',
    'media/photo/7/full/more',
    'media/file/7/full',
    'media',
    `media/photo/${'7'.repeat(201)}/full`,
  ])('does not find %s', async (path) => expect((await get(path)).status).toBe(404));

  it.each(['media/photo/..%2f7/full', 'media/photo/../full', 'media/photo/%2e%2e/full'])(
    'refuses the id in %s',
    async (path) => expect((await get(path)).status).toBe(400),
  );

  it('passes no content type on that is not in the list', async () => {
    const odd = createResponder({
      rendererDir: fixture.rendererDir,
      media: () => Promise.resolve({ status: 200, contentType: 'text/html', bytes: new Uint8Array(), etag: null }),
    });
    expect((await odd({ method: 'GET', path: 'media/photo/7/full', ifNoneMatch: null })).headers['content-type']).toBe(
      'application/octet-stream',
    );
  });
});

describe('every answer', () => {
  it('answers 500 without details when the core fails', async () => {
    const broken = createResponder({
      rendererDir: fixture.rendererDir,
      media: () => Promise.reject(new Error('SELECT in /home/someone')),
    });
    const answered = await broken({ method: 'GET', path: 'media/photo/7/full', ifNoneMatch: null });
    expect(answered.status).toBe(500);
    expect(textOf(answered)).not.toContain('/home');
  });

  it('is for GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'get']) {
      const { status, headers } = await get('', { method });
      expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
    }
    const head = await get('', { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-type']]).toEqual([200, null, 'text/html; charset=utf-8']);
  });

  it('carries the exact policy and the other headers, errors included', async () => {
    const answers = await Promise.all([
      get(''),
      get('assets/app-1a2b.js'),
      get('media/photo/7/full'),
      get('media/photo/7/full', { ifNoneMatch: '"seven-full"' }),
      get('media/photo/8/full'),
      get('nothing.js'),
      get('../secret.txt'),
      get('', { method: 'POST' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 304, 404, 404, 400, 405]);
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        'content-security-policy': EXACT_CSP,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
  });
});
