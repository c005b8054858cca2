import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from './log-file';

const fake = await vi.hoisted(async () => (await import('./fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);
const { watchCrashes } = await import('./crash');
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
    answer(0);
    webContents.emit('unresponsive');
    await expect.poll(() => webContents.reload.mock.calls.length).toBe(1);
    expect(webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
  });

  it('is logged with its helpers and its preload', () => {
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'killed', exitCode: 9 });
    webContents.emit('preload-error', {}, '/somewhere/preload.cjs', new Error('no electron'));
    expect(lines).toEqual(['child-process-gone: GPU  killed, exit code 9', 'preload-error: no electron']);
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
