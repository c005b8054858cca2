import type { Page } from '@playwright/test';

/** What the window saw, all times in ms of its own clock. */
export type EditLog = {
  /** Events of hand and keyboard: when the browser got them, and when the page was told. */
  readonly inputs: readonly { readonly type: string; readonly at: number; readonly toldAt: number }[];
  /** Places that the pointer moved through, those that came together in one event included. */
  readonly moves: number;
  /** Frames that were done: what was drawn last on a canvas, whether a proposal stood, whether the overlay was crisp. */
  readonly frames: readonly EditFrame[];
  /** Answers to stored edits: when they came, and whether they were yes. */
  readonly answers: readonly { readonly at: number; readonly ok: boolean; readonly ms: number }[];
  /** Answers of the geometry engine: how long each took from the page's view. */
  readonly worked: readonly { readonly at: number; readonly ok: boolean; readonly ms: number }[];
};
export type EditFrame = {
  readonly at: number;
  readonly drawnAt: number;
  readonly hasProposal: boolean;
  readonly isCrisp: boolean;
};

type Peek = {
  readonly answers: number;
  readonly frames: number;
  readonly hasProposal: boolean;
  readonly isShown: boolean;
  /** Calls that the host has not answered yet. */
  readonly waiting: number;
};
type Probe = { take(): EditLog; peek(): Peek };
declare global {
  interface Window {
    readonly editProbe: Probe;
  }
}

/** Watches a window from inside, from its next load on: events, drawing, frames, answers on the socket. */
export const probeEdits = (page: Page): Promise<unknown> => page.addInitScript(installProbe);
export const takeLog = (page: Page): Promise<EditLog> => page.evaluate(() => window.editProbe.take());

/** Runs in the page, so it can use nothing from outside. */
function installProbe(): void {
  type Mutable<List> = List extends readonly (infer Item)[] ? Item[] : never;
  let inputs: Mutable<EditLog['inputs']> = [];
  let frames: Mutable<EditLog['frames']> = [];
  let answers: Mutable<EditLog['answers']> = [];
  let worked: Mutable<EditLog['worked']> = [];
  let moves = 0;
  let drawnAt = 0;
  for (const type of ['pointermove', 'pointerdown', 'pointerup', 'keydown'])
    window.addEventListener(
      type,
      (event) => {
        inputs.push({ type, at: event.timeStamp, toldAt: performance.now() });
        if (type === 'pointermove') moves += Math.max(1, (event as PointerEvent).getCoalescedEvents().length);
      },
      { capture: true },
    );
  const drawing = CanvasRenderingContext2D.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of ['stroke', 'fill', 'drawImage', 'fillRect', 'clearRect']) {
    const native = drawing[name]!;
    drawing[name] = function (this: unknown, ...args: unknown[]) {
      drawnAt = performance.now();
      return native.apply(this, args);
    };
  }
  const waiting = new Set<number>();
  const asked = new Map<number, { list: Mutable<EditLog['answers']>; at: number }>();
  const NativeSocket = window.WebSocket;
  window.WebSocket = class extends NativeSocket {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('message', ({ data }) => {
        const text = String(data);
        const id = Number(/^\{"id":(\d+)/.exec(text)?.[1] ?? NaN);
        const of = asked.get(id);
        asked.delete(id);
        waiting.delete(id);
        const now = performance.now();
        of?.list.push({ at: now, ok: text.slice(0, 60).includes('"ok":true'), ms: now - of.at });
      });
    }
    override send(data: string): void {
      const id = Number(/^\{"id":(\d+)/.exec(data)?.[1] ?? NaN);
      waiting.add(id);
      const start = data.slice(0, 80);
      if (start.includes('"review.decide"')) asked.set(id, { list: answers, at: performance.now() });
      if (start.includes('"geometry.run"')) asked.set(id, { list: worked, at: performance.now() });
      super.send(data);
    }
  };
  const canvas = (): HTMLElement | null => document.querySelector('[data-testid="canvas"]');
  const hasProposal = (): boolean => document.querySelector('[data-testid="proposal"]') !== null;
  // A task that is posted in a frame runs once its style, layout and painting are done.
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    frames.push({
      at: performance.now(),
      drawnAt,
      hasProposal: hasProposal(),
      isCrisp: canvas()?.dataset['overlay'] === 'crisp',
    });
  };
  const frame = (): void => {
    channel.port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const isShown = (): boolean => {
    const [answer, last] = [answers.at(-1), frames.at(-1)];
    return answer !== undefined && last !== undefined && last.drawnAt >= answer.at && last.isCrisp;
  };
  Object.assign(window, {
    editProbe: {
      take() {
        const log = { inputs, moves, frames, answers, worked };
        [inputs, frames, answers, worked, moves] = [[], [], [], [], 0];
        return log;
      },
      peek: () => ({
        ...{ answers: answers.length, frames: frames.length, waiting: waiting.size },
        ...{ hasProposal: hasProposal(), isShown: isShown() },
      }),
    } satisfies Probe,
  });
}
