import type { Page } from '@playwright/test';

/** All times in milliseconds. */
export type WindowRecord = {
  /** From a key to the answer that its decision is committed. */
  readonly acknowledged: readonly number[];
  /** From a key to the first frame after that answer. */
  readonly painted: readonly number[];
  /** Between animation frames. */
  readonly frameGaps: readonly number[];
  /** Tasks of the window's thread of more than 50 ms, as the browser reports them. */
  readonly longTasks: readonly number[];
  readonly forMs: number;
};

type Probe = {
  answered: number;
  take(): WindowRecord;
};
declare global {
  interface Window {
    readonly probe: Probe;
  }
}

/** Watches a window from inside, from its next load on: keys, answers on the socket, frames and long tasks. */
export async function probeWindow(page: Page): Promise<void> {
  await page.addInitScript(installProbe);
}

/** What was recorded since the last call; starts anew. */
export const takeRecord = (page: Page): Promise<WindowRecord> => page.evaluate(() => window.probe.take());

/** Presses a key that decides, and waits until the core has answered. */
export async function decideByKey(page: Page, key: string): Promise<void> {
  const before = await page.evaluate(() => window.probe.answered);
  await page.keyboard.press(key);
  await page.waitForFunction((count) => window.probe.answered > count, before);
}

/** Runs in the page, so it can use nothing from outside. */
function installProbe(): void {
  const asked = new Map<number, number>();
  let [keyAt, startedAt, lastFrame] = [0, performance.now(), 0];
  let [acknowledged, painted, frameGaps, longTasks]: number[][] = [[], [], [], []];
  window.addEventListener('keydown', ({ timeStamp }) => (keyAt = timeStamp), { capture: true });
  const NativeSocket = window.WebSocket;
  const answered = (data: unknown): void => {
    const { id } = JSON.parse(String(data)) as { id?: number };
    const from = id === undefined ? undefined : asked.get(id);
    if (id === undefined || from === undefined) return;
    asked.delete(id);
    acknowledged!.push(performance.now() - from);
    requestAnimationFrame(() => {
      painted!.push(performance.now() - from);
      probe.answered += 1;
    });
  };
  window.WebSocket = class extends NativeSocket {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('message', ({ data }) => answered(data));
    }
    override send(data: string): void {
      const { id, method } = JSON.parse(data) as { id: number; method: string };
      if (method === 'review.decide') asked.set(id, keyAt);
      super.send(data);
    }
  };
  const frame = (now: number): void => {
    if (lastFrame > 0) frameGaps!.push(now - lastFrame);
    lastFrame = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks!.push(duration);
  }).observe({ type: 'longtask' });
  const probe: Probe = {
    answered: 0,
    take() {
      const forMs = performance.now() - startedAt;
      const record = { acknowledged, painted, frameGaps, longTasks, forMs } as WindowRecord;
      [acknowledged, painted, frameGaps, longTasks] = [[], [], [], []];
      startedAt = performance.now();
      return record;
    },
  };
  Object.assign(window, { probe });
}
