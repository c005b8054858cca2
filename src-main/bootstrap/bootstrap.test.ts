import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countPlaywright, countStep, countVitest, lastLine, sum } from './count-results.mjs';
import { electronBinary, hasDisplay } from './electron-binary.mjs';
import { withLock } from './lock.mjs';
import { exitCodeOf } from './run.mjs';
import { fingerprint, staleReason } from './staleness.mjs';

let root = '';
const at = (path: string): string => join(root, path);

function write(path: string, text = ''): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
  return at(path);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'macule-bootstrap-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the build is stale', () => {
  const sources = ['src', 'package.json'];
  const reason = (change: () => void): string | null => {
    const before = fingerprint(root, sources);
    change();
    return staleReason(before, fingerprint(root, sources), true);
  };
  beforeEach(() => {
    write('package.json', '{}');
    utimesSync(write('src/deep/a.ts', 'a'), 1000, 1000);
  });

  it('when there is no output or no stamp', () => {
    const now = fingerprint(root, sources);
    expect(staleReason(now, now, false)).toBe('there is no build yet');
    expect(staleReason(null, now, true)).toBe('the build is unfinished');
  });

  it('never when nothing changed', () => {
    expect(reason(() => undefined)).toBeNull();
  });

  it('when a file changed, was added, removed, renamed or put back older', () => {
    expect(reason(() => utimesSync(at('src/deep/a.ts'), 2000, 2000))).toBe('sources changed');
    expect(reason(() => utimesSync(at('src/deep/a.ts'), 500, 500))).toBe('sources changed');
    expect(reason(() => write('src/b.ts'))).toBe('files were added or removed');
    expect(reason(() => rmSync(at('src/b.ts')))).toBe('files were added or removed');
    expect(
      reason(() => {
        rmSync(at('src/deep/a.ts'));
        utimesSync(write('src/deep/c.ts', 'a'), 500, 500);
      }),
    ).toBe('sources changed');
  });

  it('never for a test or a set-up script', () => {
    expect(reason(() => write('src/deep/a.test.ts'))).toBeNull();
    write('src-main/bootstrap/x.mjs');
    expect(fingerprint(root, ['src-main']).count).toBe(0);
  });

  it('and a source folder that is not there counts as empty', () => {
    expect(fingerprint(root, ['absent']).count).toBe(0);
  });
});

describe('the Electron binary', () => {
  const find = (env = {}): string | null => electronBinary({ root, env, platform: 'linux' });

  it('is absent without path.txt, and without the file that it names', () => {
    expect(find()).toBeNull();
    write('node_modules/electron/path.txt', 'electron\n');
    expect(find()).toBeNull();
  });

  it('is the file that path.txt names', () => {
    write('node_modules/electron/path.txt', 'electron');
    const path = write('node_modules/electron/dist/electron');
    expect(find()).toBe(path);
  });

  it('is looked for in an override folder first, with or without path.txt', () => {
    const path = write('elsewhere/electron');
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: at('elsewhere') })).toBe(path);
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: at('empty') })).toBeNull();
  });

  it('needs a display on Linux only', () => {
    expect(hasDisplay({ env: {}, platform: 'linux' })).toBe(false);
    expect(hasDisplay({ env: { DISPLAY: ':0' }, platform: 'linux' })).toBe(true);
    expect(hasDisplay({ env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux' })).toBe(true);
    expect(hasDisplay({ env: {}, platform: 'darwin' })).toBe(true);
  });
});

describe('counting', () => {
  const vitest = (...statuses: string[]): unknown => ({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'passed',
        assertionResults: statuses.map((status) => ({ status, fullName: status })),
      },
    ],
  });
  const playwright = (...statuses: string[]): unknown => ({
    suites: [
      {
        title: 'file',
        specs: [],
        suites: [
          {
            title: 'group',
            specs: statuses.map((status) => ({
              title: status,
              tests: [{ status, annotations: [{ type: 'skip', description: 'no screen' }] }],
            })),
          },
        ],
      },
    ],
  });

  it('adds steps and tests to the last line', () => {
    const total = sum([
      countStep('lint', 0),
      countStep('types', 1),
      countVitest(vitest('passed', 'passed', 'skipped', 'todo'), 0),
      countPlaywright(playwright('expected', 'unexpected', 'skipped'), 1),
    ]);
    expect(lastLine(total)).toBe('4 passed, 2 failed, 3 skipped');
    expect(total.skips).toContainEqual({ name: 'file > group > skipped', reason: 'no screen' });
    expect(total.problems).toEqual(['types failed', 'file > group > unexpected']);
  });

  it('fails a runner that ran nothing, skips included', () => {
    expect(countVitest(null, 0).failed).toBe(1);
    expect(countVitest(vitest('skipped'), 0)).toMatchObject({ failed: 1, skipped: 1 });
    expect(countPlaywright({ suites: [] }, 0).failed).toBe(1);
  });

  it('fails a runner that ended badly though no test failed', () => {
    expect(countVitest(vitest('passed'), 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(countPlaywright(playwright('expected'), 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('fails a test file that cannot be loaded, and an error outside the tests', () => {
    const broken = {
      testResults: [{ name: 'b.test.ts', status: 'failed', message: 'SyntaxError: x\n at y', assertionResults: [] }],
    };
    expect(countVitest(broken, 1)).toMatchObject({ failed: 1, problems: ['b.test.ts: SyntaxError: x'] });
    expect(countPlaywright({ ...(playwright('expected') as object), errors: [{ message: 'boom' }] }, 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });
});

describe('the lock', () => {
  it('lets one in after the other', async () => {
    const order: string[] = [];
    const worker = async (name: string): Promise<void> => {
      await withLock(at('lock'), async () => {
        order.push(`${name} in`);
        await new Promise((done) => setTimeout(done, 30));
        order.push(`${name} out`);
      });
    };
    await worker('a');
    await worker('b');
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(existsSync(at('lock'))).toBe(false);
  });

  it('is given back when the work throws', async () => {
    const failing = withLock(at('lock'), () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(at('lock'))).toBe(false);
  });

  it('waits for a living holder', async () => {
    const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    await once(holder, 'spawn');
    write('lock', JSON.stringify({ pid: holder.pid, started: null }));
    const waited: number[] = [];
    const value = await withLock(
      at('lock'),
      () => 'done',
      (pid) => {
        waited.push(pid);
        holder.kill('SIGKILL');
      },
    );
    expect(value).toBe('done');
    expect(waited).toEqual([holder.pid]);
  });

  it('replaces a dead holder, a reused process id and an unreadable lock', async () => {
    for (const text of [
      JSON.stringify({ pid: 2 ** 22 + 1 }),
      JSON.stringify({ pid: process.pid, started: '1' }),
      'not json',
    ]) {
      write('lock', text);
      expect(
        await withLock(
          at('lock'),
          () => 'done',
          () => expect.unreachable(),
        ),
      ).toBe('done');
    }
  });
});

it('tells an exit code as a shell does', () => {
  expect(exitCodeOf(3, null)).toBe(3);
  expect(exitCodeOf(null, 'SIGKILL')).toBe(137);
});
