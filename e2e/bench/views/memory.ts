import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { ImageView } from '../../../src-shared/domain/image-view.ts';

/** DESIGN §7: the renderer after 500 views of 6 megapixels. */
const BUDGET_MB = 600;
const STEP = 20;
/** By which the last views may lie above the first ones after the first 20: what the allocators do on their own. */
const FLAT_SHARE = 1.15;
const LONGEST_MS = 60_000;

/** Memory of the renderer's process with its workers, in MB: its own pages, and its share of those in common. */
async function renderersMb(page: Page): Promise<number> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => pssMb(id));
  return Math.max(...sizes);
}

function pssMb(pid: number): number {
  const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return kb ? Number(kb[1]) / 1024 : 0;
}

async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}

/** Goes through all views of the project and back to the first, with an image view on. Prints memory after each 20. */
export async function measureMemory(
  page: Page,
  { url, imageView, views }: { url: string; imageView: ImageView; views: number },
): Promise<boolean> {
  await page.goto(url);
  const canvas = page.locator('[data-testid="canvas"]');
  const crisp = `[data-testid="canvas"][data-overlay="crisp"][data-photo="shown"]`;
  const shown = page.locator(`${crisp}[data-image-view="${imageView}"][data-image-view-state="crisp"]`);
  await page.locator('[data-testid="canvas"][data-photo="shown"]').waitFor({ timeout: LONGEST_MS });
  await page.getByTestId('image-view').click();
  await page.getByTestId(`image-view-${imageView}`).click();
  await page.keyboard.press('Escape');
  await shown.waitFor({ timeout: LONGEST_MS });
  const sizes: number[] = [];
  for (let visit = 1; visit < 2 * views - 1; visit++) {
    if (visit % STEP === 0) {
      const heap = await heapMb(page);
      sizes.push(await renderersMb(page));
      const [place, way] = visit > views ? [2 * views - visit, 'back at'] : [visit, 'at'];
      const what = `${sizes.at(-1)!.toFixed(0)} MB (JavaScript ${heap.toFixed(0)} MB)`;
      console.log(`  ${imageView}: ${way} view ${String(place).padStart(3)} ${what}`);
    }
    const left = await canvas.getAttribute('data-view-id');
    await page.keyboard.press(visit < views ? 'PageDown' : 'PageUp');
    await page.waitForFunction(
      (id) => document.querySelector<HTMLElement>('[data-testid="canvas"]')!.dataset['viewId'] !== id,
      left,
      { timeout: LONGEST_MS },
    );
    await shown.waitFor({ timeout: LONGEST_MS });
  }
  return judge(imageView, sizes);
}

/** Flat: the mean of the last three steps is not above that of the first three by more than the allocators do. */
function judge(imageView: ImageView, sizes: readonly number[]): boolean {
  const mean = (some: readonly number[]): number => some.reduce((sum, one) => sum + one, 0) / some.length;
  const [first, last, most] = [mean(sizes.slice(0, 3)), mean(sizes.slice(-3)), Math.max(...sizes)];
  const isFlat = last <= first * FLAT_SHARE;
  console.log(
    `  ${imageView}: ${first.toFixed(0)} MB in the first 60 views, ${last.toFixed(0)} MB in the last: ${isFlat ? 'flat' : 'NOT FLAT'}; ` +
      `at most ${most.toFixed(0)} MB ${most <= BUDGET_MB ? 'meets' : 'MISSES'} the budget of ${BUDGET_MB} MB`,
  );
  return isFlat && most <= BUDGET_MB;
}
