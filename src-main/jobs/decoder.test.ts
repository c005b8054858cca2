import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { spawnDecoder, type Decoder } from './decoder';

/** Speaks the decoding thread's side: a path `name:3` holds three batches, `name:end` ends the thread, `name:bad` fails. */
const THREAD = `
import { parentPort } from 'node:worker_threads';
let path = '', left = 0, given = 0, isStopped = false, turn = Promise.resolve();
const answer = (message) => {
  if (message.type === 'stop') { isStopped = false; left = 0; return { type: 'end' }; }
  if (message.type === 'open') {
    path = message.file.path; given = 0;
    const what = path.split(':')[1];
    if (what === 'end') process.exit(3);
    if (what === 'bad') { left = 0; return { type: 'failed', code: 'ENOENT', message: 'gone' }; }
    left = Number(what);
  }
  if (isStopped || left === 0) return { type: 'end' };
  left -= 1;
  return { type: 'batch', batch: { type: 'unused', what: path + ' ' + given++ } };
};
parentPort.on('message', (message) => {
  isStopped ||= message.type === 'stop';
  turn = turn.then(() => new Promise((done) => setImmediate(done))).then(() => parentPort.postMessage(answer(message)));
});`;

let folder: string;
let decoder: Decoder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-decoder-'));
  writeFileSync(join(folder, 'thread.mjs'), THREAD);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => (decoder = spawnDecoder(join(folder, 'thread.mjs'))));
afterEach(() => decoder.close());

/** What a file gives, at most `limit` batches of it. */
async function read(path: string, { following, limit = Infinity }: { following?: string; limit?: number } = {}): Promise<string[]> {
  const got: string[] = [];
  if (limit === 0) return got;
  for await (const batch of decoder.decode({ path }, following === undefined ? undefined : { path: following })) {
    got.push(batch.type === 'unused' ? batch.what : batch.type);
    if (got.length >= limit) break;
    if (got.length % 3 === 0) await turns(4); // so that the thread is far ahead, and then not
  }
  return got;
} // prettier-ignore
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await nextTurn();
};
const all = (path: string): string[] => Array.from({ length: Number(path.split(':')[1]) }, (_, i) => `${path} ${i}`);

describe('spawnDecoder', () => {
  it('gives all of every file in its order, whatever was said to follow and wherever the reader left', async () => {
    const file = fc.tuple(fc.nat(40), fc.option(fc.nat(45)), fc.constantFrom('next', 'other', 'none'));
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 6 }), async (files) => {
        const pathOf = (at: number): string | undefined => files[at] && `f${at}:${files[at][0]}`;
        for (const [at, [batches, left, hint]] of files.entries()) {
          const path = pathOf(at)!;
          const following = hint === 'none' ? undefined : hint === 'other' ? 'other:9' : pathOf(at + 1);
          const limit = left ?? Infinity;
          expect(await read(path, following === undefined ? { limit } : { following, limit })).toEqual(
            all(path).slice(0, Math.min(limit, batches)),
          );
        }
      }),
      { numRuns: 60, seed: 20_261 },
    );
  });

  it('reads a prepared file anew when only its conflicting results are wanted', async () => {
    expect(await read('a:3', { following: 'b:2' })).toEqual(all('a:3'));
    const again: unknown[] = [];
    for await (const batch of decoder.decode({ path: 'b:2', conflicting: ['00'] })) again.push(batch);
    expect(again).toHaveLength(2);
  });

  it('fails a file that ends the thread, prepared or not, and no other', async () => {
    expect(await read('a:20', { following: 'b:end' })).toEqual(all('a:20'));
    await expect(read('b:end', { following: 'c:5' })).rejects.toMatchObject({ code: 'worker_ended' });
    expect(await read('c:5', { following: 'd:bad' })).toEqual(all('c:5'));
    await expect(read('d:bad', { following: 'e:1' })).rejects.toMatchObject({ code: 'ENOENT', message: 'gone' });
    expect(await read('e:1')).toEqual(all('e:1'));
  });

  it('goes on after a rest', async () => {
    expect(await read('a:2', { following: 'b:30' })).toEqual(all('a:2'));
    await decoder.rest();
    expect(await read('b:30')).toEqual(all('b:30'));
  });
});
