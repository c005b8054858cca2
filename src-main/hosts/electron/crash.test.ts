import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from './log-file';

const fake = await vi.hoisted(async () => (await import('./fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);
const { restartWithoutCore, watchCrashes, watchMainProcess } = await import('./crash');
const { app, BrowserWindow, dialog } = fake.module;

const lines: string[] = [];
watchCrashes((text) => lines.push(text));
const { webContents } = new BrowserWindow({});
app.emit('web-contents-created', {}, webContents);
beforeEach(() => {
  lines.splice(0);
  vi.clearAllMocks();
});
const answer = (response: number): void => void dialog.showMessageBox.mockResolvedValue({ response });

describe('a window that crashed', () => {
  it('is logged and reloaded when the user wants', async () => {
    answer(0);
    app.emit('render-process-gone', {}, webContents, { reason: 'oom', exitCode: 5 });
    await expect.poll(() => webContents.reload.mock.calls.length).toBe(1);
    expect(lines).toEqual(['render-process-gone: oom, exit code 5']);
    expect(app.quit).not.toHaveBeenCalled();
  });

  it('ends the app otherwise', async () => {
    answer(1);
    app.emit('render-process-gone', {}, webContents, { reason: 'crashed', exitCode: 11 });
    await expect.poll(() => app.quit.mock.calls.length).toBe(1);
    expect(webContents.reload).not.toHaveBeenCalled();
  });

  it('is no crash when it ended cleanly', () => {
    app.emit('render-process-gone', {}, webContents, { reason: 'clean-exit', exitCode: 0 });
    app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
    expect([lines, dialog.showMessageBox.mock.calls]).toEqual([[], []]);
  });

  it('may only be busy', async () => {
    answer(1);
    webContents.emit('unresponsive');
    await expect.poll(() => dialog.showMessageBox.mock.settledResults.length).toBe(1);
    answer(0);
    webContents.forcefullyCrashRenderer.mockImplementation(() => {
      const details = { reason: 'crashed', exitCode: 1 };
      webContents.emit('render-process-gone', {}, details);
      app.emit('render-process-gone', {}, webContents, details);
    });
    webContents.emit('unresponsive');
    webContents.emit('unresponsive'); // said again while the user is being asked
    await expect.poll(() => webContents.reload.mock.calls.length).toBe(1);
    expect(webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
    expect(dialog.showMessageBox).toHaveBeenCalledTimes(2); // not a third time about the crash that we made
    expect(app.quit).not.toHaveBeenCalled();
  });

  it('is logged with its helpers and its preload', () => {
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'killed', exitCode: 9 });
    webContents.emit('preload-error', {}, '/somewhere/preload.cjs', new Error('no electron'));
    expect(lines).toEqual(['child-process-gone: GPU  killed, exit code 9', 'preload-error: no electron']);
  });
});

describe('a core that has ended by itself', () => {
  it.each([
    [0, 1, 0],
    [1, 0, 1],
  ])('is said in words; the answer %i starts anew %i times and exits with %i', async (response, restarts, code) => {
    answer(response);
    await restartWithoutCore((text) => lines.push(text));
    expect(dialog.showMessageBox.mock.calls[0]?.[0]).toMatchObject({
      message: expect.stringContaining('Nothing can be saved') as string,
      detail: 'Every decision that was shown as saved is saved.',
    });
    expect([app.relaunch.mock.calls.length, app.exit.mock.calls]).toEqual([restarts, [[code]]]);
    expect(lines).toEqual(['core lost']);
  });
});

describe('a fault of the main process', () => {
  it('is logged, said without a stack, and ends the app in order', () => {
    const before = new Set(process.listeners('uncaughtException'));
    const beforeRejections = new Set(process.listeners('unhandledRejection'));
    watchMainProcess((text) => lines.push(text));
    const own = process.listeners('uncaughtException').find((listener) => !before.has(listener));
    const ownRejection = process.listeners('unhandledRejection').find((listener) => !beforeRejections.has(listener));
    own?.(new Error('at /home/someone'), 'uncaughtException');
    ownRejection?.(new Error('a promise'), Promise.resolve());
    expect(dialog.showErrorBox.mock.calls[0]?.join(' ')).toMatch(/shown as saved is saved/);
    expect(dialog.showErrorBox.mock.calls[0]?.join(' ')).not.toContain('/home');
    expect(app.quit).toHaveBeenCalledOnce();
    expect(lines).toEqual([
      expect.stringMatching(/^uncaught exception: Error: at \/home/),
      expect.stringMatching(/^unhandled rejection: Error: a promise/),
    ]);
    process.removeListener('uncaughtException', own!);
    process.removeListener('unhandledRejection', ownRejection!);
  });
});

describe('the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'macule-log-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps one line per happening and two files at most', () => {
    const logs = join(folder, 'logs');
    const log = createLog(logs, () => new Date(0));
    log('one\ntwo');
    expect(readFileSync(join(logs, 'macule.log'), 'utf8')).toBe('1970-01-01T00:00:00.000Z one | two\n');
    writeFileSync(join(logs, 'macule.log'), 'x'.repeat(1024 * 1024 + 1));
    log('three');
    expect(readFileSync(join(logs, 'macule.log'), 'utf8')).toBe('1970-01-01T00:00:00.000Z three\n');
    expect(existsSync(join(logs, 'macule.old.log'))).toBe(true);
  });

  it('does not end the app when it cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => createLog(join(folder, 'file'))('lost')).not.toThrow();
  });
});
