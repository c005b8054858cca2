// Finds the Electron binary without loading the package: loading it would try to download the binary.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function readLine(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function defaultName(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The path of the Electron binary, or null. `path.txt` names it beside the package; an override folder goes first. */
export function electronBinary({ root = ROOT, env = process.env, platform = process.platform } = {}) {
  const folder = join(root, 'node_modules', 'electron');
  const named = readLine(join(folder, 'path.txt'));
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!override && named === '') return null;
  const path = join(override || join(folder, 'dist'), named || defaultName(platform));
  return existsSync(path) ? path : null;
}

/** Is there a screen to open a window on? Only Linux can be without. */
export function hasDisplay({ env = process.env, platform = process.platform } = {}) {
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
