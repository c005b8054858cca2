import { join } from 'node:path';
import { app, BrowserWindow, screen, type WebPreferences } from 'electron';
import { readPlace, rememberPlace } from './window-bounds';

/** The app's own dark grey, so that no white shows before the page is drawn. */
const BACKGROUND = '#1c1c1e';

const webPreferences = (): WebPreferences => ({
  preload: join(app.getAppPath(), 'out', 'preload', 'preload.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools: !app.isPackaged,
});

const iconPath = (): string => join(app.getAppPath(), 'resources', 'icons', '512x512.png');

/** Opens the window where it was left, and shows it once its page is drawn. */
export function openWindow(url: string): BrowserWindow {
  const placeFile = join(app.getPath('userData'), 'window.json');
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { bounds, isMaximized } = readPlace(placeFile, workAreas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    title: 'Macule',
    show: false,
    backgroundColor: BACKGROUND,
    ...(process.platform === 'linux' ? { icon: iconPath() } : {}), // elsewhere the program file or bundle has it
    webPreferences: webPreferences(),
  });
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => rememberPlace(placeFile, window));
  window.loadURL(url).catch(() => undefined); // closed while it was loading
  return window;
}

/** Brings the window to the user's eyes. */
export function raise(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}
