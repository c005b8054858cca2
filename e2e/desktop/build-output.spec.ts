import { globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve, sep } from 'node:path';
import { expect, test } from '@playwright/test';

// The build is green when a native module or electron's npm shim was bundled, too: so the output itself is looked at.
const ROOT = resolve(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'out', 'main');
const read = (path: string): string => readFileSync(path, 'utf8');

const IMPORT = /(?:\bfrom|\bimport|\brequire\w*)\s*(\(?)\s*["']([^"'\n]+)["']/g;
type Import = { readonly name: string; readonly isDynamic: boolean };

function importsOf(file: string): Import[] {
  return [...read(file).matchAll(IMPORT)].map(([, bracket, name]) => ({
    name: name ?? '',
    isDynamic: bracket === '(',
  }));
}

/** Every file that the entry reaches, and the packages and built-in modules that these import. */
function reach(entry: string, follow: (one: Import) => boolean = () => true): { files: string[]; modules: string[] } {
  const files = new Set<string>();
  const modules = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const one of importsOf(file).filter(follow)) {
      if (one.name.startsWith('.')) visit(resolve(dirname(file), one.name));
      else modules.add(one.name.replace(/^node:/, ''));
    }
  };
  visit(join(MAIN, entry));
  return { files: [...files], modules: [...modules] };
}

const NETWORK = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'ws', 'undici'];
const DESKTOP = ['index.js', 'core-worker.js', 'import-worker.js', 'background-worker.js', 'reading-worker.js'];

test('the preload is one CommonJS file that requires electron and nothing else', () => {
  const text = read(join(ROOT, 'out', 'preload', 'preload.cjs'));
  expect(text.match(/\brequire\w*\(.*?\)/g)).toEqual(['require("electron")']);
  expect(text).not.toMatch(/^\s*(import|export)\b/m);
  expect(text).toContain('exposeInMainWorld("macule"');
});

test('packages with native code, and electron, are imported by name', () => {
  expect(reach('index.js').modules).toContain('electron');
  const all = DESKTOP.flatMap((entry) => reach(entry).modules);
  expect(all).toContain('better-sqlite3');
  expect(all).toContain('sharp');
  for (const entry of [...DESKTOP.slice(1), 'serve.js', 'cli.js'])
    expect(reach(entry).modules).not.toContain('electron');
});

test('the desktop app and its workers reach no network module', () => {
  for (const entry of DESKTOP) {
    const { files, modules } = reach(entry);
    expect([entry, modules.filter((name) => NETWORK.includes(name))]).toEqual([entry, []]);
    for (const file of files) expect(read(file)).not.toMatch(/\bfetch\(|\bnew WebSocket\(|\bnet\.request\(/);
  }
  expect(reach('serve.js').modules).toContain('http'); // so that the look itself is known to find something
});

test('the loopback host asks for the version of Node before it loads anything native', () => {
  const { files, modules } = reach('serve.js', ({ isDynamic }) => !isDynamic);
  expect(modules.sort()).toEqual(['fs', 'path', 'util']);
  expect(files.length).toBeLessThanOrEqual(2);
});

test('the policy is exact and nothing of the development server is left', () => {
  const files = globSync('**/*.js', { cwd: MAIN }).map((path) => read(join(MAIN, path)));
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
  ];
  for (const directive of [
    ...policy,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ])
    expect(files.some((text) => text.includes(`"${directive}"`))).toBe(true);
  for (const text of files) expect(text).not.toMatch(/unsafe-(inline|eval|hashes)|ELECTRON_RENDERER_URL|bypassCSP/);
  const page = read(join(ROOT, 'out', 'renderer', 'index.html'));
  expect(page).not.toMatch(/http-equiv="Content-Security-Policy"|https?:\/\/|<script>|<style|style="| on\w+="/i);
});

test('the package leaves the loopback host and every network module out, and nothing that the app needs', () => {
  const rules = [...read(join(ROOT, 'resources', 'electron-builder.yml')).matchAll(/^ {2}- '!(out\/main\/[^']+)'$/gm)];
  const isLeftOut = (path: string): boolean => rules.some(([, rule = '']) => matchesGlob(path, rule));
  const built = globSync('out/main/**/*.js', { cwd: ROOT }).map((path) => path.split(sep).join('/'));
  const packed = built.filter((path) => !isLeftOut(path));
  for (const path of packed) {
    const modules = importsOf(join(ROOT, path)).map(({ name }) => name.replace(/^node:/, ''));
    expect([path, modules.filter((name) => NETWORK.includes(name))]).toEqual([path, []]);
    expect([path, /createServer|WebSocketServer/.test(read(join(ROOT, path)))]).toEqual([path, false]);
  }
  const needed = DESKTOP.flatMap((entry) => reach(entry).files);
  expect(needed.filter((file) => !packed.includes(relative(ROOT, file).split(sep).join('/')))).toEqual([]);
  expect(built.length).toBeGreaterThan(packed.length);
});
