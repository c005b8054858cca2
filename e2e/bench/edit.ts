// How long do edits take in the real window, by mouse and keys, on a photo of 24 megapixels: from the last move of the hand to
// the painted draft, from letting go to the stored result on the screen? Run by: npm run bench -- edit
// Options: --rounds 12  --large-rounds 5  --only normal,large,mask
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { launchOptions } from '../browser.ts';
import { createWorkplace, maculeJson, serveProject, type Workplace } from '../support/macule.ts';
import { connect } from '../support/rpc-client.ts';
import { bareEngine } from './edit/bare-engine.ts';
import { printOperations, type Operation } from './edit/figures.ts';
import { takeHand } from './edit/hand.ts';
import { runPlans, type Plan, type Subject } from './edit/operations.ts';
import { LARGE_PLANS, MASK_PLANS, NORMAL_PLANS, verdict } from './edit/plans.ts';
import { probeEdits } from './edit/probe.ts';
import { largeLesion, spread, writeScene, type Scene } from './edit/scene.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const SIZE = { width: 6000, height: 4000 };
const LARGE_VERTICES = 20_000;
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '12' },
    'large-rounds': { type: 'string', default: '5' },
    only: { type: 'string', default: 'normal,large,mask' },
  },
});
const only = options.only.split(',');

type Part = { readonly scene: Scene; readonly title: string; readonly plans: readonly Plan[]; readonly rounds: number };
const PARTS: Readonly<Record<string, Part>> = {
  normal: {
    scene: { name: 'normal', ...SIZE, lesions: spread(SIZE, { columns: 20, rows: 15, radii: [16, 80] }) },
    title: 'A view of 300 lesions',
    plans: NORMAL_PLANS,
    rounds: Number(options.rounds),
  },
  large: {
    scene: { name: 'large', ...SIZE, lesions: [largeLesion({ x: 3000, y: 2000 }, 1500, LARGE_VERTICES)] },
    title: `One lesion of ${LARGE_VERTICES} vertices`,
    plans: LARGE_PLANS,
    rounds: Number(options['large-rounds']),
  },
  mask: {
    scene: { name: 'mask', ...SIZE, lesions: spread(SIZE, { columns: 80, rows: 50, radii: [5, 22] }) },
    title: 'A mask of 4,000 lesions',
    plans: MASK_PLANS,
    rounds: Number(options['large-rounds']),
  },
};

async function prepare(workplace: Workplace, { scene }: Part): Promise<string> {
  const folder = workplace.path(`in-${scene.name}`);
  await writeScene(folder, scene);
  const project = workplace.path(`${scene.name}.macule`);
  await maculeJson(workplace, 'import', folder, '--project', project);
  return project;
}

async function measure(workplace: Workplace, browser: Browser, part: Part): Promise<Operation[]> {
  const served = await serveProject(workplace, await prepare(workplace, part));
  const client = await connect(served.url);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    const { rows } = await client.value('review.queue', { offset: 0, limit: 1 });
    const { lesions, photo } = await client.value('review.view', { viewId: rows[0]!.viewId });
    if (photo?.state !== 'ok') throw new Error('the photo was not paired');
    const subjects = lesions.map(({ id, rings }, place): Subject => {
      const flat = rings[0]!;
      const ring = Array.from({ length: flat.length / 2 }, (_, i) => ({ x: flat[2 * i]!, y: flat[2 * i + 1]! }));
      const sum = ring.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
      const centre = { x: sum.x / ring.length, y: sum.y / ring.length };
      const radius = ring.reduce((total, { x, y }) => total + Math.hypot(x - centre.x, y - centre.y), 0) / ring.length;
      return { id, place, ring, centre, radius };
    });
    await probeEdits(page);
    await page.goto(served.url);
    await page.locator('[data-testid="canvas"][data-overlay="crisp"][data-photo="shown"]').waitFor();
    const world = {
      page,
      hand: await takeHand(page),
      bare: await bareEngine(),
      subjects,
      hostPid: served.process.pid!,
    };
    return await runPlans(world, [verdict, ...part.plans], part.rounds);
  } finally {
    client.close();
    await page.close();
    await served.stop();
  }
}

async function main(): Promise<number> {
  let browser: Browser;
  try {
    browser = await chromium.launch(launchOptions());
  } catch (error) {
    console.log(`Skipped: no browser could be started (${String(error).split('\n')[0]}). Set MACULE_CHROMIUM to one.`);
    return 0;
  }
  const workplace = createWorkplace('edit');
  const record: Record<string, unknown> = { cores: cpus().length };
  const missed: string[] = [];
  try {
    const config = workplace.env['MACULE_CONFIG_DIR']!;
    mkdirSync(config, { recursive: true });
    const settings = { reviewer: 'Ana', reviewers: ['Ana'], autoAdvance: false };
    writeFileSync(join(config, 'settings.json'), JSON.stringify(settings));
    for (const [name, part] of Object.entries(PARTS)) {
      if (!only.includes(name)) continue;
      const loadBefore = loadavg()[0]!;
      const operations = await measure(workplace, browser, part);
      record[name] = { loadBefore, loadAfter: loadavg()[0]!, operations };
      missed.push(...printOperations(`${part.title}, 6000 × 4000 px`, operations, operations[0]!.times));
      console.log(`load ${loadBefore.toFixed(1)} to ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`);
    }
  } finally {
    await browser.close();
    workplace.remove();
  }
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  writeFileSync(join(ROOT, 'out', 'bench-edit.json'), JSON.stringify(record, null, 1));
  console.log('\nEvery time is in out/bench-edit.json.');
  console.log(missed.length === 0 ? 'Every budget is met.' : `MISSED: ${missed.join('; ')}`);
  return missed.length === 0 ? 0 : 1;
}
process.exitCode = await main();
