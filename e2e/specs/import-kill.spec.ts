import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { CLI, createWorkplace, macule, maculeJson, maculeRows, node24, type Workplace } from '../support/macule';
import { random } from '../support/random';
import { writeResults } from '../support/scheme-files';

const KILLS = 10;
const [RESULTS, PER_FILE, LESIONS] = [400, 20, 20];

type Counts = { results: number; lesions: number; views: number };
type Imported = Counts & { totals: Counts; findings: { severity: string; code: string; file: string }[] };
type Lesion = { id: string; view: string; verdict: string; areaPx2: number };

/** Starts an import; resolves when the first of its rows are written. */
async function startImport(
  workplace: Workplace,
  project: string,
): Promise<{ child: ChildProcess; exit: Promise<unknown[]> }> {
  const child = spawn(node24(), [CLI, 'import', workplace.path('in'), '--project', project], {
    env: workplace.env,
    stdio: 'ignore',
  });
  const exit = once(child, 'exit');
  const wal = (): number => statSync(`${project}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  await expect.poll(() => wal() > 0 || child.exitCode !== null, { intervals: [5], timeout: 30_000 }).toBe(true);
  return { child, exit };
}

/** How long an import of everything writes. */
async function writingTime(workplace: Workplace, project: string): Promise<number> {
  const { exit } = await startImport(workplace, project);
  const from = performance.now();
  await exit;
  return performance.now() - from;
}

test(`an import killed at ${KILLS} moments leaves whole files, verifies clean and is completed by a second one`, async () => {
  test.setTimeout(600_000);
  const workplace = createWorkplace('import-kill');
  writeResults(workplace.path('in'), { results: RESULTS, perFile: PER_FILE, lesions: LESIONS });
  await macule(workplace, 'import', workplace.path('in'), '--project', workplace.path('whole.macule'));
  const whole = await maculeRows<Lesion>(workplace, 'lesions', workplace.path('whole.macule'));
  expect(whole).toHaveLength(RESULTS * LESIONS);
  const fresh = workplace.path('fresh.macule');
  await macule(workplace, 'import', workplace.path('none'), '--project', fresh);

  copyFileSync(fresh, workplace.path('timed.macule'));
  const wholeMs = await writingTime(workplace, workplace.path('timed.macule'));

  const next = random(20261123);
  const kept: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const project = workplace.path(`killed-${kill}.macule`);
    copyFileSync(fresh, project);
    const { child, exit } = await startImport(workplace, project);
    await delay((wholeMs * (kill + next())) / KILLS); // the random moment itself, not a wait for a state
    child.kill('SIGKILL');
    await exit;
    const verified = await maculeJson<{ ok: boolean; findings: unknown[] }>(workplace, 'verify', '--project', project);
    expect(verified).toMatchObject({ ok: true, findings: [] });
    const status = await maculeJson<{ captures: number; lesions: number }>(workplace, 'status', '--project', project);
    expect(status.captures % PER_FILE, 'only whole files').toBe(0);
    expect(status.lesions).toBe(status.captures * LESIONS);
    kept.push(status.captures / PER_FILE);

    const again = await maculeJson<Imported>(workplace, 'import', workplace.path('in'), '--project', project);
    expect(again.totals).toMatchObject({ results: RESULTS, lesions: RESULTS * LESIONS });
    expect(again.results).toBe(RESULTS - status.captures);
    const known = again.findings.filter(({ code }) => code === 'already_imported');
    expect(known).toHaveLength(status.captures / PER_FILE);
    expect(again.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(sorted(await maculeRows<Lesion>(workplace, 'lesions', project))).toEqual(sorted(whole));
    expect(await maculeJson(workplace, 'verify', '--project', project)).toMatchObject({ ok: true, findings: [] });
  }
  console.log(
    `import killed: ${KILLS} moments over ${wholeMs.toFixed(0)} ms, whole files kept each time: ${kept.join(', ')} of ${RESULTS / PER_FILE}`,
  );
  expect(new Set(kept).size, 'kills before, between and after files').toBeGreaterThan(2);
  workplace.remove();
});

const sorted = (rows: readonly Lesion[]): string[] => rows.map(({ id, view, areaPx2, verdict }) => `${id} ${view} ${areaPx2} ${verdict}`).sort(); // prettier-ignore
