import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CoreClient } from '#main/services/core-client';
import { nodeProblem } from './node-version';
import type { AppWindow } from './app-window';
import type { WebHost } from './server';

export type ServeOptions = {
  /** An absolute path; null: the sample project. */
  readonly project: string | null;
  /** 0: any free port. */
  readonly port: number;
  /** Open a window where there is a display. */
  readonly open: boolean;
  /** Called once, when the page can be served. */
  readonly onReady: (url: string) => void;
};
/** 0 when it was asked to end, 2 when it could not start. */
export type ServeExit = 0 | 2;

const PATIENCE_MS = 1_500;
const LOST =
  'the part that keeps decisions has stopped, so nothing can be saved now. Everything that was shown as saved is saved. Press Ctrl+C and start Macule again.';

const say = (words: string): void => void process.stderr.write(`macule: ${words}\n`);

/** The built renderer beside the built hosts; null before `npm run build`. */
function rendererFolder(): string | null {
  const here = import.meta.dirname;
  const folders = [join(here, '..', 'renderer'), join(here, '..', '..', 'renderer')]; // the second from a shared chunk
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? null;
}

/** Resolves at the first Ctrl+C or end signal; one that comes later forces the end. */
function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (): void => {
      // One press of Ctrl+C arrives from the terminal, from npm and from the script that started us.
      if (askedAt !== null && performance.now() - askedAt > PATIENCE_MS) process.exit(130);
      askedAt ??= performance.now();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  });
}

function portWords(error: unknown, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `port ${port} is in use. Give another with --port, or none.`;
  if (code === 'EACCES') return `port ${port} may not be used. Give one above 1023 with --port, or none.`;
  return `the page cannot be served: ${message}`;
}

async function openProject(core: CoreClient, project: string | null): Promise<boolean> {
  const answer =
    project === null ? await core.call('projects.openSample', {}) : await core.call('projects.open', { path: project });
  if (!answer.ok) say(answer.error.message);
  return answer.ok;
}

async function showWindow(url: string): Promise<AppWindow | null> {
  const { chooseBrowser, openAppWindow } = await import('./app-window');
  const choice = chooseBrowser();
  if ('problem' in choice) {
    say(`no window was opened: ${choice.problem}. Open the link in a browser of this machine.`);
    return null;
  }
  const onClosed = (): void => say('the window was closed. The link still works; Ctrl+C ends Macule.');
  return openAppWindow(url, choice.chromium, onClosed);
}

async function startHost(core: CoreClient, rendererDir: string, port: number): Promise<WebHost | null> {
  const { startWebHost } = await import('./server');
  try {
    return await startWebHost({ core, rendererDir, port, log: say });
  } catch (error) {
    say(portWords(error, port));
    return null;
  }
}

/** Serves the app on loopback until it is asked to end. Never throws for what a user can cause; says it in words. */
export async function serve({ project, port, open, onReady }: ServeOptions): Promise<ServeExit> {
  const rendererDir = rendererFolder();
  const problem =
    nodeProblem(process.versions.node) ?? (rendererDir ? null : 'the app is not built. Run "npm run build" once.');
  if (problem !== null || rendererDir === null) {
    say(problem ?? '');
    return 2;
  }
  const end = untilAskedToEnd();
  const { startCore } = await import('#main/services/core-client');
  const core = await startCore({ host: 'web' });
  core.onLost(() => say(LOST));
  const isOpened = project === null || (await openProject(core, project));
  const host = isOpened ? await startHost(core, rendererDir, port) : null;
  if (!host) {
    await core.close();
    return 2;
  }
  onReady(host.url);
  if (project === null) void openProject(core, null);
  const window = open ? await showWindow(host.url) : null;
  await end;
  const patience = setTimeout(() => say('finishing the running work. Ctrl+C again forces the end.'), PATIENCE_MS);
  await window?.close();
  await host.close();
  await core.close();
  clearTimeout(patience);
  return 0;
}

const USAGE = 'usage: node out/main/serve.js [--project P] [--port N] [--no-open]';

/** The command line of the built file. `macule serve` says the same. */
async function main(): Promise<number> {
  const options = { project: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } } as const;
  try {
    const { values } = parseArgs({ options });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535.');
    const onReady = (url: string): void => void process.stdout.write(`Macule is at ${url}\nCtrl+C ends it.\n`);
    const project = values.project === undefined ? null : resolve(values.project);
    return await serve({ project, port, open: values['no-open'] !== true, onReady });
  } catch (error) {
    say(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
}

/** Whether node was started with the built `serve.js`. This module itself may lie in a chunk that the command line shares. */
function isStartedHere(started: string | undefined): boolean {
  const here = import.meta.dirname;
  const entries = [join(here, 'serve.js'), join(here, '..', 'serve.js')];
  return started !== undefined && existsSync(started) && entries.includes(realpathSync(started));
}

if (isStartedHere(process.argv[1])) process.exitCode = await main();
