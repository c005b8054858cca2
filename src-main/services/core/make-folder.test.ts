import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'macule-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes parents, and leaves a folder that is there alone', () => {
    const path = join(root, 'a', 'b', 'c');
    makeFolder(path);
    writeFileSync(join(path, 'x'), 'kept');
    makeFolder(path);
    expect(statSync(path).isDirectory()).toBe(true);
    expect(existsSync(join(path, 'x'))).toBe(true);
  });

  it('refuses a file in the way', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file'))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }) as Error);
    expect(() => makeFolder(join(root, 'file', 'below'))).toThrow(/is a file/);
  });

  it.runIf(process.platform === 'linux')('comes back with the error where the system makes no folders', () => {
    expect(() => makeFolder('/proc/macule/export')).toThrow(expect.objectContaining({ code: 'ENOENT' }) as Error);
  });
});
