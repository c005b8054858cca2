// The canvas against the photo alone and against its peers, in one interleaved run. Run by: npm run bench -- canvas
// Options: --n 500,5000,20000  --rounds 3  --only macule,img-floor  --limit 60 (seconds per run)  --skip-next  --skip-large
//          --profile (one more run of the app with a CPU profile per phase)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from '../browser.ts';
import { printProfile, profilePhases, type PhaseProfile } from './canvas/profile.ts';
import { printNext, printPhases, printTargets, type Run } from './canvas/report.ts';
import type { NextViewResult, PageResult, Phase } from './canvas/result.ts';
import { buildPage, servePage, type BenchPhotos } from './canvas/serve-page.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const ALL = ['img-floor', 'macule', 'konva', 'openlayers', 'leaflet', 'annotorious'];
const NEXT: BenchPhotos = { '5.8': { width: 2416, height: 2416 }, '24': { width: 6000, height: 4000 } };
const LARGE_VERTICES = 20_000;

const { values: options } = parseArgs({
  options: {
    n: { type: 'string', default: '500,5000,20000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: ALL.join(',') },
    limit: { type: 'string', default: '60' },
    'skip-next': { type: 'boolean', default: false },
    'skip-large': { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});
const counts = options.n.split(',').filter(Boolean).map(Number);
const rounds = Number(options.rounds);
const candidates = options.only.split(',').filter((name) => ALL.includes(name));
const limitMs = 1000 * Number(options.limit);

type PageRun<Result> = { readonly result: Result | null; readonly why: string; readonly pssMb: number };

/** One run in a fresh browser, without its limit of frames per second. Null when it did not end in time. */
async function runPage<Result>(url: string, prepare?: (page: Page) => Promise<void>): Promise<PageRun<Result>> {
  const base = launchOptions();
  const browser = await chromium.launch({
    ...base,
    args: [
      ...base.args!,
      '--disable-frame-rate-limit',
      '--disable-gpu-vsync',
      '--enable-precise-memory-info',
      '--js-flags=--expose-gc',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 1 });
    await prepare?.(page);
    await page.goto(url);
    type Answer = { ok: true; result: Result } | { ok: false; message: string };
    const handle = await page
      .waitForFunction(() => (window as { benchResult?: unknown }).benchResult, null, {
        timeout: limitMs,
        polling: 200,
      })
      .catch(() => null);
    if (!handle) return { result: null, why: `not finished in ${limitMs / 1000} s`, pssMb: NaN };
    const answer = (await handle.jsonValue()) as Answer;
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const pssMb = Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => pssOf(id)));
    return answer.ok ? { result: answer.result, why: '', pssMb } : { result: null, why: answer.message, pssMb };
  } catch (error) {
    return { result: null, why: String(error).split('\n')[0]!, pssMb: NaN };
  } finally {
    await browser.close();
  }
}

/** Proportional memory of a process in MB; NaN where the system does not tell. */
function pssOf(pid: number): number {
  try {
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return found ? Number(found[1]) / 1000 : NaN;
  } catch {
    return NaN;
  }
}

async function runRounds(url: string, scene: string, names: readonly string[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const candidate of round % 2 === 0 ? names : [...names].reverse()) {
      const { result, why, pssMb } = await runPage<PageResult>(`${url}?candidate=${candidate}&${scene}`);
      runs.push({ candidate, round, result, why, pssMb });
      process.stderr.write(
        `  round ${round + 1}, ${candidate}, ${scene}: ${result ? `${(result.totalMs / 1000).toFixed(1)} s` : why}\n`,
      );
    }
  }
  return runs;
}

/** One more run of the app, profiled; its times are not compared with anything. */
async function runProfile(url: string, n: number): Promise<readonly PhaseProfile[]> {
  let profiles: readonly PhaseProfile[] = [];
  const { result, why } = await runPage<PageResult>(`${url}?candidate=macule&n=${n}`, async (page) => {
    profiles = await profilePhases(page);
  });
  if (!result) console.log(`No profile: ${why}`);
  else printProfile(`${n} lesions`, profiles, (phase) => result.phases[phase as Phase].length);
  return profiles;
}

async function main(): Promise<number> {
  try {
    await (await chromium.launch(launchOptions())).close();
  } catch (error) {
    console.log(`Skipped: no browser could be started (${String(error).split('\n')[0]}). Set MACULE_CHROMIUM to one.`);
    return 0;
  }
  const served = await servePage(await buildPage(ROOT), NEXT);
  const record: Record<string, unknown> = { load: loadavg(), cores: cpus().length, versions: versions(), rounds };
  const missed: string[] = [];
  try {
    for (const n of counts) {
      const runs = await runRounds(served.url, `n=${n}`, candidates);
      record[`n=${n}`] = runs;
      printPhases(`${n} lesions`, runs, candidates);
      missed.push(...printTargets(n, runs));
      if (options.profile) record[`profile n=${n}`] = await runProfile(served.url, n);
    }
    if (!options['skip-large'] && candidates.includes('macule')) {
      const names = candidates.filter((name) => ['img-floor', 'macule', 'konva', 'openlayers'].includes(name));
      const runs = await runRounds(served.url, `n=20&large=${LARGE_VERTICES}`, names);
      record['large'] = runs;
      printPhases(
        `a lesion of ${LARGE_VERTICES} vertices, dragged by one of them (phases drag and dragFit)`,
        runs,
        names,
      );
    }
    if (!options['skip-next'] && candidates.includes('macule')) {
      for (const [photo, { width, height }] of Object.entries(NEXT)) {
        const found: Record<string, NextViewResult[]> = { macule: [], element: [] };
        for (let round = 0; round < rounds; round++) {
          for (const how of round % 2 === 0 ? ['macule', 'element'] : ['element', 'macule']) {
            const size = `width=${width}&height=${height}&photo=${photo}`;
            const { result, why } = await runPage<NextViewResult>(
              `${served.url}?candidate=next-view&how=${how}&${size}`,
            );
            if (result) found[how]!.push(result);
            else process.stderr.write(`  next view, ${how}, ${photo} MP: ${why}\n`);
          }
        }
        record[`next ${photo}`] = found;
        missed.push(...printNext(photo, found['macule']!, found['element']!));
      }
    }
  } finally {
    await served.stop();
  }
  const file = join(ROOT, 'out', 'bench-canvas.json');
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  writeFileSync(file, JSON.stringify(record, null, 1));
  console.log(
    `\nLoad ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores; every frame time is in out/bench-canvas.json.`,
  );
  console.log(missed.length === 0 ? 'Every target that was measured is met.' : `MISSED: ${missed.join('; ')}`);
  return missed.length === 0 ? 0 : 1;
}

function versions(): Record<string, string> {
  const of = (name: string): string =>
    (JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
  return Object.fromEntries(['konva', 'ol', 'leaflet', '@annotorious/annotorious'].map((name) => [name, of(name)]));
}

process.exitCode = await main();
