import { existsSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Finding } from '#shared/domain/finding';
import { isOwnFile } from '#shared/domain/own-files';

/** A file to import: where it is, and its name relative to the path that the user gave. */
export type WalkedFile = {
  readonly root: string;
  readonly path: string;
  readonly relativePath: string;
  readonly sizeBytes: number;
  /** Time of the last change, whole milliseconds since 1970. */
  readonly mtimeMs: number;
};
/** `folders`: given folders that were listed without a gap, so that what is not in them is gone. */
export type Walked = {
  readonly files: WalkedFile[];
  readonly folders: string[];
  readonly findings: Finding[];
  /** Files, and given paths, that could not be looked at; each has its finding. */
  unreadableFiles: number;
};

const SKIPPED_NAMES = new Set(['node_modules', 'Thumbs.db', 'desktop.ini', '__MACOSX']);
const isSkipped = (name: string): boolean => name.startsWith('.') || SKIPPED_NAMES.has(name) || isOwnFile(name);

const problem = (code: string, file: string, message: string): Finding => ({
  severity: 'error',
  code,
  file,
  place: '',
  message,
});
const wordsOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'it is not there';
  return code === 'EACCES' || code === 'EPERM' ? 'you may not read it' : message;
};
const slashes = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

const factsOf = ({ size, mtimeMs }: Stats): { sizeBytes: number; mtimeMs: number } => ({
  sizeBytes: size,
  mtimeMs: Math.trunc(mtimeMs),
});

/** Files that are looked at before other work gets its turn. */
const TURN = 200;

async function walkFolder(root: string, walked: Walked, turn: () => Promise<void>): Promise<void> {
  const seen = new Set([realpathSync(root)]);
  const waiting = [root];
  const problems = walked.findings.length;
  const files = walked.files.length;
  let looked = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    let names: string[];
    try {
      names = readdirSync(folder).sort();
    } catch (error) {
      walked.findings.push(
        problem(
          'unreadable',
          slashes(relative(root, folder)),
          `The folder cannot be listed: ${wordsOf(error)}. Check its permissions.`,
        ),
      );
      continue;
    }
    const folders: string[] = [];
    for (const name of names.filter((one) => !isSkipped(one))) {
      visit(join(folder, name), { root, seen, folders, walked });
      if (++looked % TURN === 0) await turn();
    }
    waiting.push(...folders.reverse());
  }
  if (walked.findings.length === problems) walked.folders.push(root);
  if (walked.files.length === files)
    walked.findings.push({
      severity: 'info',
      code: 'folder_empty',
      file: '',
      place: '',
      message: `${root} holds no file, or only hidden ones: nothing was imported.`,
    });
}

type Visit = { root: string; seen: Set<string>; folders: string[]; walked: Walked };

function visit(path: string, { root, seen, folders, walked }: Visit): void {
  const relativePath = slashes(relative(root, path));
  try {
    const info = statSync(path);
    if (info.isFile()) walked.files.push({ root, path, relativePath, ...factsOf(info) });
    if (!info.isDirectory()) return;
    const real = realpathSync(path);
    if (seen.has(real)) return; // a link back up, or a second way to the same folder
    seen.add(real);
    folders.push(path);
  } catch (error) {
    walked.unreadableFiles += 1;
    walked.findings.push(
      problem(
        'unreadable',
        relativePath,
        `The file cannot be read: ${wordsOf(error)}. Check the link or its permissions.`,
      ),
    );
  }
}

/** Whether listing `folder` comes upon `path`, too. */
function isListedBy(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  const names = inside.split(sep);
  return inside !== '' && names[0] !== '..' && !isAbsolute(inside) && !names.some(isSkipped);
}

/**
 * Given paths with links on the way resolved, so that a folder is one root however it was reached; without those that
 * another given folder holds. A path that cannot be looked at stays as it is.
 */
function distinctPaths(paths: readonly string[]): string[] {
  const real = paths.map((path) => {
    try {
      return statSync(path).isDirectory() ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
    } catch {
      return path;
    }
  });
  return [...new Set(real)].filter(
    (path, _, all) => !existsSync(path) || !all.some((folder) => isListedBy(folder, path)),
  );
}

/** Lists the files under the given files and folders, sorted, hidden and system files left out; loops of links are safe. */
export async function walk(paths: readonly string[], turn: () => Promise<void>): Promise<Walked> {
  const walked: Walked = { files: [], folders: [], findings: [], unreadableFiles: 0 };
  for (const path of distinctPaths(paths)) {
    try {
      const info = statSync(path);
      if (info.isDirectory()) await walkFolder(path, walked, turn);
      else walked.files.push({ root: dirname(path), path, relativePath: basename(path), ...factsOf(info) });
    } catch (error) {
      walked.unreadableFiles += 1;
      walked.findings.push(
        problem('unreadable', basename(path), `${path} cannot be read: ${wordsOf(error)}. Check the path.`),
      );
    }
  }
  return walked;
}
