// While 2,000 results are imported in the same host, how long does a decision take in the real window, and how long is
// the window's worst stall? Run by: npm run bench -- responsiveness
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpus, loadavg } from 'node:os';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from '../browser.ts';
import { createWorkplace, maculeJson, serveProject } from '../support/macule.ts';
import { resultWithLesions, writeResults } from '../support/scheme-files.ts';
import { decideByKey, probeWindow, takeRecord, type WindowRecord } from '../support/window-probe.ts';

const RESULTS = 2000;
const LESIONS = 40;
const TARGET_MS = 100;
/** `one`: all results in one file; `many`: 50 to a file. */
const LAYOUTS = { one: RESULTS, many: 50 } as const;

const share = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(p * values.length))] ?? NaN;
const ms = (value: number): string => `${value.toFixed(1)} ms`;
const line = (name: string, values: readonly number[]): string =>
  `  ${name}: n ${values.length}, median ${ms(share(values, 0.5))}, p95 ${ms(share(values, 0.95))}, worst ${ms(Math.max(0, ...values))}`;

function print(title: string, { acknowledged, painted, frameGaps, longTasks, forMs }: WindowRecord): void {
  console.log(`${title} (${(forMs / 1000).toFixed(1)} s, load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores)`);
  console.log(line('key to acknowledged', acknowledged));
  console.log(line('key to painted     ', painted));
  console.log(
    `  worst stall: ${ms(Math.max(0, ...frameGaps))} between frames; ${longTasks.length} long tasks, worst ${ms(Math.max(0, ...longTasks))}`,
  );
}

async function startImport(page: Page, folder: string): Promise<void> {
  await page.keyboard.press('Control+i');
  const entry = page.locator(`[data-testid="folder-entry"][data-name="${folder}"]`);
  await entry.click();
  await page.getByTestId('folder-choose').click();
  await page.getByTestId('import-progress').waitFor();
}

/** Decides lesion after lesion, as fast as the answers come, for as long as `goesOn` says. */
async function decideWhile(page: Page, goesOn: (count: number) => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; await goesOn(i); i++) await decideByKey(page, i % 2 === 0 ? 'f' : 'u');
}

async function measure(layout: keyof typeof LAYOUTS): Promise<boolean> {
  const workplace = createWorkplace('responsiveness');
  const browser = await chromium.launch(launchOptions());
  try {
    mkdirSync(workplace.env['MACULE_CONFIG_DIR']!, { recursive: true });
    const settings = { reviewer: 'Ana', reviewers: ['Ana'] };
    writeFileSync(join(workplace.env['MACULE_CONFIG_DIR']!, 'settings.json'), JSON.stringify(settings));
    writeFileSync(workplace.path('first.json'), JSON.stringify(resultWithLesions(0, 1000)));
    await maculeJson(workplace, 'import', workplace.path('first.json'), '--project', workplace.path('a.macule'));
    const folder = join(workplace.env['HOME']!, 'cases');
    writeResults(folder, { results: RESULTS, perFile: LAYOUTS[layout], lesions: LESIONS });
    const served = await serveProject(workplace, workplace.path('a.macule'));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await probeWindow(page);
    await page.goto(served.url);
    await page.locator('[data-testid="canvas"][data-overlay="crisp"]').waitFor();
    await decideWhile(page, (count) => count < 20); // warm
    await takeRecord(page);
    await decideWhile(page, (count) => count < 100);
    print('Nothing else running', await takeRecord(page));
    await startImport(page, 'cases');
    await takeRecord(page);
    const isImporting = async (): Promise<boolean> => (await page.getByTestId('import-progress').count()) > 0;
    await decideWhile(page, isImporting);
    const busy = await takeRecord(page);
    const title = layout === 'one' ? 'one file' : `${RESULTS / LAYOUTS[layout]} files`;
    print(`Importing ${RESULTS} results of ${LESIONS} lesions from ${title}`, busy);
    await served.stop();
    return share(busy.acknowledged, 0.95) <= TARGET_MS;
  } finally {
    await browser.close();
    workplace.remove();
  }
}

const met = [await measure('many'), await measure('one')];
console.log(
  `p95 of key to acknowledged while importing ${met.every(Boolean) ? 'meets' : 'MISSES'} the target of ${TARGET_MS} ms`,
);
process.exitCode = met.every(Boolean) ? 0 : 1;
