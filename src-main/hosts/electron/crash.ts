import { app, BrowserWindow, dialog, type WebContents } from 'electron';
import type { Log } from './log-file';

const SAFE = 'Every decision that was shown as saved is saved.';

async function offerReload(contents: WebContents, words: { message: string; other: string }): Promise<boolean> {
  const window = BrowserWindow.fromWebContents(contents);
  if (!window) return false;
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: words.message,
    detail: SAFE,
    buttons: ['Reload', words.other],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0 && !contents.isDestroyed();
}

/** Windows that are being asked about, or were ended by us: what they report meanwhile is no news. */
const attended = new WeakSet<WebContents>();

async function attend(contents: WebContents, work: () => Promise<void>): Promise<void> {
  if (attended.has(contents)) return;
  attended.add(contents);
  try {
    await work();
  } finally {
    attended.delete(contents);
  }
}

const afterCrash = (contents: WebContents): Promise<void> =>
  attend(contents, async () => {
    if (await offerReload(contents, { message: 'The window stopped working.', other: 'Quit' })) contents.reload();
    else app.quit();
  });

const afterSilence = (contents: WebContents): Promise<void> =>
  attend(contents, async () => {
    if (!(await offerReload(contents, { message: 'The window does not answer.', other: 'Wait' }))) return;
    const gone = new Promise<void>((resolve) => contents.once('render-process-gone', () => resolve()));
    contents.forcefullyCrashRenderer(); // a busy page would not notice a reload
    await gone;
    contents.reload();
  });

/**
 * The core's thread has ended by itself: no call is answered any more and nothing can be saved. A new process takes the
 * dead one's lock over and finds every committed decision.
 */
export async function restartWithoutCore(log: Log): Promise<void> {
  log('core lost');
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The part of Macule that keeps decisions has stopped. Nothing can be saved until Macule is started again.',
    detail: SAFE,
    buttons: ['Restart', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) app.relaunch();
  app.exit(response === 0 ? 0 : 1);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** A fault of the main process itself: logged, said, and ended in order, so that the core closes the project. */
export function watchMainProcess(log: Log): void {
  process.on('unhandledRejection', (reason) => log(`unhandled rejection: ${wordsOf(reason)}`));
  process.on('uncaughtException', (error) => {
    log(`uncaught exception: ${wordsOf(error)}`);
    dialog.showErrorBox('Macule has to close', `Something went wrong inside Macule. ${SAFE} Please start it again.`);
    app.quit();
  });
}

/** Writes what went wrong into the local log and offers a reload. Nothing is sent anywhere. */
export function watchCrashes(log: Log): void {
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log(`render-process-gone: ${reason}, exit code ${exitCode}`);
    void afterCrash(contents);
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log(`child-process-gone: ${type} ${name ?? ''} ${reason}, exit code ${exitCode}`);
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('preload-error', (_preloadEvent, _path, error) => log(`preload-error: ${error.message}`));
    contents.on('unresponsive', () => {
      log('unresponsive');
      void afterSilence(contents);
    });
  });
}
