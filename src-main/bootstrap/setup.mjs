// Sets up what a fresh clone lacks: dependencies, the build, a browser for the tests. Words go to stderr.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { run } from './run.mjs';
import { fingerprint, hasAll, readJson, staleReason } from './staleness.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const MIN_NODE = [22, 22, 2];
const DEPENDENCY_STAMP = join(ROOT, 'node_modules', '.macule-stamp');
const BUILD_STAMP = join(ROOT, 'out', '.build-stamp.json');
const LOCK = join(ROOT, 'out', '.setup.lock');
const BUILD_SOURCES = [
  'src-main',
  'src-renderer',
  'src-shared',
  'resources',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
];
const BUILD_OUTPUT = ['out/main/index.js', 'out/main/cli.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];
/** Children write to our stderr, so that stdout holds the answer only. */
const TO_STDERR = ['ignore', 2, 2];

/** A problem that the user can solve; its message is all that is shown. */
export class SetupError extends Error {
  constructor(message, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const say = (words) => void process.stderr.write(`${words}\n`);

export const isAtLeast = (version, least) => {
  const parts = version.split('.').map(Number);
  const index = least.findIndex((part, i) => (parts[i] ?? 0) !== part);
  return index < 0 || (parts[index] ?? 0) > least[index];
};

const locked = (work) => withLock(LOCK, work, (pid) => say(`Macule: waiting for another set-up (process ${pid}).`));

// --- Node ---

/** A Node that better-sqlite3 runs on: the installed platform package, else the one that runs this script. */
export function node24() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const own = [
    join(ROOT, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    ...(process.platform === 'win32' ? [] : [join(ROOT, 'node_modules', '.bin', 'node')]),
  ].find((path) => existsSync(path));
  if (own) return own;
  if (isAtLeast(process.versions.node, MIN_NODE)) return process.execPath;
  throw new SetupError(
    `Macule needs Node ${MIN_NODE.join('.')} or newer here; this is ${process.versions.node}. ` +
      `Install Node 24 from nodejs.org and try again.`,
  );
}

/** Runs a JavaScript file of the project or of a package on Node 24. */
export function runNode(script, args = [], options = {}) {
  return run(node24(), [join(ROOT, script), ...args], { cwd: ROOT, ...options });
}

// --- dependencies ---

function lockHash() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}`;
}

function hasDependencies() {
  try {
    return readFileSync(DEPENDENCY_STAMP, 'utf8').trim() === lockHash();
  } catch {
    return false;
  }
}

/** npm's own script and the Node that runs it: never the one inside node_modules, which `npm ci` removes. */
function npmCommand() {
  const inside = join(ROOT, 'node_modules');
  const named = [process.env.npm_node_execpath, process.execPath];
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'));
  const node =
    [...named, ...onPath].find((path) => path && !path.startsWith(inside) && existsSync(path)) ?? process.execPath;
  const beside = [
    process.env.npm_execpath,
    join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const script = beside.find((path) => path && /npm-cli\.c?js$/.test(path) && existsSync(path));
  if (script) return { file: node, args: [script] };
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

export async function ensureDependencies() {
  if (hasDependencies()) return;
  await locked(async () => {
    if (hasDependencies()) return;
    say('Macule: installing dependencies (npm ci).');
    const { file, args } = npmCommand();
    const { code } = await run(
      file,
      [...args, 'ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit'],
      {
        cwd: ROOT,
        stdio: TO_STDERR,
        shell: file.endsWith('.cmd'),
      },
    );
    if (code !== 0)
      throw new SetupError(`Dependencies could not be installed: npm ci ended with ${code}. Its words are above.`);
    writeFileSync(DEPENDENCY_STAMP, `${lockHash()}\n`);
  });
}

// --- build ---

const sourcesNow = () => fingerprint(ROOT, BUILD_SOURCES);
const buildReason = (now) => staleReason(readJson(BUILD_STAMP), now, hasAll(ROOT, BUILD_OUTPUT));

/** Builds when a source is newer than the build. Answers whether it built. */
export async function ensureBuild() {
  if (buildReason(sourcesNow()) === null) return false;
  return locked(async () => {
    const now = sourcesNow();
    const reason = buildReason(now);
    if (reason === null) return false;
    say(`Macule: building, because ${reason}.`);
    rmSync(BUILD_STAMP, { force: true });
    const { code } = await runNode('node_modules/electron-vite/bin/electron-vite.js', ['build'], { stdio: TO_STDERR });
    if (code !== 0) throw new SetupError(`The build failed: electron-vite ended with ${code}. Its words are above.`);
    mkdirSync(dirname(BUILD_STAMP), { recursive: true });
    writeFileSync(`${BUILD_STAMP}.new`, `${JSON.stringify(now)}\n`);
    renameSync(`${BUILD_STAMP}.new`, BUILD_STAMP);
    return true;
  });
}

// --- browser ---

function findChromium() {
  const named = process.env.MACULE_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new SetupError(`MACULE_CHROMIUM names ${named}, which does not exist.`);
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) =>
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => join(folder, name)),
    );
  const applications = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  const programs = [process.env.ProgramFiles, process.env['ProgramFiles(x86)']].flatMap((folder) =>
    folder
      ? [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [],
  );
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const places = { darwin: applications, win32: programs }[process.platform] ?? [...usual, ...onPath];
  return places.find((path) => existsSync(path)) ?? null;
}

/** The path of a Chromium for the tests; installs Debian's when that is possible. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const apt = '/usr/bin/apt-get';
  if (existsSync(apt) && process.getuid?.() === 0) {
    say('Macule: installing Chromium for the tests (apt-get).');
    const options = { stdio: TO_STDERR, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run(apt, ['update'], options);
    await run(apt, ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], options);
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new SetupError(
    'The tests need Chromium. Install it (Debian: apt-get install chromium fonts-dejavu-core), ' +
      'or set MACULE_CHROMIUM to the path of a Chromium or Chrome.',
  );
}

/** Runs a script's main function: a problem in words and its exit code, a fault with its stack. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    say(error instanceof SetupError ? `Macule: ${error.message}` : String(error?.stack ?? error));
    process.exitCode = error instanceof SetupError ? error.exitCode : 1;
  }
}
