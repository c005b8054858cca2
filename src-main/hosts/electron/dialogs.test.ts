import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeCore, type FakeCore } from '../web/fake-core';

const fake = await vi.hoisted(async () => (await import('./fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);
const { createDialogs } = await import('./dialogs');
const { dialog, shell } = fake.module;

const folder = mkdtempSync(join(tmpdir(), 'macule-dialogs-'));
const file = join(folder, 'Study.macule');
writeFileSync(file, '');
afterAll(() => rmSync(folder, { recursive: true }));

let core: FakeCore;
beforeEach(() => {
  core = createFakeCore();
  core.reply = () => Promise.resolve({ ok: true, value: { lastFolder: folder } });
  vi.clearAllMocks();
});
const opens = (...filePaths: string[]): void =>
  void dialog.showOpenDialog.mockResolvedValue({ canceled: filePaths.length === 0, filePaths });
const saves = (filePath: string): void =>
  void dialog.showSaveDialog.mockResolvedValue({ canceled: filePath === '', filePath });

describe('choosing', () => {
  it('opens at the last folder and keeps the new one', async () => {
    opens(file);
    expect(await createDialogs(core).choose({ purpose: 'openProject' })).toEqual({ kind: 'chosen', paths: [file] });
    expect(dialog.showOpenDialog.mock.calls[0]?.at(-1)).toMatchObject({
      defaultPath: folder,
      properties: ['openFile'],
    });
    expect(core.calls.at(-1)).toEqual({ name: 'app.saveSettings', input: { lastFolder: folder } });
  });

  it('imports folders, and on macOS files too', async () => {
    opens(folder, file);
    expect(await createDialogs(core, 'linux').choose({ purpose: 'import' })).toEqual({
      kind: 'chosen',
      paths: [folder, file],
    });
    await createDialogs(core, 'darwin').choose({ purpose: 'import' });
    expect(
      dialog.showOpenDialog.mock.calls.map((parts) => (parts.at(-1) as { properties: unknown }).properties),
    ).toEqual([
      ['openDirectory', 'multiSelections'],
      ['openFile', 'openDirectory', 'multiSelections'],
    ]);
  });

  it('shows tables only where one is chosen, and lets it not be revealed', async () => {
    const table = join(folder, 'faces.csv');
    opens(table);
    const dialogs = createDialogs(core);
    expect(await dialogs.choose({ purpose: 'table' })).toEqual({ kind: 'chosen', paths: [table] });
    expect(dialog.showOpenDialog.mock.calls[0]?.at(-1)).toMatchObject({
      properties: ['openFile'],
      filters: [{ extensions: ['csv', 'tsv', 'txt'] }],
    });
    expect(() => dialogs.reveal({ path: table })).toThrow('only what it wrote itself');
  });

  it('gives a new project its extension, and makes a harmless name of the suggested one', async () => {
    saves(join(folder, 'New'));
    const chosen = await createDialogs(core).choose({ purpose: 'createProject', suggestedName: '../a:b.macule' });
    expect(chosen).toEqual({ kind: 'chosen', paths: [join(folder, 'New.macule')] });
    expect(dialog.showSaveDialog.mock.calls[0]?.at(-1)).toMatchObject({ defaultPath: join(folder, '.._a_b.macule') });
  });

  it('may be cancelled', async () => {
    opens();
    saves('');
    const dialogs = createDialogs(core);
    expect(await dialogs.choose({ purpose: 'exportFolder' })).toEqual({ kind: 'cancelled' });
    expect(await dialogs.choose({ purpose: 'saveCopy' })).toEqual({ kind: 'cancelled' });
    expect(core.calls.map(({ name }) => name)).toEqual(['app.settings', 'app.settings']);
  });
});

describe('showing in the file manager', () => {
  it('is refused for paths that Macule did not write', async () => {
    opens(folder);
    const dialogs = createDialogs(core);
    await dialogs.choose({ purpose: 'import' });
    core.notify('job', { kind: 'export', state: 'running', result: null });
    for (const path of ['/etc', folder, file]) expect(() => dialogs.reveal({ path })).toThrow('only what it wrote');
    expect(shell.showItemInFolder).not.toHaveBeenCalled();
  });

  it('is done for what was chosen for writing, exported to or opened', async () => {
    saves(file);
    const dialogs = createDialogs(core);
    await dialogs.choose({ purpose: 'saveCopy' });
    core.notify('job', { kind: 'export', state: 'done', result: { dir: join(folder, 'out') } });
    core.notify('project', { path: join(folder, 'Other.macule') });
    core.notify('project', null);
    const paths = [file, join(folder, 'out'), join(folder, 'Other.macule'), join(folder, 'x', '..', 'out')];
    for (const path of paths) expect(await dialogs.reveal({ path })).toEqual({ done: true });
    expect(shell.showItemInFolder).toHaveBeenCalledTimes(4);
    expect([shell.openPath.mock.calls, shell.openExternal.mock.calls]).toEqual([[], []]);
  });
});
