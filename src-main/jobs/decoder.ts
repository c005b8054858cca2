import { Worker } from 'node:worker_threads';
import type { DecodedBatch, FileToDecode } from './decoded-batch';
import { decodeFile } from './decode-file';

/** Decodes files one at a time, batch by batch, never more than one batch ahead of its reader. */
export type Decoder = {
  /**
   * Leaving the loop early stops the decoding.
   * @throws the file system's error when the file cannot be read; an Error while another file is being decoded.
   */
  decode(file: FileToDecode): AsyncIterable<DecodedBatch>;
  close(): Promise<void>;
};

/** Decodes on the calling thread: for tests, and where no thread can be had. */
export const inProcessDecoder = (): Decoder => ({ decode: oneAtATime(decodeFile), close: () => Promise.resolve() });

type Decode = Decoder['decode'];

/** Refuses to open a file while another is being decoded: a thread has one place to put its answer, and would hang. */
function oneAtATime(decode: Decode): Decode {
  let isBusy = false;
  return async function* (file) {
    if (isBusy) throw new Error(`${file.path} cannot be decoded while another file is being decoded`);
    isBusy = true;
    try {
      yield* decode(file);
    } finally {
      isBusy = false;
    }
  };
}

export type ToDecoder =
  { readonly type: 'open'; readonly file: FileToDecode } | { readonly type: 'next' } | { readonly type: 'stop' };
export type FromDecoder =
  | { readonly type: 'batch'; readonly batch: DecodedBatch }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

class DecodeError extends Error {
  override readonly name = 'DecodeError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** One worker thread and the one question that it is at. */
type Thread = { isOver(): boolean; ask(message: ToDecoder): Promise<FromDecoder>; end(): Promise<void> };

function startThread(workerFile: string): Thread {
  const worker = new Worker(workerFile);
  let settle: { resolve(message: FromDecoder): void; reject(error: Error): void } | null = null;
  let failure: Error | null = null;
  const fail = (why: string): void => {
    failure ??= new DecodeError('worker_ended', `reading it ended the reader (${why})`);
    settle?.reject(failure);
    settle = null;
  };
  worker.on('message', (message: FromDecoder) => {
    settle?.resolve(message);
    settle = null;
  });
  worker.on('error', (error) => fail(error.message));
  worker.on('exit', (code) => fail(`exit code ${code}`));
  return {
    isOver: () => failure !== null,
    ask: (message) => {
      if (failure) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
        worker.postMessage(message);
      });
    },
    end: async () => {
      worker.removeAllListeners('exit');
      await worker.terminate();
    },
  };
}

/**
 * Decodes in a worker thread; the next batch is made while the reader writes the last one. A file that ends the thread
 * fails alone: the next one gets a new thread.
 */
export function spawnDecoder(workerFile: string): Decoder {
  let thread = startThread(workerFile);
  const ask = (message: ToDecoder): Promise<FromDecoder> => thread.ask(message);

  async function* decode(file: FileToDecode): AsyncGenerator<DecodedBatch> {
    if (thread.isOver()) thread = startThread(workerFile);
    let ahead = ask({ type: 'open', file });
    let isEnded = false;
    try {
      for (;;) {
        const message = await ahead;
        if (message.type !== 'batch') isEnded = true;
        if (message.type === 'failed') throw new DecodeError(message.code, message.message);
        if (message.type === 'end') return;
        ahead = ask({ type: 'next' });
        ahead.catch(() => undefined); // awaited on the next turn, or dropped below
        yield message.batch;
      }
    } finally {
      if (!isEnded && !thread.isOver()) {
        await ahead.catch(() => undefined);
        await ask({ type: 'stop' });
      }
    }
  }

  return {
    decode: oneAtATime(decode),
    close: () => thread.end(),
  };
}
