import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDerivativeCache, type Derivative } from './derivative-cache';

const folder = join(mkdtempSync(join(tmpdir(), 'macule-cache-')), 'cache');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

const ENTRY_BYTES = 10_000;
const entry = (fill: number): Derivative => ({ contentType: 'image/jpeg', bytes: Buffer.alloc(ENTRY_BYTES, fill) });
const plain = (found: Derivative | null): Derivative | null =>
  found && { contentType: found.contentType, bytes: Buffer.from(found.bytes) };
const kept = (): string[] => readdirSync(folder).sort();
const usedAt = (key: string, seconds: number): void => utimesSync(join(folder, key), seconds, seconds);
const bytesKept = (): number => kept().reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

describe('the cache of pictures', () => {
  it('gives back what was put, by another handle, too', async () => {
    await createDerivativeCache(folder, () => 1e9).put('a', entry(1));
    expect(plain(await createDerivativeCache(folder, () => 1e9).get('a'))).toEqual(entry(1));
    expect(kept()).toEqual(['a']);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 5000)],
    ['empty', () => Buffer.alloc(0)],
    ['changed in one bit', (bytes: Buffer) => ((bytes[5000]! ^= 1), bytes)],
    ['of another version', (bytes: Buffer) => ((bytes[3] = 0x30), bytes)],
    ['with a length that is not its own', (bytes: Buffer) => (bytes.writeUInt32LE(0xffffffff, 4), bytes)],
  ])('drops an entry that is %s, so that it is made again', async (_what, damage) => {
    const cache = createDerivativeCache(folder, () => 1e9);
    await cache.put('a', entry(1));
    writeFileSync(join(folder, 'a'), damage(readFileSync(join(folder, 'a'))));
    expect(await cache.get('a')).toBeNull();
    expect(kept()).toEqual([]);
    await cache.put('a', entry(2));
    expect(plain(await cache.get('a'))).toEqual(entry(2));
  });

  it('stays within its bound, and drops what was used longest ago', async () => {
    const cache = createDerivativeCache(folder, () => 10.5 * ENTRY_BYTES);
    for (let i = 0; i < 10; i++) {
      await cache.put(`k${i}`, entry(i));
      usedAt(`k${i}`, 1000 + i);
    }
    expect(await cache.get('k0')).not.toBeNull(); // used now
    for (let i = 10; i < 14; i++) await cache.put(`k${i}`, entry(i));
    expect(bytesKept()).toBeLessThanOrEqual(10.5 * ENTRY_BYTES);
    expect(kept()).toEqual(expect.arrayContaining(['k0', 'k13']));
    expect(kept()).not.toContain('k1');
  });

  it('meets what earlier processes left: entries over the bound, drafts that nobody finishes', async () => {
    mkdirSync(folder, { recursive: true });
    for (let i = 0; i < 20; i++) {
      writeFileSync(join(folder, `old${i}`), Buffer.alloc(ENTRY_BYTES));
      usedAt(`old${i}`, 1000);
    }
    writeFileSync(join(folder, 'x.1-1.tmp'), 'draft');
    usedAt('x.1-1.tmp', 1000);
    const cache = createDerivativeCache(folder, () => 5 * ENTRY_BYTES);
    await cache.put('a', entry(1));
    expect(bytesKept()).toBeLessThanOrEqual(5 * ENTRY_BYTES);
    expect(kept()).toContain('a');
    expect(kept()).not.toContain('x.1-1.tmp');
  });

  it('does without a folder that is deleted, or cannot be made, while it runs', async () => {
    const cache = createDerivativeCache(folder, () => 1e9);
    await cache.put('a', entry(1));
    rmSync(folder, { recursive: true });
    expect(await cache.get('a')).toBeNull();
    await cache.put('a', entry(1));
    expect(await cache.get('a')).not.toBeNull();
    const file = join(folder, 'a');
    const nowhere = createDerivativeCache(join(file, 'below'), () => 1e9);
    await nowhere.put('b', entry(1));
    expect(await nowhere.get('b')).toBeNull();
  });

  it('does not give one entry most of its room', async () => {
    const cache = createDerivativeCache(folder, () => 2 * ENTRY_BYTES);
    await cache.put('a', entry(1));
    expect(await cache.get('a')).toBeNull();
  });
});
