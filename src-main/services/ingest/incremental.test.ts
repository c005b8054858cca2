import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder, type Decoder } from '#main/jobs/decoder';
import { importedTotals } from '#main/repositories/imports';
import { importPaths, type ImportOutcome } from './import-paths';

const SEED = readFileSync(resolve(import.meta.dirname, '../../../resources/sample/example-result.json'), 'utf8');
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

let db: WritableDb;
let folder: string;
let opened: string[];
beforeEach(() => {
  db = openInMemory();
  folder = mkdtempSync(join(tmpdir(), 'macule-incremental-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The real decoder, with a list of what it was asked to open. */
function watched(): Decoder {
  const decoder = inProcessDecoder();
  return {
    ...decoder,
    decode: (file) => {
      opened.push(file.path.slice(folder.length + 1));
      return decoder.decode(file);
    },
  };
}
function put(name: string, bytes: string | Buffer, at = LONG_AGO): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), bytes);
  utimesSync(join(folder, name), at, at);
}
const answer = (id: string, image: string): string =>
  JSON.stringify({ ...(JSON.parse(SEED) as Record<string, unknown>), id, image_id: image });
const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 604, height: 604, channels: 3, background: '#b98' } })
    .jpeg()
    .toBuffer();
async function run(more: { recheck?: boolean; paths?: string[] } = {}): Promise<ImportOutcome> {
  opened = [];
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const { paths = [folder], ...rest } = more;
  return importPaths({ db, decoder: watched(), paths, now: Date.now(), context, ...rest });
}
const codesOf = ({ findings }: ImportOutcome): string[] => findings.map(({ code, file }) => `${code} ${file}`).sort();

describe('importing a folder again', () => {
  it('opens nothing while size and time are what they were, and says so of every file', async () => {
    put('a.json', answer('a', 'image-a'));
    put('image-a_restored.jpg', await photo());
    put('notes.txt', 'nothing');
    await run();
    expect(opened.sort()).toEqual(['a.json', 'image-a_restored.jpg', 'notes.txt']);
    const again = await run();
    expect(opened).toEqual([]);
    expect(codesOf(again)).toEqual([
      'already_imported a.json',
      'not_used notes.txt',
      'photo_known image-a_restored.jpg',
    ]);
    expect(again.counts).toMatchObject({ results: 0, photos: 0, lesions: 0 });
  });

  it('reads only what was added, changed by size, or changed by time', async () => {
    put('a.json', answer('a', 'image-a'));
    put('b.json', answer('b', 'image-b'));
    put('c.json', answer('c', 'image-c'));
    await run();
    put('b.json', `${answer('b', 'image-b')} `);
    put('c.json', answer('c', 'image-c'), new Date('2026-02-02T00:00:00Z'));
    put('d/d.json', answer('d', 'image-d'));
    const again = await run();
    expect(opened.sort()).toEqual(['b.json', 'c.json', 'd/d.json']);
    expect(again.counts).toMatchObject({ results: 1, lesions: 6 });
    expect(codesOf(again)).toContain('duplicate_result b.json');
    expect(codesOf(again)).toContain('already_imported c.json');
  });

  it('reads broken files again, and everything when asked to', async () => {
    put('a.json', answer('a', 'image-a'));
    put('cut.json', SEED.slice(0, 300));
    await run();
    await run();
    expect(opened).toEqual(['cut.json']);
    await run({ recheck: true });
    expect(opened.sort()).toEqual(['a.json', 'cut.json']);
  });

  it('does not trust the time of a file that was written just now', async () => {
    put('a.json', answer('a', 'image-a'), new Date());
    await run();
    await run();
    expect(opened).toEqual(['a.json']);
  });
});

describe('files that are gone', () => {
  it('are told once, and nothing of theirs is removed', async () => {
    put('a.json', answer('a', 'image-a'));
    put('image-a_restored.jpg', await photo());
    put('notes.txt', 'nothing');
    await run();
    const before = importedTotals(db);
    for (const name of ['a.json', 'image-a_restored.jpg', 'notes.txt']) unlinkSync(join(folder, name));
    put('b.json', answer('b', 'image-b'));
    const outcome = await run();
    const gone = codesOf(outcome).filter((code) => code.includes('gone'));
    expect(gone).toEqual(['file_gone a.json', 'photo_gone image-a_restored.jpg']);
    expect(importedTotals(db)).toEqual({ ...before, captures: 2, views: 2, results: 2, masks: 2, lesions: 12 });
    expect(codesOf(await run()).filter((code) => code.includes('gone'))).toEqual([]);
  });

  it('are not taken for gone when only a part of the folder was imported', async () => {
    put('a.json', answer('a', 'image-a'));
    put('sub/b.json', answer('b', 'image-b'));
    await run();
    expect(codesOf(await run({ paths: [join(folder, 'a.json')] })).filter((code) => code.includes('gone'))).toEqual([]);
  });

  it('are not made up where a folder was given twice, inside another, or by a link', async () => {
    put('a.json', answer('a', 'image-a'));
    put('sub/image-a_restored.jpg', await photo());
    const link = join(folder, '.link');
    symlinkSync(folder, link);
    await run();
    const before = importedTotals(db);
    const again = await run({ paths: [folder, join(folder, 'sub'), link, join(link, 'sub'), join(folder, 'a.json')] });
    expect(codesOf(again)).toEqual(['already_imported a.json', 'photo_known sub/image-a_restored.jpg']);
    expect(importedTotals(db)).toEqual(before);
  });

  it('come back without being doubled', async () => {
    put('a.json', answer('a', 'image-a'));
    await run();
    unlinkSync(join(folder, 'a.json'));
    await run();
    put('a.json', answer('a', 'image-a'));
    expect((await run()).counts.results).toBe(0);
    unlinkSync(join(folder, 'a.json'));
    expect(codesOf(await run())).toContain('file_gone a.json');
  });
});
