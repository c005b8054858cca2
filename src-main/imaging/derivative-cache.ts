import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_CACHE_BYTES = 2 * 1024 ** 3;
const SWEEP_EVERY = 200;

/** Pictures made from photos, on disk, keyed by content: safe to delete at any time, never the only copy of anything. */
export type DerivativeCache = {
  get(key: string): Promise<Uint8Array | null>;
  put(key: string, bytes: Uint8Array): Promise<void>;
};

async function sweep(folder: string, maxBytes: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const info = await stat(join(folder, name));
      return { name, size: info.size, usedAt: info.mtimeMs };
    }),
  );
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= maxBytes) return;
    await rm(join(folder, name), { force: true });
    total -= size;
  }
}

/** A bounded cache in `folder`. A full or read-only disk costs speed, not pictures: every failure is a miss. */
export function createDerivativeCache(folder: string, maxBytes = MAX_CACHE_BYTES): DerivativeCache {
  let puts = 0;
  return {
    async get(key) {
      const path = join(folder, key);
      try {
        const bytes = await readFile(path);
        const now = new Date();
        await utimes(path, now, now); // used last: swept last
        return bytes;
      } catch {
        return null;
      }
    },
    async put(key, bytes) {
      const draft = join(folder, `${key}.${process.pid}-${++puts}.tmp`);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(draft, bytes);
        await rename(draft, join(folder, key));
        if (puts % SWEEP_EVERY === 0) await sweep(folder, maxBytes);
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}
