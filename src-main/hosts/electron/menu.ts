import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Notices } from '#shared/contract/notices';

export type MenuParts = {
  readonly isMac: boolean;
  /** Developer tools and reload are for builds from source only. */
  readonly isPackaged: boolean;
  readonly command: (name: Notices['command']['name']) => void;
  readonly saveCopy: () => void;
  readonly closeProject: () => void;
};

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

function fileMenu({ isMac, command, saveCopy, closeProject }: MenuParts): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      { label: 'New Project…', accelerator: 'CmdOrCtrl+N', click: () => command('createProject') },
      { label: 'Open Project…', accelerator: 'CmdOrCtrl+O', click: () => command('openProject') },
      SEPARATOR,
      { label: 'Import…', accelerator: 'CmdOrCtrl+I', click: () => command('import') },
      { label: 'Export…', accelerator: 'CmdOrCtrl+E', click: () => command('export') },
      { label: 'Save a Copy…', accelerator: 'CmdOrCtrl+Shift+S', click: saveCopy },
      SEPARATOR,
      { label: 'Close Project', accelerator: 'CmdOrCtrl+W', click: closeProject },
      ...(isMac ? [] : [SEPARATOR, { role: 'quit' } satisfies MenuItemConstructorOptions]),
    ],
  };
}

/** Undo and redo are the reviewer's; their keys belong to the page, which also knows when a text field has the focus. */
function editMenu({ isMac, command }: MenuParts): MenuItemConstructorOptions {
  return {
    label: '&Edit',
    submenu: [
      { label: 'Undo', accelerator: 'CmdOrCtrl+Z', registerAccelerator: false, click: () => command('undo') },
      {
        label: 'Redo',
        accelerator: isMac ? 'Shift+Cmd+Z' : 'Ctrl+Y',
        registerAccelerator: false,
        click: () => command('redo'),
      },
      SEPARATOR,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  };
}

function viewMenu({ isPackaged }: MenuParts): MenuItemConstructorOptions {
  const developer: MenuItemConstructorOptions[] = [SEPARATOR, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      SEPARATOR,
      { role: 'togglefullscreen' },
      ...(isPackaged ? [] : developer),
    ],
  };
}

/** The menu as data. */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: 'Keyboard Shortcuts', accelerator: 'F1', click: () => parts.command('shortcuts') },
      ...(parts.isMac ? [] : [SEPARATOR, { role: 'about' } satisfies MenuItemConstructorOptions]),
    ],
  };
  const appMenu: MenuItemConstructorOptions[] = parts.isMac ? [{ role: 'appMenu' }] : [];
  return [...appMenu, fileMenu(parts), editMenu(parts), viewMenu(parts), help];
}

export function setMenu(parts: MenuParts): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(parts)));
}
