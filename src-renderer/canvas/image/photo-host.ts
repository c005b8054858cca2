import { decodePhoto } from './decode-photo';
import type { FromPhotoWorker, ToPhotoWorker } from './photo-protocol';
import type { Picture } from './picture';

/** Where photos are decoded: a worker, or the main thread with the same code. */
export type PhotoHost = {
  /** Rejects when the photo cannot be shown; an aborted load rejects too, and its bitmaps are closed. */
  load(request: { url: string; levels: boolean }, signal: AbortSignal): Promise<Picture>;
  dispose(): void;
};

export function createPhotoHost(): PhotoHost {
  return typeof Worker === 'undefined' ? createMainThreadPhotoHost() : createWorkerPhotoHost();
}

export function createMainThreadPhotoHost(): PhotoHost {
  return {
    load: async (request, signal) => toPicture(await decodePhoto(request, signal)),
    dispose: () => undefined,
  };
}

type Waiting = { resolve: (picture: Picture) => void; reject: (error: Error) => void };

function createWorkerPhotoHost(): PhotoHost {
  const worker = new Worker(new URL('./photo.worker.ts', import.meta.url), { type: 'module', name: 'photo' });
  const waiting = new Map<number, Waiting>();
  const spare = createMainThreadPhotoHost();
  let lastId = 0;
  let isDead = false;
  const post = (message: ToPhotoWorker): void => worker.postMessage(message);
  function settle(requestId: number): Waiting | undefined {
    const request = waiting.get(requestId);
    waiting.delete(requestId);
    return request;
  }
  worker.onmessage = ({ data }: MessageEvent<FromPhotoWorker>) => {
    const request = settle(data.requestId);
    if (data.type === 'failed') request?.reject(new Error(data.message));
    else if (request) request.resolve(toPicture(data.bitmaps));
    else for (const bitmap of data.bitmaps) bitmap.close();
  };
  worker.onerror = (event) => {
    isDead = true;
    for (const requestId of [...waiting.keys()]) settle(requestId)?.reject(new WorkerLostError(event.message));
  };
  async function loadInWorker(request: { url: string; levels: boolean }, signal: AbortSignal): Promise<Picture> {
    const requestId = ++lastId;
    signal.addEventListener('abort', () => {
      settle(requestId)?.reject(new Error('The photo is no longer wanted.'));
      post({ type: 'cancel', requestId });
    }, { once: true });
    post({ type: 'load', requestId, ...request });
    return new Promise((resolve, reject) => waiting.set(requestId, { resolve, reject }));
  }
  return {
    async load(request, signal) {
      signal.throwIfAborted();
      if (isDead) return spare.load(request, signal);
      try {
        return await loadInWorker(request, signal);
      } catch (error) {
        if (error instanceof WorkerLostError) return spare.load(request, signal);
        throw error;
      }
    },
    dispose: () => worker.terminate(),
  };
}

class WorkerLostError extends Error {}

function toPicture(bitmaps: readonly ImageBitmap[]): Picture {
  return {
    levels: bitmaps.map((bitmap) => ({ source: bitmap, width: bitmap.width, height: bitmap.height })),
    close: () => {
      for (const bitmap of bitmaps) bitmap.close();
    },
  };
}
