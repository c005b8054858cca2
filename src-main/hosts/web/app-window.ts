import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES_ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

/** The Chromium to open the window with; MACULE_CHROMIUM names another. Null when there is none. */
export function findChromium(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const named = environment['MACULE_CHROMIUM'];
  if (named) return existsSync(named) ? named : null;
  return candidates(environment, platform).find((path) => existsSync(path)) ?? null;
}

function candidates(environment: Environment, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') return MAC_APPS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    return WINDOWS_PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program)));
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return NAMES_ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** The browser for the window, or why there can be no window here. */
export type BrowserChoice = { readonly chromium: string } | { readonly problem: string };

export function chooseBrowser(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): BrowserChoice {
  const isLinux = platform !== 'darwin' && platform !== 'win32';
  if (isLinux && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return { problem: 'there is no display' };
  // Who names one may have made it cope with root.
  if (isLinux && process.getuid?.() === 0 && !environment['MACULE_CHROMIUM'])
    return { problem: 'Chromium opens no window for the root user' };
  const chromium = findChromium(environment, platform);
  return chromium === null ? { problem: 'no Chromium, Chrome or Edge was found' } : { chromium };
}

/** Names are looked up nowhere: the window reaches 127.0.0.1 and nothing else, and Chromium itself stays silent. */
const QUIET = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--no-proxy-server',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication',
  '--password-store=basic',
];

/** The command line of the window. The link is not on it, because every user of the machine can read command lines. */
export const windowArguments = (startPage: string, profile: string): string[] => [
  `--app=${pathToFileURL(startPage).href}`,
  `--user-data-dir=${profile}`,
  '--window-size=1440,900',
  ...QUIET,
];

/** A page for the user's eyes only (mode 0600) that leads to the link. */
function writeStartPage(profile: string, url: string): string {
  const path = join(profile, 'open.html');
  const html = `<!doctype html>\n<meta charset="utf-8">\n<meta name="color-scheme" content="dark light">\n<meta http-equiv="refresh" content="0;url=${url}">\n<title>Macule</title>\n`;
  writeFileSync(path, html, { mode: 0o600 });
  return path;
}

/** A profile of its own per launch, so that no photo stays in a browser's cache. Snaps see no other temporary folder. */
function createProfile(chromium: string): string {
  const snapFolder = join(homedir(), 'snap', 'chromium', 'common');
  const isSnap = chromium.startsWith('/snap/') || (chromium.endsWith('/chromium-browser') && existsSync(snapFolder));
  if (isSnap) mkdirSync(snapFolder, { recursive: true });
  return mkdtempSync(join(isSnap ? snapFolder : tmpdir(), 'macule-window-'));
}

export type AppWindow = {
  /** Ends the window's process and removes its profile. */
  close(): Promise<void>;
};

/** Opens the link in a window of the installed Chromium. `onClosed` is called when the user closes it. */
export function openAppWindow(url: string, chromium: string, onClosed: () => void): AppWindow {
  const profile = createProfile(chromium);
  const child = spawn(chromium, windowArguments(writeStartPage(profile, url), profile), { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const endWithUs = (): void => void child.kill(); // when the end is forced
  process.once('exit', endWithUs);
  let isClosing = false;
  void ended.then(() => {
    process.removeListener('exit', endWithUs);
    if (!isClosing) onClosed();
  });
  return {
    close: async () => {
      isClosing = true;
      await endProcess(child, ended);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const PATIENCE_MS = 3_000;

async function endProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(force);
}
