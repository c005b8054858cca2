import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { CLI, createWorkplace, macule, maculeJson, maculeRows, node24, type Workplace } from '../support/macule';
import { writeResults } from '../support/scheme-files';

const KILLS = 12;
const [RESULTS, PER_FILE, LESIONS] = [600, 30, 20];

type Counts = { results: number; lesions: number; views: number };
type Imported = Counts & { totals: Counts; findings: { severity: string; code: string; file: string }[] };
type Lesion = { id: string; view: string; verdict: string; areaPx2: number };

/** Starts an import and kills it; answers whether it was still at work. */
async function killedImport(workplace: Workplace, project: string, afterMs: number): Promise<boolean> {
  const child = spawn(node24(), [CLI, 'import', workplace.path('in'), '--project', project], {
    env: workplace.env,
    stdio: 'ignore',
  });
  const exit = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs); // the random moment itself, not a wait for a state
  const [, signal] = (await exit) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  return signal === 'SIGKILL';
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

  const startedAt = performance.now();
  copyFileSync(fresh, workplace.path('timed.macule'));
  await macule(workplace, 'import', workplace.path('in'), '--project', workplace.path('timed.macule'));
  const wholeMs = performance.now() - startedAt;

  const kept: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const project = workplace.path(`killed-${kill}.macule`);
    copyFileSync(fresh, project);
    const wasKilled = await killedImport(workplace, project, (wholeMs * (kill + 0.5)) / KILLS);
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
    if (!wasKilled) expect(status.captures).toBe(RESULTS);
  }
  console.log(
    `import killed: ${KILLS} moments over ${wholeMs.toFixed(0)} ms, whole files kept each time: ${kept.join(', ')} of ${RESULTS / PER_FILE}`,
  );
  expect(new Set(kept).size, 'kills before, between and after files').toBeGreaterThan(2);
  workplace.remove();
});

const sorted = (rows: readonly Lesion[]): string[] => rows.map(({ id, view, areaPx2, verdict }) => `${id} ${view} ${areaPx2} ${verdict}`).sort(); // prettier-ignore
