import type { SampleFile } from './sample-file';
import { createHash } from 'node:crypto';

const title = 'Macule sample folder';

const body = `${title}

All pictures are drawn by a program. They show no real person.

seed               the service's example result, unchanged, and a picture that fits it;
                   three true spots are not in its mask
batch-three-sides  one result with masks for left, front and right
failed             a result that failed: "No face detected"
no-lesions         a good result without a lesion; the mole is no lesion
two-revisions      one picture, results of two revisions of the algorithm
many-lesions       one view with 300 lesions
truth              the true outlines of every drawn mark, GeoJSON in frame pixels;
                   only kind "pih" is what the algorithm looks for

Files as written (SHA-256):
`;

export const readmePath = 'README.txt';

/** What the folders show, and the hash of every file, by which a later run knows its own files. */
export function readmeFile(files: readonly SampleFile[]): SampleFile {
  const lines = files.map(({ path, bytes }) => `${hashOf(bytes)}  ${path}\n`);
  return { path: readmePath, bytes: Buffer.from(body + lines.join(''), 'utf8') };
}

/** Hash by path as an earlier run noted it; empty if the text is not ours. */
export function readNotedHashes(text: string): Map<string, string> {
  const noted = new Map<string, string>();
  if (!text.startsWith(title)) return noted;
  for (const [, hash, path] of text.matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)) {
    if (hash && path) noted.set(path, hash);
  }
  return noted;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
