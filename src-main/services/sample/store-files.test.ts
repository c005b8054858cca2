import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readmeFile } from './readme-text';
import type { SampleFile } from './sample-file';
import { storeFiles } from './store-files';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'macule-store-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function fileSet(...contents: [string, string][]): SampleFile[] {
  const files = contents.map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return [...files, readmeFile(files)];
}

const textOf = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

describe('storeFiles', () => {
  it('creates folders, leaves no temporary file and may run again', async () => {
    const files = fileSet(['a/one.json', '1'], ['two.json', '2']);
    await storeFiles(join(folder, 'new'), files);
    await storeFiles(join(folder, 'new'), files);
    expect((await readdir(join(folder, 'new'), { recursive: true })).sort()).toEqual([
      'README.txt',
      'a',
      join('a', 'one.json'),
      'two.json',
    ]);
  });

  it('replaces what an earlier version wrote', async () => {
    await storeFiles(folder, fileSet(['one.json', 'old']));
    await storeFiles(folder, fileSet(['one.json', 'new']));
    expect(await textOf('one.json')).toBe('new');
  });

  it('refuses a file of another origin before it writes anything', async () => {
    await writeFile(join(folder, 'two.json'), 'mine');
    await expect(storeFiles(folder, fileSet(['one.json', '1'], ['two.json', '2']))).rejects.toMatchObject({
      code: 'file_exists',
    });
    expect(await readdir(folder)).toEqual(['two.json']);
  });

  it('refuses a file that was changed since it was written', async () => {
    await storeFiles(folder, fileSet(['one.json', 'old']));
    await writeFile(join(folder, 'one.json'), 'edited');
    await expect(storeFiles(folder, fileSet(['one.json', 'new']))).rejects.toThrow(/one\.json exists and is not/);
    expect(await textOf('one.json')).toBe('edited');
  });

  it('names a path that is a folder', async () => {
    await mkdir(join(folder, 'one.json'));
    await expect(storeFiles(folder, fileSet(['one.json', '1']))).rejects.toMatchObject({ code: 'unreadable' });
  });
});
