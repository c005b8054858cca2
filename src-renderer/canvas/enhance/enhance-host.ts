import {
  transfersOf,
  type EnhanceAnswer,
  type EnhanceAnswers,
  type EnhanceTask,
  type EnhanceTaskOf,
  type FromEnhanceWorker,
  type ToEnhanceWorker,
} from './enhance-protocol';
import { Enhancer } from './enhancer';

/** Where pixels are worked on: a worker, or the main thread with the same code. The task's bitmap and buffers are given away. */
export type EnhanceHost = {
  run<Type extends EnhanceTask['type']>(task: EnhanceTaskOf<Type>): Promise<EnhanceAnswers[Type]>;
  /** Ends what is under way: it is rejected. */
  dispose(): void;
};

export function createEnhanceHost(): EnhanceHost {
  return typeof Worker === 'undefined' ? createMainThreadHost() : createWorkerHost();
}

function createMainThreadHost(): EnhanceHost {
  const enhancer = new Enhancer();
  const run = (task: EnhanceTask): Promise<EnhanceAnswer> => enhancer.run(task);
  return { run: run as EnhanceHost['run'], dispose: () => undefined };
}

type Waiting = { readonly resolve: (answer: EnhanceAnswer) => void; readonly reject: (error: Error) => void };

function createWorkerHost(): EnhanceHost {
  const worker = new Worker(new URL('./enhance.worker.ts', import.meta.url), { type: 'module', name: 'enhance' });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.onmessage = ({ data }: MessageEvent<FromEnhanceWorker>) => {
    const request = waiting.get(data.requestId);
    waiting.delete(data.requestId);
    if ('failure' in data) request?.reject(new Error(data.failure));
    else if (request) request.resolve(data.answer);
    else if (data.answer instanceof ImageBitmap) data.answer.close();
  };
  worker.onerror = ({ message }) => fail(new Error(message || 'The worker for image views could not be started.'));
  const run = (task: EnhanceTask): Promise<EnhanceAnswer> => {
    if (failure) {
      task.bitmap?.close();
      return Promise.reject(failure);
    }
    const message: ToEnhanceWorker = { requestId: ++lastId, task };
    worker.postMessage(message, transfersOf(task));
    return new Promise((resolve, reject) => waiting.set(message.requestId, { resolve, reject }));
  };
  return {
    run: run as EnhanceHost['run'],
    dispose() {
      fail(new Error('The image views were closed.'));
      worker.terminate();
    },
  };
}
