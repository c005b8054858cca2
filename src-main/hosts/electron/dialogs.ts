import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BrowserWindow, dialog, shell, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { DialogPurpose, Settings } from '#shared/contract/app';
import type { ExportSummary } from '#shared/contract/export';
import type { Job } from '#shared/contract/jobs';
import type { NoticeName } from '#shared/contract/notices';
import type { ProjectInfo } from '#shared/contract/projects';
import { MaculeError } from '#shared/domain/error';
import type { CoreClient } from '#main/services/core-client';
import type { HostDialogs } from '../web/call';

const EXTENSION = '.macule';
const FILTERS = [{ name: 'Macule project', extensions: [EXTENSION.slice(1)] }];
/** Purposes that choose a place which Macule will write to. */
const WRITTEN_TO: ReadonlySet<DialogPurpose> = new Set(['createProject', 'exportFolder', 'saveCopy']);
/** What a user would call the place that the purpose chooses. */
const TITLES: Record<DialogPurpose, string> = {
  import: 'Choose what to import',
  openProject: 'Open a project',
  createProject: 'New project',
  exportFolder: 'Choose a folder for the export',
  saveCopy: 'Save a copy of the project',
  table: 'Choose a table',
  mediaFolder: 'Choose the folder where the files lie now',
};

/** Only macOS has a dialog for files and folders at once; elsewhere folders are chosen, and single files are dropped. */
function openOptions(
  purpose: Exclude<DialogPurpose, 'createProject' | 'saveCopy'>,
  platform: NodeJS.Platform,
): OpenDialogOptions {
  if (purpose === 'table')
    return { properties: ['openFile'], filters: [{ name: 'Table', extensions: ['csv', 'tsv', 'txt'] }] };
  if (purpose === 'openProject') return { properties: ['openFile'], filters: FILTERS };
  if (purpose === 'mediaFolder') return { properties: ['openDirectory'] };
  if (purpose === 'exportFolder') return { properties: ['openDirectory', 'createDirectory'] };
  return {
    properties:
      platform === 'darwin' ? ['openFile', 'openDirectory', 'multiSelections'] : ['openDirectory', 'multiSelections'],
  };
}

const withExtension = (path: string): string => (path.toLowerCase().endsWith(EXTENSION) ? path : `${path}${EXTENSION}`);

async function ask(purpose: DialogPurpose, defaultPath: string, platform: NodeJS.Platform): Promise<string[]> {
  const owner = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const common = { title: TITLES[purpose], defaultPath };
  if (purpose === 'createProject' || purpose === 'saveCopy') {
    const options: SaveDialogOptions = {
      ...common,
      filters: FILTERS,
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    };
    const { filePath } = owner ? await dialog.showSaveDialog(owner, options) : await dialog.showSaveDialog(options);
    return filePath ? [withExtension(filePath)] : [];
  }
  const options: OpenDialogOptions = { ...common, ...openOptions(purpose, platform) };
  const { canceled, filePaths } = owner
    ? await dialog.showOpenDialog(owner, options)
    : await dialog.showOpenDialog(options);
  return canceled ? [] : filePaths;
}

const folderOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path);

/** Paths that Macule itself wrote or the user chose for writing: only these are shown in the file manager. */
type Shown = { add(path: string): void; has(path: string): boolean };

function createShown(): Shown {
  const paths = new Set<string>();
  return { add: (path) => void paths.add(resolve(path)), has: (path) => paths.has(resolve(path)) };
}

function learn(shown: Shown, name: NoticeName, payload: unknown): void {
  if (name === 'project' && payload) shown.add((payload as ProjectInfo).path);
  const { kind, state, result } = name === 'job' ? (payload as Job) : {};
  if (kind === 'export' && state === 'done') shown.add((result as ExportSummary).dir);
}

/** The system's own dialogs. The last folder is kept in the settings, because Electron no longer does so. */
export function createDialogs(core: CoreClient, platform: NodeJS.Platform = process.platform): HostDialogs {
  const shown = createShown();
  core.onNotice((name, payload) => learn(shown, name, payload));
  const lastFolder = async (): Promise<string> => {
    const answer = await core.call('app.settings', {});
    return (answer.ok && (answer.value as Settings).lastFolder) || '';
  };
  return {
    choose: async ({ purpose, suggestedName }) => {
      const folder = await lastFolder();
      const name = suggestedName?.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_');
      const paths = await ask(purpose, name ? join(folder, name) : folder, platform);
      const [first] = paths;
      if (first === undefined) return { kind: 'cancelled' };
      if (WRITTEN_TO.has(purpose)) shown.add(first);
      await core.call('app.saveSettings', { lastFolder: folderOf(first) });
      return { kind: 'chosen', paths };
    },
    reveal: ({ path }) => {
      if (!shown.has(path)) throw new MaculeError('forbidden', 'Macule shows only what it wrote itself.');
      shell.showItemInFolder(resolve(path));
      return Promise.resolve({ done: true });
    },
  };
}
