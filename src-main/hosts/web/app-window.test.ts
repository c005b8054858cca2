import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseBrowser, findChromium, openAppWindow, windowArguments } from './app-window';

const folder = mkdtempSync(join(tmpdir(), 'macule-chromium-'));
const chromium = join(folder, 'chromium');
const recorded = join(folder, 'arguments.txt');
// Writes its arguments down and stays, as a browser does, until it is asked to end.
writeFileSync(
  chromium,
  `#!/bin/sh\nprintf '%s\\n' "$@" > '${recorded}.part'\nmv '${recorded}.part' '${recorded}'\nexec sleep 1000\n`,
);
chmodSync(chromium, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const LINK = 'http://127.0.0.1:1234/base/?token=the-secret';
const itOnUnix = it.skipIf(process.platform === 'win32');

describe('the browser', () => {
  itOnUnix('is found on the path, unless another is named', () => {
    expect(findChromium({ PATH: ['/nowhere', folder].join(delimiter) }, 'linux')).toBe(chromium);
    expect(findChromium({ PATH: '/nowhere' }, 'linux')).toBeNull();
    expect(findChromium({ PATH: folder, MACULE_CHROMIUM: '/nowhere/chrome' }, 'linux')).toBeNull();
    expect(findChromium({ PATH: '', MACULE_CHROMIUM: chromium }, 'linux')).toBe(chromium);
  });

  itOnUnix('needs a display, and a user other than root unless it is named', () => {
    const root = { problem: 'Chromium opens no window for the root user' };
    const isRoot = process.getuid?.() === 0;
    const choose = (environment: Record<string, string>) => chooseBrowser(environment, 'linux');
    expect(choose({ PATH: folder })).toEqual({ problem: 'there is no display' });
    expect(choose({ PATH: folder, WAYLAND_DISPLAY: 'wayland-0' })).toEqual(isRoot ? root : { chromium });
    expect(choose({ MACULE_CHROMIUM: chromium, DISPLAY: ':0' })).toEqual({ chromium });
    expect(choose({ MACULE_CHROMIUM: '/nowhere/chrome', DISPLAY: ':0' })).toEqual({
      problem: 'no Chromium, Chrome or Edge was found',
    });
  });

  it('reaches 127.0.0.1 only and keeps silent, in a sandbox', () => {
    const given = windowArguments(join(folder, 'open.html'), folder);
    expect(given).toContain('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
    expect(given).toContain('--no-proxy-server');
    expect(given).toContain(`--user-data-dir=${folder}`);
    expect(given.join(' ')).not.toMatch(/no-sandbox|disable-web-security|remote-debugging/);
  });
});

describe('the window', () => {
  const open = async (onClosed: () => void) => {
    rmSync(recorded, { force: true });
    const window = openAppWindow(LINK, chromium, onClosed);
    await expect.poll(() => existsSync(recorded)).toBe(true);
    const given = readFileSync(recorded, 'utf8').trim().split('\n');
    const valueOf = (name: string): string =>
      given.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
    return { window, given, startPage: fileURLToPath(valueOf('app')), profile: valueOf('user-data-dir') };
  };

  itOnUnix('gets the link by a file that only this user can read, never by its command line', async () => {
    const { window, given, startPage, profile } = await open(() => {});
    expect(given.join(' ')).not.toContain('the-secret');
    expect(readFileSync(startPage, 'utf8')).toContain(`content="0;url=${LINK}"`);
    expect([statSync(startPage).mode & 0o777, statSync(profile).mode & 0o777]).toEqual([0o600, 0o700]);
    await window.close();
  });

  itOnUnix('ends with its profile', async () => {
    let closed = 0;
    const { window, profile } = await open(() => (closed += 1));
    await window.close();
    expect([existsSync(profile), closed]).toEqual([false, 0]);
  });

  itOnUnix('may be closed by the user, or not start at all', async () => {
    let closed = 0;
    const missing = openAppWindow(LINK, join(folder, 'absent'), () => (closed += 1));
    await expect.poll(() => closed).toBe(1);
    await missing.close();
  });
});
