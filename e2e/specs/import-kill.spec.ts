import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import {
  CLI,
  createWorkplace,
  macule,
  maculeJson,
  maculeRows,
  node24,
  serveProject,
  type Workplace,
} from '../support/macule';
import { random } from '../support/random';
import { connect } from '../support/rpc-client';
import { resultWithLesions } from '../support/scheme-files';

const KILLS = 32;
const FILES = 10;
const RESULTS_PER_FILE = 16;
const LESIONS = 30;
const HOOK = pathToFileURL(resolve(import.meta.dirname, '..', 'support', 'crash-hook.mjs')).href;

type Row = { id: string; view: string; result: string };
type Imported = {
  totals: { results: number; lesions: number; views: number };
  findings: { severity: string; code: string; file: string }[];
};

let workplace: Workplace;
let folder: string;
test.beforeAll(() => {
  workplace = createWorkplace('import-kill');
  folder = workplace.path('in');
  mkdirSync(folder);
  for (let file = 0; file < FILES; file++) {
    const results = Array.from({ length: RESULTS_PER_FILE }, (_, i) => resultWithLesions(100 * file + i, LESIONS));
    const bad = { id: 'bad', result: 7 }; // one record that is none: a finding, and no reason to lose the rest
    writeFileSync(join(folder, `f${file}.json`), JSON.stringify([...results, bad]));
  }
});
test.afterAll(() => workplace.remove());

const fileOf = (result: string): number => Math.trunc(Number(result.replace('result-', '')) / 100);
const rowsOf = async (project: string): Promise<Row[]> => maculeRows<Row>(workplace, 'lesions', project);

/** Every file that is in the project is in it whole: what a reader sees, before any clean-up. */
function assertWholeFiles(rows: readonly Row[]): number {
  const lesionsOf = new Map<number, number>();
  for (const { result } of rows) lesionsOf.set(fileOf(result), (lesionsOf.get(fileOf(result)) ?? 0) + 1);
  for (const [file, n] of lesionsOf) expect([file, n]).toEqual([file, RESULTS_PER_FILE * LESIONS]);
  return lesionsOf.size;
}

const sorted = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
const importArgs = (project: string): string[] => ['import', folder, '--project', project, '--json'];

/** The command line imports in long transactions, for nobody decides meanwhile. */
async function killCommandLine(project: string, afterMs: number): Promise<void> {
  const child = spawn(node24(), [CLI, ...importArgs(project)], { env: workplace.env, stdio: 'ignore' });
  const exit = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs); // the seeded moment itself
  await exit;
  clearTimeout(timer);
}

/** A host imports in short ones, a file at a time: killed as soon as that share of the bytes was read; 1: not before it is done. */
async function killHost(project: string, share: number): Promise<void> {
  const served = await serveProject(workplace, project);
  const host = await connect(served.url);
  const { jobId } = await host.value('ingest.start', { paths: [folder] });
  for (;;) {
    const { state, done, total } = await host.value('jobs.get', { jobId });
    if (state !== 'running' || (share < 1 && total !== null && done >= share * total)) break;
  }
  const exit = once(served.process, 'exit');
  served.process.kill('SIGKILL');
  await exit;
}

test(`every file is in whole or not at all after ${KILLS} kills of an import; a second run completes and doubles nothing`, async () => {
  test.setTimeout(600_000);
  const whole = workplace.path('whole.macule');
  const startedAt = performance.now();
  await maculeJson<Imported>(workplace, ...importArgs(whole).slice(0, -1));
  const durationMs = performance.now() - startedAt;
  const reference = sorted(await rowsOf(whole));
  const empty = workplace.path('by-host.macule');
  writeFileSync(workplace.path('none.json'), '[]');
  await macule(workplace, 'import', workplace.path('none.json'), '--project', empty);
  await killHost(empty, 1);
  expect(sorted(await rowsOf(empty))).toEqual(reference);
  expect(reference).toHaveLength(FILES * RESULTS_PER_FILE * LESIONS);
  const next = random(20_270_101);
  const project = workplace.path('killed.macule');
  const partly: number[] = [];

  for (let kill = 0; kill < KILLS; kill++) {
    if (kill % 4 === 0) for (const ending of ['', '-wal', '-shm', '.lock']) rmSync(project + ending, { force: true });
    if (kill % 2 === 1 && existsSync(project)) await killHost(project, next());
    else await killCommandLine(project, next() * durationMs);
    const status = await macule(workplace, 'status', '--project', project);
    if (status.code === 2) {
      expect(status.stderr).toContain('There is no project at'); // killed before it was made
      continue;
    }
    partly.push(assertWholeFiles(await rowsOf(project)));
    if (kill % 4 !== 3) continue; // up to four kills in a row on one project
    const again = await maculeJson<Imported>(workplace, ...importArgs(project).slice(0, -1));
    expect(again.totals).toMatchObject({
      results: FILES * RESULTS_PER_FILE,
      lesions: reference.length,
      views: FILES * RESULTS_PER_FILE,
    });
    expect(sorted(await rowsOf(project))).toEqual(reference);
    const { ok } = await maculeJson<{ ok: boolean }>(workplace, 'verify', '--project', project);
    expect(ok).toBe(true);
  }
  console.log(
    `import kill -9: ${KILLS} kills, of the command line within ${Math.round(durationMs)} ms, of a host at any share of its import, files found whole: ${partly.join(' ')}`,
  );
  expect(partly.some((files) => files > 0 && files < FILES)).toBe(true); // some kills fell into the middle
});

for (const how of ['throw', 'exit'] as const)
  test(`a reader that crashes by ${how} costs the file that it was at, and the next run brings that in`, async () => {
    test.setTimeout(400_000);
    const next = random(how === 'throw' ? 7 : 8);
    for (let crash = 0; crash < 4; crash++) {
      const project = workplace.path(`crash-${how}-${crash}.macule`);
      const crashing: Workplace = {
        ...workplace,
        env: {
          ...workplace.env,
          NODE_OPTIONS: `--import ${HOOK}`,
          CRASH_WORKER: 'import-worker.js',
          CRASH_AT: String(2 + Math.trunc(next() * 30)),
          CRASH_HOW: how,
        },
      };
      const first = await macule(crashing, ...importArgs(project));
      expect(first.code).toBe(1);
      const { findings } = JSON.parse(first.stdout) as Imported;
      const lost = findings.filter(({ code }) => code === 'unreadable');
      expect(lost.length).toBeGreaterThan(0);
      expect(assertWholeFiles(await rowsOf(project))).toBe(FILES - lost.length);
      const again = await maculeJson<Imported>(workplace, ...importArgs(project).slice(0, -1));
      expect(again.totals).toMatchObject({ results: FILES * RESULTS_PER_FILE });
      const { ok } = await maculeJson<{ ok: boolean }>(workplace, 'verify', '--project', project);
      expect(ok).toBe(true);
    }
  });
