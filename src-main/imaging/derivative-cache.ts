import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** A picture made from a photo. */
export type Derivative = { readonly contentType: string; readonly bytes: Uint8Array };
/** Pictures made from photos, on disk, keyed by content: safe to delete at any time, never the only copy of anything. */
export type DerivativeCache = {
  /** Null when there is none, or it is damaged: then it is removed, to be made again. */
  get(key: string): Promise<Derivative | null>;
  put(key: string, derivative: Derivative): Promise<void>;
};

/** Sweeping leaves this share of the bound, so that not every new entry sweeps. */
const SWEPT_SHARE = 0.9;
/** No single entry takes more than this share of the bound. */
const MAX_ENTRY_SHARE = 0.25;
/** A draft that is older was left behind by a process that ended. */
const STALE_DRAFT_MS = 60 * 60 * 1000;
const FILES_AT_ONCE = 64;

/** Entry: "MCD1", length of the type, length of all that follows the head, CRC-32 of both lengths and what follows. */
const MAGIC = Buffer.from('MCD1');
const HEAD_BYTES = 16;

function pack({ contentType, bytes }: Derivative): Buffer {
  const type = Buffer.from(contentType);
  const body = Buffer.concat([type, bytes]);
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt32LE(type.length, 4);
  head.writeUInt32LE(body.length, 8);
  head.writeUInt32LE(crc32(body, crc32(head.subarray(4, 12))), 12);
  return Buffer.concat([head, body]);
}

function unpack(entry: Buffer): Derivative | null {
  if (entry.length < HEAD_BYTES || !entry.subarray(0, 4).equals(MAGIC)) return null;
  const body = entry.subarray(HEAD_BYTES);
  const sum = crc32(body, crc32(entry.subarray(4, 12)));
  if (body.length !== entry.readUInt32LE(8) || sum !== entry.readUInt32LE(12)) return null;
  const typeLength = entry.readUInt32LE(4);
  return { contentType: body.toString('latin1', 0, typeLength), bytes: body.subarray(typeLength) };
}

type CachedFile = { readonly path: string; readonly size: number; readonly usedAt: number };

async function filesOf(folder: string): Promise<CachedFile[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const files: CachedFile[] = [];
  for (let from = 0; from < names.length; from += FILES_AT_ONCE) {
    const facts = names.slice(from, from + FILES_AT_ONCE).map(async (name): Promise<CachedFile[]> => {
      const path = join(folder, name);
      const info = await stat(path).catch(() => null); // gone since it was listed
      return info?.isFile() ? [{ path, size: info.size, usedAt: info.mtimeMs }] : [];
    });
    files.push(...(await Promise.all(facts)).flat());
  }
  return files;
}

/** Removes what was used longest ago, and drafts that nobody finishes; answers the bytes that stay. */
async function sweep(folder: string, maxBytes: number): Promise<number> {
  const files = await filesOf(folder);
  const isStale = ({ path, usedAt }: CachedFile): boolean =>
    path.endsWith('.tmp') && usedAt < Date.now() - STALE_DRAFT_MS;
  let total = files.reduce((sum, { size }) => sum + size, 0);
  const wanted = total > maxBytes ? SWEPT_SHARE * maxBytes : maxBytes;
  for (const file of files.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= wanted && !isStale(file)) continue;
    await rm(file.path, { force: true });
    total -= file.size;
  }
  return total;
}

/** A cache in `folder` of at most `maxBytes`. A full or read-only disk costs speed, not pictures: every failure is a miss. */
export function createDerivativeCache(folder: string, maxBytes: () => number): DerivativeCache {
  let puts = 0;
  /** What the folder holds; null until it was looked at. Other processes' entries are met when sweeping. */
  let total: number | null = null;
  let sweeping: Promise<void> | null = null;
  const keepBound = (): Promise<void> => {
    if (total !== null && total <= maxBytes()) return Promise.resolve();
    sweeping ??= sweep(folder, maxBytes()).then((left) => {
      total = left;
      sweeping = null;
    });
    return sweeping;
  };
  return {
    async get(key) {
      const path = join(folder, key);
      try {
        const derivative = unpack(await readFile(path));
        if (derivative === null) await rm(path, { force: true });
        else {
          const now = new Date();
          await utimes(path, now, now); // used last: swept last
        }
        return derivative;
      } catch {
        return null;
      }
    },
    async put(key, derivative) {
      if (derivative.bytes.length > MAX_ENTRY_SHARE * maxBytes()) return;
      const draft = join(folder, `${key}.${process.pid}-${++puts}.tmp`);
      const entry = pack(derivative);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(draft, entry);
        await rename(draft, join(folder, key));
        if (total !== null) total += entry.length;
        await keepBound();
      } catch {
        sweeping = null;
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}
