// Folders that were moved, renamed, imported again at their new place: through the real importer, search and relinking.
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { allRows, firstRow, type WritableDb } from '#main/db/handle';
import { openInMemory } from '#main/db/open';
import { inProcessDecoder } from '#main/jobs/decoder';
import { rootRows } from '#main/repositories/roots';
import { flatPicture } from '#main/test-support/corner-pictures';
import { importPaths, type ImportOutcome } from '../ingest/import-paths';
import { relink, summaryOf } from './relink';
import { checkRoots, searchMoved } from './search-moved';

const SEED = resolve('resources', 'sample', 'example-result.json');
const place = mkdtempSync(join(tmpdir(), 'macule-roots-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const at = (...names: string[]): string => join(place, ...names);
const context = { signal: new AbortController().signal, progress: () => undefined };
const step = (): void => undefined;

let db: WritableDb;
const importFolder = (folder: string): Promise<ImportOutcome> =>
  importPaths({ db, decoder: inProcessDecoder(), paths: [folder], now: Date.now(), context });
const size = { width: 302, height: 302 };
async function photo(path: string, red: number): Promise<void> {
  writeFileSync(path, await flatPicture([red, 90, 80], size).jpeg().toBuffer());
}
const LONG_AGO = 1_600_000_000;
const photos = (): { path: string; root: string; state: string }[] =>
  allRows(
    db,
    'SELECT p.path, r.path AS root, p.state FROM photo AS p JOIN root AS r ON r.id = p.root_id ORDER BY p.path',
  );
const paired = (): string | undefined =>
  firstRow<{ path: string }>(db, "SELECT r.path || '/' || p.path AS path FROM view AS v JOIN photo AS p ON p.id = v.photo_id JOIN root AS r ON r.id = p.root_id")?.path; // prettier-ignore
async function searchAndRelink(folder: string): Promise<ReturnType<typeof summaryOf>> {
  const plan = await searchMoved(db, { rootId: null, folder }, step);
  await relink(db, plan, context);
  return summaryOf(plan, 'plan');
}

beforeEach(async () => {
  for (const name of ['study', 'moved', 'disk', 'other']) rmSync(at(name), { recursive: true, force: true });
  mkdirSync(at('study', 'a'), { recursive: true });
  mkdirSync(at('study', 'b'));
  copyFileSync(SEED, at('study', 'a', 'face.json'));
  await photo(at('study', 'a', 'face.jpg'), 200);
  await photo(at('study', 'b', 'one.jpg'), 100);
  await photo(at('study', 'b', 'two.jpg'), 50);
  for (const file of ['a/face.json', 'a/face.jpg', 'b/one.jpg', 'b/two.jpg'])
    utimesSync(at('study', file), LONG_AGO, LONG_AGO);
  db = openInMemory();
  await importFolder(at('study'));
});

describe('a folder that was moved', () => {
  it('is told by counts, and found whole by its paths', async () => {
    expect(await checkRoots(db, step)).toMatchObject([{ isThere: true, photos: 3, photosMissing: 0, files: 1, filesMissing: 0 }]); // prettier-ignore
    renameSync(at('study'), at('moved'));
    expect(await checkRoots(db, step)).toMatchObject([{ isThere: false, photos: 3, photosMissing: 3, files: 1, filesMissing: 1 }]); // prettier-ignore
    expect(await searchAndRelink(at('moved'))).toMatchObject({ wanted: 4, byPath: 4, byName: 0, byContent: 0, differing: 0, missing: 0 }); // prettier-ignore
    expect(rootRows(db)).toMatchObject([{ path: at('moved'), photos: 3, files: 1 }]);
    expect(paired()).toBe(at('moved', 'a', 'face.jpg'));
    expect(await checkRoots(db, step)).toMatchObject([{ isThere: true, photosMissing: 0, filesMissing: 0 }]);
  });

  it('is found below the folder that was chosen, and a re-import of it adds nothing', async () => {
    mkdirSync(at('disk', 'year'), { recursive: true });
    renameSync(at('study'), at('disk', 'year', 'renamed'));
    expect(await searchAndRelink(at('disk'))).toMatchObject({ byPath: 4 });
    expect(rootRows(db)).toMatchObject([{ path: at('disk', 'year', 'renamed') }]);
    const { counts, findings } = await importFolder(at('disk', 'year', 'renamed'));
    expect(Object.values(counts).every((n) => n === 0)).toBe(true);
    expect(findings.map(({ code }) => code).sort()).toEqual(['already_imported', 'photo_known', 'photo_known', 'photo_known']); // prettier-ignore
  });

  it('comes back by relinking again', async () => {
    const before = photos();
    renameSync(at('study'), at('moved'));
    await searchAndRelink(at('moved'));
    renameSync(at('moved'), at('study'));
    await searchAndRelink(at('study'));
    expect(photos()).toEqual(before);
  });

  it('and copied without its times is compared by SHA-256', async () => {
    cpSync(at('study'), at('moved'), { recursive: true });
    rmSync(at('study'), { recursive: true });
    expect(await searchAndRelink(at('moved'))).toMatchObject({ byPath: 4, differing: 0 });
    expect(photos().every(({ state }) => state === 'ok')).toBe(true);
    const { counts } = await importFolder(at('moved'));
    expect(counts).toMatchObject({ photos: 0, results: 0 });
  });
});

describe('files that were moved one by one', () => {
  it('are found by name, and by content under another name; what has other content is never taken', async () => {
    mkdirSync(at('other'));
    renameSync(at('study', 'a', 'face.jpg'), at('other', 'face.jpg'));
    renameSync(at('study', 'b', 'one.jpg'), at('other', 'renamed'));
    rmSync(at('study', 'b', 'two.jpg'));
    await photo(at('other', 'two.jpg'), 120);
    const summary = await searchAndRelink(at('other'));
    expect(summary).toMatchObject({ wanted: 3, byPath: 0, byName: 1, byContent: 1, differing: 1, missing: 0 });
    expect(summary.examples.differing).toEqual([{ path: 'b/two.jpg', to: 'two.jpg' }]);
    expect(photos()).toMatchObject([
      { path: 'b/two.jpg', root: at('study') },
      { path: 'face.jpg', root: at('other') },
      { path: 'renamed', root: at('other') },
    ]);
    expect(paired()).toBe(at('other', 'face.jpg'));
    expect((await importFolder(at('other'))).counts).toMatchObject({ photos: 1 }); // the other two.jpg is a new photo
  });

  it('keep their relative path under a root of their own while others stay', async () => {
    mkdirSync(at('moved'));
    renameSync(at('study', 'b'), at('moved', 'b'));
    expect(await searchAndRelink(at('moved'))).toMatchObject({ wanted: 2, byPath: 2 });
    expect(rootRows(db).map(({ path, photos: n }) => [path, n])).toEqual([[at('moved'), 2], [at('study'), 1]]); // prettier-ignore
  });
});

describe('a folder that was imported at its new place before it was relinked', () => {
  it('keeps one photo of each, which its views use', async () => {
    renameSync(at('study'), at('moved'));
    await importFolder(at('moved'));
    expect(photos()).toHaveLength(6);
    expect(await searchAndRelink(at('moved'))).toMatchObject({ byPath: 4 });
    expect(photos()).toHaveLength(3);
    expect(paired()).toBe(at('moved', 'a', 'face.jpg'));
    expect(allRows(db, 'PRAGMA foreign_key_check')).toEqual([]);
  });
});

it('refuses a place that is no folder, and stops when it is told to', async () => {
  await expect(searchMoved(db, { rootId: null, folder: at('nowhere') }, step)).rejects.toMatchObject({
    code: 'unreadable',
  });
  renameSync(at('study'), at('moved'));
  const stop = (phase: string): void => {
    if (phase.startsWith('Comparing')) throw new Error('stopped');
  };
  await expect(searchMoved(db, { rootId: null, folder: at('moved') }, stop)).rejects.toThrow('stopped');
  expect(rootRows(db)).toMatchObject([{ path: at('study') }]);
});

describe('files that look alike', () => {
  it('of one name, size and time keep each its own content, however many roots they lay in', async () => {
    db = openInMemory();
    for (const [name, red] of [
      ['left', 200],
      ['right', 30],
    ] as const) {
      mkdirSync(at('other', name), { recursive: true });
      const file = at('other', name, 'restored');
      writeFileSync(file, await flatPicture([red, 90, 80], size).tiff({ compression: 'none' }).toBuffer());
      utimesSync(file, LONG_AGO, LONG_AGO);
      await importFolder(at('other', name));
    }
    const contents = (): unknown[] =>
      allRows(db, `SELECT p.sha256, r.path || '/' || p.path AS path FROM photo AS p JOIN root AS r ON r.id = p.root_id ORDER BY p.id`); // prettier-ignore
    const before = contents() as { sha256: string; path: string }[];
    expect(new Set(before.map(({ sha256 }) => sha256)).size).toBe(2);
    renameSync(at('other'), at('moved'));
    expect(await searchAndRelink(at('moved'))).toMatchObject({ wanted: 2, byPath: 2, differing: 0 });
    expect(contents()).toEqual(
      before.map(({ sha256, path }) => ({ sha256, path: path.replace(at('other'), at('moved')) })),
    );
  });

  it('and copies of one content are found one for one', async () => {
    db = openInMemory();
    for (const name of ['one.jpg', 'two.jpg']) {
      mkdirSync(at('other'), { recursive: true });
      await photo(at('other', name), 77);
    }
    await importFolder(at('other'));
    mkdirSync(at('moved'));
    renameSync(at('other', 'one.jpg'), at('moved', 'x.jpg'));
    renameSync(at('other', 'two.jpg'), at('moved', 'y.jpg'));
    await searchAndRelink(at('moved'));
    expect(photos().map(({ path }) => path)).toEqual(['x.jpg', 'y.jpg']);
  });
});

it('a photo whose new place is known for another content stays missing, and is named', async () => {
  const kept = at('moved', 'a', 'face.jpg');
  mkdirSync(at('moved', 'a'), { recursive: true });
  await photo(kept, 5);
  await importFolder(at('moved'));
  copyFileSync(at('study', 'a', 'face.jpg'), kept); // in the place of the one that was imported there
  rmSync(at('study', 'a', 'face.jpg'));
  const before = paired();
  const plan = await searchMoved(db, { rootId: null, folder: at('moved') }, step);
  expect(await relink(db, plan, context)).toEqual({ relinked: 0, photos: 0, placeTaken: ['a/face.jpg'] });
  expect(paired()).toBe(before);
});

it('a result file that was changed and imported again is found as it was last', async () => {
  const second = JSON.stringify([JSON.parse(readFileSync(SEED, 'utf8')), { ...JSON.parse(readFileSync(SEED, 'utf8')), id: 'more' }]); // prettier-ignore
  writeFileSync(at('study', 'a', 'face.json'), second);
  await importFolder(at('study'));
  renameSync(at('study'), at('moved'));
  expect(await searchAndRelink(at('moved'))).toMatchObject({ wanted: 4, byPath: 4, differing: 0, missing: 0 });
});
