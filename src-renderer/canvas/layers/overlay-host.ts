import { packedBuffers, packLesions, type OverlayUpdate } from './overlay-pack';
import type { OverlayPlacement } from './overlay-placement';
import type { FromOverlayWorker, ToOverlayWorker } from './overlay-protocol';
import { OverlayScene } from './overlay-scene';

/** A drawn overlay; `close` gives its memory back. */
export type OverlayImage = { readonly source: CanvasImageSource; close(): void };

/** Where outlines are rasterised: a worker, or the main thread with the same code. */
export type OverlayHost = {
  update(update: OverlayUpdate): void;
  /** Resolves with everything that was updated before the call; rejects when the host is of no use any more. */
  draw(placement: OverlayPlacement): Promise<OverlayImage>;
  dispose(): void;
};

/** A worker where there is one that can draw, else the main thread. */
export function createOverlayHost(): OverlayHost {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return createMainThreadHost();
  return createFailoverHost(createWorkerHost());
}

export function createMainThreadHost(): OverlayHost {
  const scene = new OverlayScene();
  return {
    update: (update) => scene.apply(update),
    draw(placement) {
      const canvas = document.createElement('canvas');
      canvas.width = placement.width;
      canvas.height = placement.height;
      const context = canvas.getContext('2d');
      if (!context) return Promise.reject(new Error('This browser has no 2d canvas.'));
      scene.draw(context, placement);
      return Promise.resolve({
        source: canvas,
        close() {
          canvas.width = 0;
          canvas.height = 0;
        },
      });
    },
    dispose: () => scene.apply({ isReset: true, lesions: [], removed: [], hidden: [], order: null }),
  };
}

function createWorkerHost(): OverlayHost {
  const worker = new Worker(new URL('./overlay.worker.ts', import.meta.url), { type: 'module', name: 'overlay' });
  const waiting = new Map<number, { resolve: (image: OverlayImage) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let failure: Error | null = null;
  function fail(error: Error): void {
    failure = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
  const post = (message: ToOverlayWorker, transfer: Transferable[]): void => worker.postMessage(message, transfer);
  worker.onmessage = ({ data }: MessageEvent<FromOverlayWorker>) => {
    const { requestId, bitmap, slot } = data;
    const request = waiting.get(requestId);
    waiting.delete(requestId);
    const close = (): void => {
      bitmap.close();
      if (slot !== null && failure === null) post({ type: 'release', slot }, []);
    };
    if (request) request.resolve({ source: bitmap, close });
    else close();
  };
  worker.onerror = (event) => fail(new Error(event.message || 'The overlay worker could not be started.'));
  return {
    update({ lesions, ...rest }) {
      const packed = packLesions(lesions);
      post({ type: 'update', lesions: packed, ...rest }, packedBuffers(packed));
    },
    draw(placement) {
      if (failure) return Promise.reject(failure);
      const requestId = ++lastId;
      post({ type: 'draw', requestId, placement }, []);
      return new Promise((resolve, reject) => waiting.set(requestId, { resolve, reject }));
    },
    dispose() {
      fail(new Error('The overlay was closed.'));
      worker.terminate();
    },
  };
}

/** Keeps what was drawn last, so that the main thread can go on where a worker died. */
export function createFailoverHost(worker: OverlayHost): OverlayHost {
  let host = worker;
  let isDisposed = false;
  const log: OverlayUpdate[] = [];
  function takeOver(): void {
    host = createMainThreadHost();
    for (const update of log.splice(0)) host.update(update);
    worker.dispose();
  }
  return {
    update(update) {
      if (host === worker) remember(log, update);
      host.update(update);
    },
    async draw(placement) {
      const asked = host;
      try {
        return await asked.draw(placement);
      } catch (error) {
        if (asked !== worker || isDisposed) throw error;
        // Of several drawings that were under way only the first finds the worker still in place.
        if (host === worker) takeOver();
        return host.draw(placement);
      }
    },
    dispose() {
      isDisposed = true;
      host.dispose();
    },
  };
}

/** The updates that rebuild the scene: everything since the last reset. The lesions are shared, not copied. */
function remember(log: OverlayUpdate[], update: OverlayUpdate): void {
  if (update.isReset) log.length = 0;
  log.push(update);
}
