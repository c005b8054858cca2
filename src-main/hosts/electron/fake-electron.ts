import { EventEmitter } from 'node:events';
import { type Mock, vi } from 'vitest';

type Recorder<Parts extends unknown[] = never[], Result = unknown> = Mock<(...parts: Parts) => Result>;

export type FakeContents = EventEmitter & {
  setWindowOpenHandler: Recorder<[handler: (details: { url: string }) => { action: string }]>;
  setWebRTCIPHandlingPolicy: Recorder;
  send: Recorder;
  reload: Recorder;
  forcefullyCrashRenderer: Recorder;
  isDestroyed(): boolean;
};
export type FakeWindow = EventEmitter & {
  readonly options: Readonly<Record<string, unknown>>;
  readonly webContents: FakeContents;
  loadURL: Recorder;
  show: Recorder;
  focus: Recorder;
};
type FakeSession = EventEmitter & {
  setSpellCheckerEnabled: Recorder;
  setPermissionRequestHandler: Recorder<
    [handler: (contents: null, permission: string, decide: (answer: boolean) => void) => void]
  >;
  setPermissionCheckHandler: Recorder<[handler: (...parts: unknown[]) => boolean]>;
  setDevicePermissionHandler: Recorder<[handler: (details: object) => boolean]>;
  setDisplayMediaRequestHandler: Recorder<[handler: (request: object, choose: (streams: unknown) => void) => void]>;
  webRequest: {
    onBeforeRequest: Recorder<
      [filter: (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void]
    >;
  };
};
type FakeApp = EventEmitter & {
  isPackaged: boolean;
  commandLine: { appendSwitch: Recorder };
  enableSandbox: Recorder<[]>;
  requestSingleInstanceLock: Recorder<[data: unknown], boolean>;
  whenReady: Recorder<[], Promise<void>>;
  getAppPath(): string;
  getPath(): string;
  quit: Recorder;
  exit: Recorder;
  relaunch: Recorder;
};
type FakeWindows = {
  new (options: Record<string, unknown>): FakeWindow;
  getAllWindows(): FakeWindow[];
  getFocusedWindow(): FakeWindow | null;
  fromWebContents(contents: unknown): FakeWindow | null;
};
type FakeModule = {
  app: FakeApp;
  BrowserWindow: FakeWindows;
  contextBridge: { exposeInMainWorld: Recorder<[key: string, api: object]> };
  dialog: {
    showMessageBox: Recorder<unknown[], Promise<{ response: number }>>;
    showErrorBox: Recorder;
    showOpenDialog: Recorder<unknown[], Promise<{ canceled: boolean; filePaths: string[] }>>;
    showSaveDialog: Recorder<unknown[], Promise<{ canceled: boolean; filePath: string }>>;
  };
  ipcMain: { handle: Recorder<[channel: string, handler: (...parts: unknown[]) => unknown]> };
  ipcRenderer: {
    invoke: Recorder<unknown[], Promise<unknown>>;
    on: Recorder<[channel: string, listener: (...parts: unknown[]) => void]>;
  };
  Menu: { buildFromTemplate: Recorder<[template: object[]], object[]>; setApplicationMenu: Recorder<[menu: object[]]> };
  protocol: {
    registerSchemesAsPrivileged: Recorder<[schemes: object[]]>;
    handle: Recorder<[scheme: string, handler: (request: Request) => Promise<Response>]>;
  };
  screen: { getAllDisplays(): { workArea: { x: number; y: number; width: number; height: number } }[] };
  session: { defaultSession: FakeSession };
  shell: { showItemInFolder: Recorder; openPath: Recorder; openExternal: Recorder };
  webUtils: { getPathForFile: Recorder<[file: unknown], string> };
};

export const fakeContents = (): FakeContents =>
  Object.assign(new EventEmitter(), {
    setWindowOpenHandler: vi.fn(),
    setWebRTCIPHandlingPolicy: vi.fn(),
    send: vi.fn(),
    reload: vi.fn(),
    forcefullyCrashRenderer: vi.fn(),
    isDestroyed: () => false,
  });

function fakeWindows(windows: FakeWindow[]): FakeWindows {
  return class extends EventEmitter {
    static readonly getAllWindows = () => windows;
    static readonly getFocusedWindow = () => windows[0] ?? null;
    static readonly fromWebContents = (contents: unknown) =>
      windows.find(({ webContents }) => webContents === contents) ?? null;
    readonly webContents = fakeContents();
    readonly loadURL = vi.fn(() => Promise.resolve());
    readonly show = vi.fn();
    readonly maximize = vi.fn();
    readonly focus = vi.fn();
    readonly isMinimized = () => false;
    readonly isDestroyed = () => false;
    readonly isMaximized = () => false;
    readonly getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 });
    constructor(readonly options: Record<string, unknown>) {
      super();
      windows.push(this);
    }
  };
}

const fakeSession = (): FakeSession =>
  Object.assign(new EventEmitter(), {
    setSpellCheckerEnabled: vi.fn(),
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  });

const fakeApp = ({ appPath, userData }: { appPath: string; userData: string }): FakeApp =>
  Object.assign(new EventEmitter(), {
    isPackaged: false,
    commandLine: { appendSwitch: vi.fn() },
    enableSandbox: vi.fn(),
    requestSingleInstanceLock: vi.fn(() => true),
    whenReady: vi.fn(() => Promise.resolve()),
    getAppPath: () => appPath,
    getPath: () => userData,
    quit: vi.fn(),
    exit: vi.fn(),
    relaunch: vi.fn(),
  });

/** The part of electron that the host uses, as recorders: what was set, in which order, nothing real. */
export function fakeElectron(folders = { appPath: '/app', userData: '/nowhere' }): {
  module: FakeModule;
  windows: FakeWindow[];
} {
  const windows: FakeWindow[] = [];
  const module: FakeModule = {
    app: fakeApp(folders),
    BrowserWindow: fakeWindows(windows),
    contextBridge: { exposeInMainWorld: vi.fn() },
    dialog: {
      showMessageBox: vi.fn(() => Promise.resolve({ response: 1 })),
      showErrorBox: vi.fn(),
      showOpenDialog: vi.fn(),
      showSaveDialog: vi.fn(),
    },
    ipcMain: { handle: vi.fn() },
    ipcRenderer: { invoke: vi.fn(), on: vi.fn() },
    Menu: { buildFromTemplate: vi.fn((template: object[]) => template), setApplicationMenu: vi.fn() },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: fakeSession() },
    shell: { showItemInFolder: vi.fn(), openPath: vi.fn(), openExternal: vi.fn() },
    webUtils: { getPathForFile: vi.fn(() => '/photos/front.jpg') },
  };
  return { module, windows };
}
