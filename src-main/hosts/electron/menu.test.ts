import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';

const fake = await vi.hoisted(async () => (await import('./fake-electron')).fakeElectron());
vi.mock('electron', () => fake.module);
const { menuTemplate, setMenu } = await import('./menu');

const commands: string[] = [];
const parts = {
  isMac: false,
  isPackaged: true,
  command: (name: string) => void commands.push(name),
  saveCopy: () => void commands.push('saveCopy'),
  closeProject: () => void commands.push('closeProject'),
};
const items = (template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap((item) => (Array.isArray(item.submenu) ? items(item.submenu) : [item]));

describe('the menu', () => {
  it('has no developer tools and no reload when packaged', () => {
    const roles = (isPackaged: boolean) => items(menuTemplate({ ...parts, isPackaged })).map(({ role }) => role);
    for (const role of ['toggleDevTools', 'reload', 'forceReload'] as const) expect(roles(true)).not.toContain(role);
    expect(roles(false)).toContain('toggleDevTools');
  });

  it('asks the page to do things', () => {
    for (const { click } of items(menuTemplate(parts))) click?.(...([] as unknown as Parameters<typeof click>));
    expect(commands).toEqual([
      'createProject',
      'openProject',
      'import',
      'export',
      'saveCopy',
      'closeProject',
      'undo',
      'redo',
      'shortcuts',
    ]);
  });

  it('leaves the keys of undo and redo to the page', () => {
    const undo = items(menuTemplate(parts)).filter(({ label }) => label === 'Undo' || label === 'Redo');
    expect(undo.map(({ registerAccelerator }) => registerAccelerator)).toEqual([false, false]);
  });

  it('starts with the app menu on macOS', () => {
    setMenu({ ...parts, isMac: true });
    expect(fake.module.Menu.setApplicationMenu.mock.calls[0]?.[0][0]).toEqual({ role: 'appMenu' });
  });
});
