import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Finding } from '#shared/domain/finding';

/** A file to import: where it is, and its name relative to the path that the user gave. */
export type WalkedFile = {
  readonly root: string;
  readonly path: string;
  readonly relativePath: string;
  readonly sizeBytes: number;
};
export type Walked = { readonly files: WalkedFile[]; readonly findings: Finding[] };

const SKIPPED_NAMES = new Set(['node_modules', 'Thumbs.db', 'desktop.ini', '__MACOSX']);
const OWN_FILES = /\.macule(-wal|-shm|-journal|\.lock(\.[\w.]+)?|\.tmp(-[\w-]+)?|\.schema-[\d-]+\.backup)?$/i;
const isSkipped = (name: string): boolean => name.startsWith('.') || SKIPPED_NAMES.has(name) || OWN_FILES.test(name);

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

function walkFolder(root: string, walked: Walked): void {
  const seen = new Set([realpathSync(root)]);
  const waiting = [root];
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
    for (const name of names.filter((one) => !isSkipped(one)))
      visit(join(folder, name), { root, seen, folders, walked });
    waiting.push(...folders.reverse());
  }
}

type Visit = { root: string; seen: Set<string>; folders: string[]; walked: Walked };

function visit(path: string, { root, seen, folders, walked }: Visit): void {
  const relativePath = slashes(relative(root, path));
  try {
    const info = statSync(path);
    if (info.isFile()) walked.files.push({ root, path, relativePath, sizeBytes: info.size });
    if (!info.isDirectory()) return;
    const real = realpathSync(path);
    if (seen.has(real)) return; // a link back up, or a second way to the same folder
    seen.add(real);
    folders.push(path);
  } catch (error) {
    walked.findings.push(
      problem(
        'unreadable',
        relativePath,
        `The file cannot be read: ${wordsOf(error)}. Check the link or its permissions.`,
      ),
    );
  }
}

/** Lists the files under the given files and folders, sorted, hidden and system files left out; loops of links are safe. */
export function walk(paths: readonly string[]): Walked {
  const walked: Walked = { files: [], findings: [] };
  for (const path of paths) {
    try {
      const info = statSync(path);
      if (info.isDirectory()) walkFolder(path, walked);
      else walked.files.push({ root: dirname(path), path, relativePath: basename(path), sizeBytes: info.size });
    } catch (error) {
      walked.findings.push(
        problem('unreadable', basename(path), `${path} cannot be read: ${wordsOf(error)}. Check the path.`),
      );
    }
  }
  const unique = new Map(walked.files.map((file) => [file.path, file]));
  return { files: [...unique.values()], findings: walked.findings };
}
