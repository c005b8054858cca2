import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MaculeError } from '#shared/domain/error';
import { lockProject } from './lock';

let folder: string;
let project: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'macule-lock-'));
  project = join(folder, 'a.macule');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const codeOf = (action: () => unknown): string => {
  try {
    action();
    return 'taken';
  } catch (error) {
    return error instanceof MaculeError ? error.code : String(error);
  }
};

describe('the project lock', () => {
  it('lets one hold it, names the holder to the second, and is free again after release', () => {
    const lock = lockProject(project);
    try {
      lockProject(project);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'project_locked', details: { pid: process.pid } });
    }
    lock.release();
    expect(existsSync(`${project}.lock`)).toBe(false);
    lockProject(project).release();
  });

  it('replaces a holder that has died', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    writeFileSync(`${project}.lock`, JSON.stringify({ pid: child.pid, host: hostname(), startedAt: '1' }));
    const lock = lockProject(project);
    expect((JSON.parse(readFileSync(`${project}.lock`, 'utf8')) as { pid: number }).pid).toBe(process.pid);
    lock.release();
  });

  it('replaces a lock whose pid was given to another process since, where the start time can be told', () => {
    writeFileSync(`${project}.lock`, JSON.stringify({ pid: process.ppid, host: hostname(), startedAt: '1' }));
    expect(codeOf(() => lockProject(project).release())).toBe(
      process.platform === 'linux' ? 'taken' : 'project_locked',
    );
  });

  it('never takes over the lock of another machine, and replaces an unreadable one', () => {
    writeFileSync(`${project}.lock`, JSON.stringify({ pid: 1, host: 'another-laptop', startedAt: null }));
    expect(codeOf(() => lockProject(project))).toBe('project_locked');
    writeFileSync(`${project}.lock`, 'half a lo');
    expect(codeOf(() => lockProject(project).release())).toBe('taken');
  });

  it('leaves no drafts behind', () => {
    const lock = lockProject(project);
    codeOf(() => lockProject(project));
    lock.release();
    expect(existsSync(`${project}.lock`)).toBe(false);
  });
});
