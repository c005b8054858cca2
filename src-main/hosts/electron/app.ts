import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, BrowserWindow, dialog, session } from 'electron';
import type { Answer } from '#shared/domain/error';
import { type CoreClient, startCore } from '#main/services/core-client';
import { createHostCall, type HostCall } from '../web/call';
import { createResponder } from '../web/respond';
import { restartWithoutCore } from './crash';
import { createDialogs } from './dialogs';
import { guardSession } from './guards';
import { registerIpc, sendNotice } from './ipc';
import type { Log } from './log-file';
import { setMenu } from './menu';
import type { OpenQueue } from './open-files';
import type { Origin } from './origin';
import { serveScheme } from './protocol';
import { openWindow, raise } from './window';

export type AppParts = {
  readonly origin: Origin;
  readonly log: Log;
  readonly projects: OpenQueue;
  readonly opensSample: boolean;
};

/** A process without a window must not stay for ever: what is committed is safe, the rest is rolled back at the next start. */
const MAX_CLOSE_MS = 10_000;

/** Says why something that the menu or the system asked for was not done. */
async function explain(asked: Promise<Answer<unknown>>): Promise<void> {
  const answer = await asked;
  if (!answer.ok) await dialog.showMessageBox({ type: 'warning', message: answer.error.message, buttons: ['OK'] });
}

async function saveCopy(call: HostCall): Promise<void> {
  const chosen = await call('dialogs.choose', { purpose: 'saveCopy' });
  if (!chosen.ok) return explain(Promise.resolve(chosen));
  const { paths } = chosen.value as { paths?: string[] };
  if (paths) await explain(call('projects.saveCopy', { path: paths[0] }));
}

/** Ends the core before the process: the running transaction is finished, the project is one file again. */
function closeCoreOnQuit(core: CoreClient): void {
  app.on('will-quit', (event) => {
    event.preventDefault();
    void Promise.race([core.close(), sleep(MAX_CLOSE_MS)]).finally(() => app.exit(0));
  });
  app.on('window-all-closed', () => app.quit());
}

/** Puts the desktop app together, once Electron is ready. */
export async function startApp({ origin, log, projects, opensSample }: AppParts): Promise<void> {
  guardSession(session.defaultSession, origin);
  const core = await startCore({ host: 'electron' });
  closeCoreOnQuit(core);
  core.onLost(() => void restartWithoutCore(log));
  const call = createHostCall({ core, dialogs: createDialogs(core), log });
  const media: CoreClient['media'] = (photoId, variant) => core.media(photoId, variant);
  serveScheme(createResponder({ rendererDir: join(app.getAppPath(), 'out', 'renderer'), media }));
  registerIpc(call, origin);
  core.onNotice(sendNotice);
  setMenu({
    isMac: process.platform === 'darwin',
    isPackaged: app.isPackaged,
    command: (name) => sendNotice('command', { name }),
    saveCopy: () => void saveCopy(call),
    closeProject: () => void explain(call('projects.close', {})),
  });
  openWindow(origin.startUrl);
  let isNamed = false;
  projects.start((path) => {
    isNamed = true;
    for (const window of BrowserWindow.getAllWindows()) raise(window);
    void explain(call('projects.open', { path }));
  });
  if (opensSample && !isNamed) void explain(call('projects.openSample', {}));
}
