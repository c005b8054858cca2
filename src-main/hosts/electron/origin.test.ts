import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOrigin } from './origin';

afterEach(() => vi.unstubAllEnvs());

describe('our own pages', () => {
  it('are known by scheme and host', () => {
    const { isOwnPage } = createOrigin(true);
    for (const url of ['macule://app/', 'macule://app/index.html?x#y'])
      expect([url, isOwnPage(url)]).toEqual([url, true]);
    const others = [
      'macule://app.evil/',
      'macule://evil/app/',
      'macule://user@evil/',
      'macule://app:80/',
      'macule:app',
      'http://app/',
      'https://macule/',
      'file:///app/index.html',
      'about:blank',
      'data:text/html,macule://app/',
      'blob:macule://app/1',
      '',
      'null',
    ];
    for (const url of others) expect([url, isOwnPage(url)]).toEqual([url, false]);
  });

  it('come from the development server only in builds from source', () => {
    vi.stubEnv('ELECTRON_RENDERER_URL', 'http://localhost:5173/');
    const fromSource = createOrigin(false);
    expect(fromSource.startUrl).toBe('http://localhost:5173/');
    expect([fromSource.isOwnPage('http://localhost:5173/a'), fromSource.isOwnPage('http://localhost:5174/')]).toEqual([
      true,
      false,
    ]);
    expect([
      fromSource.isAllowedRequest('ws://localhost:5173/'),
      fromSource.isAllowedRequest('https://localhost:5173/'),
    ]).toEqual([true, false]);
    const packaged = createOrigin(true);
    expect(packaged.startUrl).toBe('macule://app/');
    expect([packaged.isOwnPage('http://localhost:5173/'), packaged.isAllowedRequest('http://localhost:5173/')]).toEqual(
      [false, false],
    );
  });
});
