import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/** A web contents as far as the host touches it. */
export function fakeContents() {
  return Object.assign(new EventEmitter(), {
    setWindowOpenHandler: vi.fn<(handler: (details: { url: string }) => { action: string }) => void>(),
    setWebRTCIPHandlingPolicy: vi.fn(),
    send: vi.fn(),
    reload: vi.fn(),
    forcefullyCrashRenderer: vi.fn(),
    isDestroyed: () => false,
  });
}

function fakeSession() {
  return Object.assign(new EventEmitter(), {
    setSpellCheckerEnabled: vi.fn(),
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  });
}

function fakeApp(appPath: string, userData: string) {
  return Object.assign(new EventEmitter(), {
    isPackaged: false,
    commandLine: { appendSwitch: vi.fn() },
    enableSandbox: vi.fn(),
    requestSingleInstanceLock: vi.fn((_data: unknown) => true),
    whenReady: vi.fn(() => Promise.resolve()),
    getAppPath: () => appPath,
    getPath: () => userData,
    quit: vi.fn(),
    exit: vi.fn(),
  });
}

/** The part of electron that the host uses, as a module of recorders: what was set, in which order, nothing real. */
export function fakeElectron(folders = { appPath: '/app', userData: '/nowhere' }) {
  const windows: InstanceType<typeof BrowserWindow>[] = [];
  class BrowserWindow extends EventEmitter {
    static readonly getAllWindows = () => windows;
    static readonly getFocusedWindow = () => windows[0] ?? null;
    static readonly fromWebContents = (contents: unknown) => windows.find(({ webContents }) => webContents === contents) ?? null;
    readonly webContents = fakeContents();
    readonly loadURL = vi.fn((_url: string) => Promise.resolve());
    readonly show = vi.fn();
    readonly maximize = vi.fn();
    readonly focus = vi.fn();
    readonly restore = vi.fn();
    readonly isMinimized = () => false;
    readonly isDestroyed = () => false;
    readonly isMaximized = () => false;
    readonly getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 });
    constructor(readonly options: Record<string, unknown>) {
      super();
      windows.push(this);
    }
  }
  const module = {
    app: fakeApp(folders.appPath, folders.userData),
    BrowserWindow,
    contextBridge: { exposeInMainWorld: vi.fn<(key: string, api: Record<string, unknown>) => void>() },
    dialog: { showMessageBox: vi.fn(() => Promise.resolve({ response: 1 })), showErrorBox: vi.fn(), showOpenDialog: vi.fn(), showSaveDialog: vi.fn() },
    ipcMain: { handle: vi.fn<(channel: string, handler: (...parts: unknown[]) => unknown) => void>() },
    ipcRenderer: { invoke: vi.fn(), on: vi.fn<(channel: string, listener: (...parts: unknown[]) => void) => void>() },
    Menu: { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn<(scheme: string, handler: (request: Request) => Promise<Response>) => void>() },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: fakeSession() },
    shell: { showItemInFolder: vi.fn(), openPath: vi.fn(), openExternal: vi.fn() },
    webUtils: { getPathForFile: vi.fn(() => '/photos/front.jpg') },
  };
  return { module, windows };
}
