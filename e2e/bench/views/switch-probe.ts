import type { Page } from '@playwright/test';

/** `wholes`: photos painted to their full size; `largest`: their px across; `given`: tasks that the worker was given, by type. */
type Probe = { keyAt: number; wholes: number; largest: number; given: Record<string, number>; taken: Promise<number> };
declare global {
  interface Window {
    switchProbe: Probe;
  }
}

/** Hears keys, and what the worker of image views answers, from the page's next load on. */
export const watchSwitches = (page: Page, fullWidthPx: number): Promise<unknown> =>
  page.addInitScript(install, fullWidthPx);

type Wanted = { readonly key: string; readonly name: string; readonly isWhole: boolean };

/** Presses the key. Answers how many ms later the part on screen, or all of the photo, was painted. */
export async function pressAndTake(page: Page, { key, ...wanted }: Wanted): Promise<number> {
  await page.evaluate(watchForSwitch, wanted); // the page must watch before the key comes
  await page.keyboard.press(key);
  return page.evaluate(() => window.switchProbe.taken);
}

/** How many tasks of a type the worker was given. */
export const tasksGiven = (page: Page, type: string): Promise<number> =>
  page.evaluate((of) => window.switchProbe.given[of] ?? 0, type);

/** Until it was given more of them than `before`. */
export async function untilTaskGiven(page: Page, type: string, before: number): Promise<void> {
  await page.waitForFunction(([of, count]) => (window.switchProbe.given[of] ?? 0) > count, [type, before] as const);
}

/** Runs in the page, so it can use nothing from outside. */
function install(fullWidthPx: number): void {
  const probe: Probe = { keyAt: 0, wholes: 0, largest: fullWidthPx, given: {}, taken: Promise.resolve(NaN) };
  Object.assign(window, { switchProbe: probe });
  window.addEventListener('keydown', ({ timeStamp }) => (probe.keyAt = timeStamp), { capture: true });
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'enhance') return;
      this.addEventListener('message', ({ data }: MessageEvent<{ answer?: unknown }>) => {
        const { answer } = data;
        if (!(answer instanceof ImageBitmap) || answer.width < probe.largest) return;
        probe.wholes++;
      });
    }
    override postMessage(
      message: { task?: { type?: string } },
      options: Transferable[] | StructuredSerializeOptions = [],
    ): void {
      const type = message.task?.type;
      if (type !== undefined) probe.given[type] = (probe.given[type] ?? 0) + 1;
      super.postMessage(message, Array.isArray(options) ? { transfer: options } : options);
    }
  };
}

/** Runs in the page. The time is taken in the frame after the one that drew. */
function watchForSwitch({ name, isWhole }: Omit<Wanted, 'key'>): void {
  const { switchProbe: probe } = window;
  const canvas = document.querySelector<HTMLElement>('[data-testid="canvas"]')!;
  const { wholes, keyAt } = probe;
  probe.taken = new Promise((resolve) => {
    const look = (): void => {
      const { imageView, imageViewState } = canvas.dataset;
      const isOnScreen = probe.keyAt > keyAt && imageView === name && imageViewState === 'crisp';
      // The plain photo is there already.
      const isPainted = isOnScreen && (!isWhole || name === 'plain' || probe.wholes > wholes);
      requestAnimationFrame((now) => (isPainted ? resolve(now - probe.keyAt) : look()));
    };
    look();
  });
}
