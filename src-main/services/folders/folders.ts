import { mkdirSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, parse, resolve } from 'node:path';
import type { FolderEntry } from '#shared/contract/app';
import { MaculeError } from '#shared/domain/error';

const MAX_ENTRIES = 20_000;
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function kindOf(folder: string, entry: Dirent): FolderEntry['kind'] | null {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  if (!entry.isSymbolicLink()) return null; // sockets, devices: nothing to open
  const target = statSync(join(folder, entry.name), { throwIfNoEntry: false });
  return target?.isDirectory() ? 'folder' : target?.isFile() ? 'file' : null;
}

function describe(folder: string, entry: Dirent): FolderEntry | null {
  try {
    const kind = kindOf(folder, entry);
    if (kind === null) return null;
    const path = join(folder, entry.name);
    const stat = statSync(path);
    return { name: entry.name, path, kind, sizeBytes: kind === 'file' ? stat.size : null, modifiedAt: stat.mtimeMs };
  } catch {
    return null; // vanished or unreadable between listing and looking
  }
}

/** Entries of a folder for the app's own folder browser: folders first, then files, by name. @throws MaculeError unreadable. */
export function listFolder(
  rawPath: string,
  showHidden: boolean,
): { path: string; parent: string | null; entries: FolderEntry[]; truncated: boolean } {
  if (!isAbsolute(rawPath))
    throw new MaculeError('invalid_input', `${rawPath} is not an absolute path.`, { path: rawPath });
  const path = resolve(rawPath);
  let listed: Dirent[];
  try {
    listed = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'it is not there (any more)'
        : code === 'ENOTDIR'
          ? 'it is not a folder'
          : code === 'EACCES'
            ? 'you may not read it'
            : String(code);
    throw new MaculeError('unreadable', `${path} cannot be listed: ${why}.`, { path }, { cause: error });
  }
  const shown = listed.filter(({ name }) => showHidden || !name.startsWith('.'));
  const entries = shown.slice(0, MAX_ENTRIES).flatMap((entry) => describe(path, entry) ?? []);
  entries.sort((a, b) => (a.kind === b.kind ? collator.compare(a.name, b.name) : a.kind === 'folder' ? -1 : 1));
  const parent = dirname(path);
  return { path, parent: parent === path ? null : parent, entries, truncated: shown.length > MAX_ENTRIES };
}

/** Where browsing may start: the last folder used, home and its usual folders, drives, mounted volumes. */
export function startingPlaces(lastFolder: string | null): { name: string; path: string }[] {
  const home = homedir();
  const usual = [
    { name: 'Home', path: home },
    ...['Desktop', 'Documents', 'Downloads', 'Pictures'].map((name) => ({ name, path: join(home, name) })),
    { name: 'Computer', path: parse(home).root },
    ...volumes(),
  ];
  // A usual place keeps its name when it was used last, so that "Home" is always to be found.
  const lastUsed =
    usual.find(({ path }) => path === lastFolder) ?? (lastFolder && { name: 'Last used', path: lastFolder });
  const places = lastUsed ? [lastUsed, ...usual] : usual;
  const seen = new Set<string>();
  return places.filter(({ path }) => {
    const isNew = !seen.has(path);
    seen.add(path);
    return isNew && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  });
}

function volumes(): { name: string; path: string }[] {
  const roots =
    process.platform === 'darwin' ? ['/Volumes'] : process.platform === 'win32' ? [] : ['/media', '/mnt', '/run/media'];
  const drives =
    process.platform === 'win32'
      ? [...'CDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => ({ name: `${letter}:`, path: `${letter}:\\` }))
      : [];
  const mounted = roots.flatMap((root) => {
    try {
      return readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => ({ name, path: join(root, name) }));
    } catch {
      return [];
    }
  });
  return [...drives, ...mounted];
}

const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]/u;

/** Makes a folder. @throws MaculeError invalid_input, file_exists, write_failed. */
export function createFolder(parent: string, name: string): { path: string } {
  if (!isAbsolute(parent) || FORBIDDEN.test(name) || name === '.' || name === '..' || name.trim() !== name)
    throw new MaculeError('invalid_input', `"${name}" cannot be a folder name.`, { name });
  const path = join(parent, name);
  try {
    mkdirSync(path);
    return { path };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new MaculeError('file_exists', `There is already something named ${name} in ${parent}.`, { path });
    throw new MaculeError(
      'write_failed',
      `${path} could not be made: ${(error as Error).message}.`,
      { path },
      { cause: error },
    );
  }
}
