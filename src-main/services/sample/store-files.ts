import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MaculeError } from '#shared/domain/error';
import { makeFolder } from '../core/make-folder';
import { hashOf, readmePath, readNotedHashes } from './readme-text';
import type { SampleFile } from './sample-file';

/** Writes all files, each under a temporary name first, or none when a file of another origin is in the way. */
export async function storeFiles(outDir: string, files: readonly SampleFile[]): Promise<void> {
  const readme = await readIfPresent(join(outDir, readmePath));
  const noted = readNotedHashes(readme?.toString('utf8') ?? '');
  const pending: SampleFile[] = [];
  for (const file of files) {
    const present = await readIfPresent(join(outDir, file.path));
    if (present?.equals(file.bytes)) continue;
    if (present && !isOurs(file.path, present, noted)) throw foreignFile(join(outDir, file.path));
    pending.push(file);
  }
  for (const { path, bytes } of pending) await replaceFile(join(outDir, path), bytes);
}

function isOurs(path: string, present: Buffer, noted: ReadonlyMap<string, string>): boolean {
  return path === readmePath ? noted.size > 0 : noted.get(path) === hashOf(present);
}

function foreignFile(path: string): MaculeError {
  return new MaculeError(
    'file_exists',
    `${path} exists and is not the file that the sample would write there. Nothing was written. Choose an empty folder, or move that file away.`,
    { path },
  );
}

async function readIfPresent(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new MaculeError('unreadable', `${path} cannot be read, so the sample was not written.`, { path }, { cause });
  }
}

async function replaceFile(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.${String(process.pid)}.tmp`;
  try {
    makeFolder(dirname(path));
    await writeFile(temporary, bytes, { flush: true });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new MaculeError(
      'write_failed',
      `${path} could not be written: check the free space and the rights of the folder.`,
      { path },
      { cause },
    );
  }
}
