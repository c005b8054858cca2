import { decodePhoto } from './decode-photo';
import type { FromPhotoWorker, ToPhotoWorker } from './photo-protocol';
import type { Picture } from './picture';

/** `levels`: with the halved sizes. `url` is absolute. */
export type PhotoHostRequest = { readonly url: string; readonly levels: boolean };

/** Where photos are decoded: a worker, or the main thread with the same code. */
export type PhotoHost = {
  /** Rejects when the photo cannot be shown; an aborted load rejects too, and its bitmaps are closed. */
  load(request: PhotoHostRequest, signal: AbortSignal): Promise<Picture>;
  dispose(): void;
};

export function createPhotoHost(): PhotoHost {
  return typeof Worker === 'undefined' ? createMainThreadPhotoHost() : new WorkerPhotoHost();
}

export function createMainThreadPhotoHost(): PhotoHost {
  return {
    load: async (request, signal) => toPicture(await decodePhoto(request, signal)),
    dispose: () => undefined,
  };
}

type Waiting = { readonly resolve: (picture: Picture) => void; readonly reject: (error: Error) => void };

class WorkerLostError extends Error {}

/** Decodes in a worker; where that cannot be started, on the main thread. */
class WorkerPhotoHost implements PhotoHost {
  private readonly worker = new Worker(new URL('./photo.worker.ts', import.meta.url), {
    type: 'module',
    name: 'photo',
  });
  private readonly waiting = new Map<number, Waiting>();
  private readonly spare = createMainThreadPhotoHost();
  private lastId = 0;
  private isLost = false;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<FromPhotoWorker>) => this.receive(data);
    this.worker.onerror = ({ message }) => {
      this.isLost = true;
      for (const requestId of [...this.waiting.keys()]) this.take(requestId)?.reject(new WorkerLostError(message));
    };
  }

  async load(request: PhotoHostRequest, signal: AbortSignal): Promise<Picture> {
    signal.throwIfAborted();
    if (this.isLost) return this.spare.load(request, signal);
    try {
      return await this.loadInWorker(request, signal);
    } catch (error) {
      if (error instanceof WorkerLostError) return this.spare.load(request, signal);
      throw error;
    }
  }

  dispose(): void {
    this.worker.terminate();
  }

  private loadInWorker(request: PhotoHostRequest, signal: AbortSignal): Promise<Picture> {
    const requestId = ++this.lastId;
    const cancel = (): void => {
      this.take(requestId)?.reject(new Error('The photo is no longer wanted.'));
      this.post({ type: 'cancel', requestId });
    };
    signal.addEventListener('abort', cancel, { once: true });
    this.post({ type: 'load', requestId, ...request });
    return new Promise((resolve, reject) => this.waiting.set(requestId, { resolve, reject }));
  }

  private receive(answer: FromPhotoWorker): void {
    const request = this.take(answer.requestId);
    if (answer.type === 'failed') request?.reject(new Error(answer.message));
    else if (request) request.resolve(toPicture(answer.bitmaps));
    else for (const bitmap of answer.bitmaps) bitmap.close();
  }

  private take(requestId: number): Waiting | undefined {
    const request = this.waiting.get(requestId);
    this.waiting.delete(requestId);
    return request;
  }

  private post(message: ToPhotoWorker): void {
    this.worker.postMessage(message);
  }
}

function toPicture(bitmaps: readonly ImageBitmap[]): Picture {
  return {
    levels: bitmaps.map((bitmap) => ({ source: bitmap, width: bitmap.width, height: bitmap.height })),
    close: () => {
      for (const bitmap of bitmaps) bitmap.close();
    },
  };
}
