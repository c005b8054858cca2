// Is the build older than its sources? Decided from names, sizes and times, without reading a file.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Tests and set-up scripts are no part of the build. */
export function isBuildSource(path) {
  return !/\.test\.ts$/.test(path) && !path.startsWith('src-main/bootstrap/');
}

function* filesUnder(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat?.isFile()) yield { path, size: stat.size, mtimeMs: stat.mtimeMs };
  if (!stat?.isDirectory()) return;
  for (const name of readdirSync(join(root, path)).sort()) yield* filesUnder(root, `${path}/${name}`);
}

/** What the sources look like now: how many, the newest, and a hash over every path, size and time. */
export function fingerprint(root, sources) {
  const hash = createHash('sha256');
  let count = 0;
  let newestMs = 0;
  for (const source of sources) {
    for (const { path, size, mtimeMs } of filesUnder(root, source)) {
      if (!isBuildSource(path)) continue;
      count++;
      newestMs = Math.max(newestMs, mtimeMs);
      hash.update(`${path}\0${size}\0${mtimeMs}\n`);
    }
  }
  return { count, newestMs, hash: hash.digest('hex') };
}

/** Why a build is needed, in words, or null when it is not. */
export function staleReason(stamp, now, hasOutput) {
  if (!hasOutput) return 'there is no build yet';
  if (!stamp) return 'the build is unfinished';
  if (stamp.count !== now.count) return 'files were added or removed';
  if (stamp.newestMs !== now.newestMs || stamp.hash !== now.hash) return 'sources changed';
  return null;
}

export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

export const hasAll = (root, paths) => paths.every((path) => existsSync(join(root, path)));
