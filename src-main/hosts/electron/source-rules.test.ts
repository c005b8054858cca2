import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const isTest = (path: string): boolean => /\.test\.ts$|fake-|test-support/.test(path);
const sources = globSync(['src-main/**/*.ts', 'src-shared/**/*.ts'], { cwd: root })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => !isTest(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Where a pattern stands, outside the given folders. */
const found = (pattern: RegExp, ...allowed: string[]): string[] =>
  sources
    .filter(({ path, text }) => pattern.test(text) && !allowed.some((folder) => path.startsWith(folder)))
    .map(({ path }) => path);

describe('the sources of main', () => {
  it('are seen by this test', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(found(/from 'electron'/)).toContain('src-main/hosts/electron/index.ts');
  });

  it('touch electron in its host and the preload only', () => {
    expect(
      found(/(from|import\(|require\()\s*['"]electron['"/]/, 'src-main/hosts/electron/', 'src-main/preload/'),
    ).toEqual([]);
  });

  it('touch the network in the loopback host only', () => {
    const modules = /['"](node:)?(https?|http2|net|tls|dgram|dns|dns\/promises|inspector|ws|undici)['"]/;
    expect(found(modules, 'src-main/hosts/web/')).toEqual([]);
    expect(
      found(/\b(fetch|XMLHttpRequest|EventSource|sendBeacon)\s*\(|new WebSocket\b/, 'src-main/hosts/web/'),
    ).toEqual([]);
    expect(found(/\bnet\.(request|fetch)\b|autoUpdater|crashReporter|safeStorage/)).toEqual([]);
  });

  it('open nothing outside: no browser, no program, no file by its default application', () => {
    expect(found(/\.(openExternal|openPath)\b/)).toEqual([]);
  });

  it('open databases in the store only, where every writing handle is set to synchronous=FULL', () => {
    expect(found(/new (BetterSqlite3|Database)\(/, 'src-main/db/')).toEqual([]);
    const setting = sources.filter(({ text }) => /pragma\([^)]*synchronous/i.test(text)).map(({ path }) => path);
    expect(setting).toEqual(['src-main/db/open.ts']);
  });

  it('load no page from a file, and open no peer connection in the renderer either', () => {
    expect(found(/\.loadFile\(|loadURL\(\s*['"`](file|https?):/)).toEqual([]);
    const renderer = globSync(['src-renderer/**/*.{ts,vue}'], { cwd: root }).filter((path) => !isTest(path));
    expect(renderer.length).toBeGreaterThan(50);
    const peers = /RTCPeerConnection|RTCDataChannel|WebTransport|sendBeacon|EventSource|XMLHttpRequest/;
    expect(renderer.filter((path) => peers.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  it('start the loopback host from the command line only', () => {
    expect(found(/hosts\/web\/(serve|server)'|from '\.\.?\/(web\/)?(serve|server)'|import\('\.\/server'\)/)).toEqual(
      expect.arrayContaining(['src-main/hosts/cli/commands/serve.ts', 'src-main/hosts/web/serve.ts']),
    );
    expect(
      sources.filter(
        ({ path, text }) => path.startsWith('src-main/hosts/electron/') && /web\/(serve|server|rpc|access)/.test(text),
      ),
    ).toEqual([]);
  });
});
