import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { ImageView } from '../../../src-shared/domain/image-view.ts';
import { openBitmaps, watchBitmaps } from './open-bitmaps.ts';
import { watchSwitches } from './switch-probe.ts';

/** DESIGN §7: the renderer after 500 views of 6 megapixels. */
const BUDGET_MB = 600;
const STEP = 20;
/** By which the last samples may lie above those after the first: what the allocators do on their own. */
const FLAT_SHARE = 1.1;
/** Samples whose medians are compared: the last ones, and as many from the second on. */
const COMPARED = 5;
const LONGEST_MS = 60_000;
/** Memory has settled when two readings are this near. */
const SETTLED_MB = 1;
const READ_AGAIN_MS = 500;
const MOST_READINGS = 20;

/** In MB. `pss`: the process's own pages and its share of those in common; `own`: only the former. */
type Memory = { readonly pss: number; readonly own: number; readonly heap: number };

/** The renderer's process with its workers, when garbage was collected in all of them and nothing is being painted. */
async function settledMemory(page: Page): Promise<Memory> {
  let last = await readMemory(page);
  for (let reading = 1; reading < MOST_READINGS; reading++) {
    await new Promise((resolve) => setTimeout(resolve, READ_AGAIN_MS));
    const now = await readMemory(page);
    if (Math.abs(now.own - last.own) < SETTLED_MB) return now;
    last = now;
  }
  return last;
}

async function readMemory(page: Page): Promise<Memory> {
  const collect = (): void => (globalThis as unknown as { gc: () => void }).gc();
  await page.evaluate(collect);
  for (const worker of page.workers()) await worker.evaluate(collect);
  const session = await page.context().newCDPSession(page);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  await browser.detach();
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => processMb(id));
  const largest = sizes.sort((a, b) => b.pss - a.pss)[0];
  if (!largest) throw new Error('There is no renderer.');
  return { ...largest, heap: usedSize / 2 ** 20 };
}

function processMb(pid: number): { pss: number; own: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mb = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? NaN) / 1024;
  return { pss: mb('Pss'), own: mb('Private_Clean') + mb('Private_Dirty') };
}

type Walk = { readonly url: string; readonly imageView: ImageView; readonly views: number; readonly widthPx: number };

/** Goes through all views of the project and back to the first, with an image view on. Prints memory after each 20. */
export async function measureMemory(page: Page, { url, imageView, views, widthPx }: Walk): Promise<boolean> {
  await watchBitmaps(page);
  await watchSwitches(page, widthPx);
  await page.goto(url);
  const canvas = page.locator('[data-testid="canvas"]');
  const crisp = `[data-testid="canvas"][data-overlay="crisp"][data-photo="shown"]`;
  const shown = page.locator(`${crisp}[data-image-view="${imageView}"][data-image-view-state="crisp"]`);
  await page.locator('[data-testid="canvas"][data-photo="shown"]').waitFor({ timeout: LONGEST_MS });
  await page.getByTestId('image-view').click();
  await page.getByTestId(`image-view-${imageView}`).click();
  await page.keyboard.press('Escape');
  await shown.waitFor({ timeout: LONGEST_MS });
  const samples: Memory[] = [];
  for (let visit = 1; visit < 2 * views - 1; visit++) {
    const wholes = await page.evaluate(() => window.switchProbe.wholes);
    const left = await canvas.getAttribute('data-view-id');
    await page.keyboard.press(visit < views ? 'PageDown' : 'PageUp');
    await page.waitForFunction(
      (id) => document.querySelector<HTMLElement>('[data-testid="canvas"]')!.dataset['viewId'] !== id,
      left,
      { timeout: LONGEST_MS },
    );
    await shown.waitFor({ timeout: LONGEST_MS });
    if (visit % STEP !== 0) continue;
    if (imageView !== 'plain')
      await page.waitForFunction((before) => window.switchProbe.wholes > before, wholes, { timeout: LONGEST_MS });
    const memory = await settledMemory(page);
    samples.push(memory);
    const bitmaps = await openBitmaps(page);
    const place = visit < views ? `at view ${visit}` : `back at view ${2 * (views - 1) - visit}`;
    const mb = (value: number): string => `${value.toFixed(0).padStart(4)} MB`;
    console.log(`  ${imageView}: ${place.padEnd(17)} ${mb(memory.pss)}, private ${mb(memory.own)}, JavaScript ${mb(memory.heap)}, ${bitmaps.count} bitmaps ${mb(bitmaps.mb)}`); // prettier-ignore
  }
  return judge(imageView, samples);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Flat after the first 20: the median of the last samples is not above that of those after the first one. */
function judge(imageView: ImageView, samples: readonly Memory[]): boolean {
  const own = samples.map((sample) => sample.own);
  const compared = Math.min(COMPARED, Math.floor((own.length - 1) / 2));
  if (compared < 1) throw new Error(`Too few views to tell: at least ${2 * STEP} are needed.`);
  const [first, last] = [median(own.slice(1, 1 + compared)), median(own.slice(-compared))];
  const most = Math.max(...samples.map(({ pss }) => pss));
  const isFlat = last <= first * FLAT_SHARE;
  const change = `${last >= first ? '+' : ''}${(100 * (last / first - 1)).toFixed(1)} %`;
  console.log(
    `  ${imageView}: private memory ${first.toFixed(0)} MB after the first ${STEP} views, ${last.toFixed(0)} MB in the last (${change}, ` +
      `medians of ${compared}): ${isFlat ? 'flat' : 'NOT FLAT'} within ${(100 * (FLAT_SHARE - 1)).toFixed(0)} %; ` +
      `at most ${most.toFixed(0)} MB ${most <= BUDGET_MB ? 'meets' : 'MISSES'} the budget of ${BUDGET_MB} MB`,
  );
  return isFlat && most <= BUDGET_MB;
}
