import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeError } from '#main/db/file-error';
import { makeFolder } from './make-folder';

let drafts = 0;

/**
 * Writes a complete temporary file, flushes it and renames it over `path`: readers see the old bytes or the new.
 * @throws MaculeError disk_full, write_failed.
 */
export function writeFileAtomically(path: string, bytes: string | Uint8Array): void {
  const draft = `${path}.${process.pid}-${++drafts}.tmp`;
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  try {
    makeFolder(dirname(path));
    const file = openSync(draft, 'wx');
    try {
      for (let written = 0; written < data.length;) written += writeSync(file, data, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw writeError(error, path);
  }
}
