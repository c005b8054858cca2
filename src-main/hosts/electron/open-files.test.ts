import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createOpenQueue, projectInArguments, projectPathOf } from './open-files';

const folder = mkdtempSync(join(tmpdir(), 'macule-open-'));
const project = join(folder, 'A study.macule');
writeFileSync(project, '');
writeFileSync(join(folder, '-switch.macule'), '');
mkdirSync(join(folder, 'folder.macule'));
symlinkSync(project, join(folder, 'link.macule'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a project named from outside', () => {
  it('is a file that ends in .macule', () => {
    expect(projectPathOf(project, '/')).toBe(project);
    expect(projectPathOf('A study.macule', folder)).toBe(project);
    expect(projectPathOf('./x/../A study.macule', folder)).toBe(project);
  });

  it.each([
    undefined,
    null,
    7,
    {},
    [project],
    '',
    '.macule',
    'absent.macule',
    'folder.macule',
    'link.macule',
    '-switch.macule',
    '--project=A study.macule',
    '/etc/passwd',
    'file:///A study.macule',
    'macule://app/x.macule',
    'https://example.org/x.macule',
    '\\\\server\\share\\x.macule',
    '//server/share/x.macule',
    '\\\\?\\C:\\x.macule',
    `${project}\0.macule`,
    `${'a/'.repeat(3000)}x.macule`,
  ])('is not %j', (argument) => expect(projectPathOf(argument, folder)).toBeNull());

  it('is found among the arguments of Chromium', () => {
    expect(
      projectInArguments(['.', '--allow-file-access', 'A study.macule', '--original-process-start-time=1'], folder),
    ).toBe(project);
    expect(projectInArguments(['.', '--sample'], folder)).toBeNull();
  });
});

describe('the queue', () => {
  it('keeps the last project until one can be opened, then opens at once', () => {
    const opened: string[] = [];
    const queue = createOpenQueue();
    queue.add(null);
    queue.add('a');
    queue.add('b');
    queue.start((path) => opened.push(path));
    expect(opened).toEqual(['b']);
    queue.add(null);
    queue.add('c');
    expect(opened).toEqual(['b', 'c']);
  });
});
