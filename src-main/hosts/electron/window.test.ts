import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';

const fake = await vi.hoisted(async () => (await import('./fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);
const { openWindow, raise } = await import('./window');

const folder = mkdtempSync(join(tmpdir(), 'macule-window-'));
const placeFile = join(folder, 'window.json');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  rmSync(placeFile, { force: true });
  fake.module.app.isPackaged = false;
});
fake.module.app.getPath = () => folder;

type Fake = InstanceType<typeof fake.module.BrowserWindow>;
const open = (): Fake => openWindow('macule://app/') as unknown as Fake;

describe('a window', () => {
  it('is sandboxed and isolated', () => {
    const { options } = open();
    expect(options['webPreferences']).toEqual({
      preload: join('/app', 'out', 'preload', 'preload.cjs'),
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
      devTools: true,
    });
    fake.module.app.isPackaged = true;
    expect(open().options['webPreferences']).toMatchObject({ devTools: false });
  });

  it('is dark from the start and shows once its page is drawn', () => {
    const window = open();
    expect(window.options).toMatchObject({ show: false, backgroundColor: '#1c1c1e', width: 1440, height: 900 });
    expect(window.loadURL).toHaveBeenCalledWith('macule://app/');
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
  });

  it.runIf(process.platform === 'linux')('has the icon, which is there', () => {
    const inApp = join('resources', 'icons', '512x512.png');
    expect(open().options['icon']).toBe(join('/app', inApp));
    expect(existsSync(inApp)).toBe(true);
    expect(readFileSync(join('resources', 'electron-builder.yml'), 'utf8')).toContain(
      '  - resources/icons/512x512.png',
    );
  });

  it('opens where it was left', () => {
    open().emit('close');
    expect(JSON.parse(readFileSync(placeFile, 'utf8'))).toEqual({
      bounds: { x: 10, y: 20, width: 1000, height: 700 },
      isMaximized: false,
    });
    expect(open().options).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
  });

  it('keeps its size but not its place when the display has gone', () => {
    writeFileSync(
      placeFile,
      JSON.stringify({ bounds: { x: 3000, y: 0, width: 1200, height: 800 }, isMaximized: true }),
    );
    const { options, ...window } = open();
    expect(options).toMatchObject({ width: 1200, height: 800 });
    expect(options).not.toHaveProperty('x');
    void window;
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"bounds":{"x":"1"}}',
    '{"bounds":{"x":0,"y":0,"width":1e9,"height":5}}',
    '{"bounds":{"x":0,"y":0,"width":-5,"height":900}}',
  ])('opens at its usual size after the place file %j', (text) => {
    writeFileSync(placeFile, text);
    expect(open().options).toMatchObject({ width: 1440, height: 900 });
  });

  it('is brought to the front', () => {
    const window = open();
    raise(window as never);
    expect(window.focus).toHaveBeenCalledOnce();
  });
});
