import { Worker } from 'node:worker_threads';
import type { DecodedBatch, FileToDecode } from './decoded-batch';
import { decodeFile } from './decode-file';
import { fromPort, type PortBatch } from './port-batch';

/** Decodes files one at a time, batch by batch, a few batches ahead of its reader at most. */
export type Decoder = {
  /**
   * Leaving the loop early stops the decoding. `following`: what will probably be decoded next.
   * @throws the file system's error when the file cannot be read; an Error while another file is being decoded.
   */
  decode(file: FileToDecode, following?: FileToDecode): AsyncIterable<DecodedBatch>;
  /** Nothing will be decoded for a while: gives back what only decoding needs. Not while a file is being decoded. */
  rest(): Promise<void>;
  close(): Promise<void>;
};

/** Decodes on the calling thread: for tests, and where no thread can be had. */
export const inProcessDecoder = (): Decoder => ({
  decode: oneAtATime(decodeFile),
  rest: () => Promise.resolve(),
  close: () => Promise.resolve(),
});

type Decode = Decoder['decode'];

/** Refuses to open a file while another is being decoded: a thread has one place to put its answer, and would hang. */
function oneAtATime(decode: Decode): Decode {
  let isBusy = false;
  return async function* (file, following) {
    if (isBusy) throw new Error(`${file.path} cannot be decoded while another file is being decoded`);
    isBusy = true;
    try {
      yield* decode(file, following);
    } finally {
      isBusy = false;
    }
  };
}

export type ToDecoder =
  { readonly type: 'open'; readonly file: FileToDecode } | { readonly type: 'next' } | { readonly type: 'stop' };
export type FromDecoder =
  | { readonly type: 'batch'; readonly batch: PortBatch }
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

/** Batches that are made ahead of the reader: fewer, and each side waits for the other more than it works. */
const AHEAD = 8;

/** One worker thread; it answers its questions in their order. */
type Thread = { isOver(): boolean; ask(message: ToDecoder): Promise<FromDecoder>; end(): Promise<void> };

function startThread(workerFile: string): Thread {
  const worker = new Worker(workerFile);
  const asked: { resolve(message: FromDecoder): void; reject(error: Error): void }[] = [];
  let failure: Error | null = null;
  const fail = (why: string): void => {
    failure ??= new DecodeError('worker_ended', `reading it ended the reader (${why})`);
    for (const { reject } of asked.splice(0)) reject(failure);
  };
  worker.on('message', (message: FromDecoder) => asked.shift()?.resolve(message));
  worker.on('error', (error) => fail(error.message));
  worker.on('exit', (code) => fail(`exit code ${code}`));
  return {
    isOver: () => failure !== null,
    ask: (message) => {
      if (failure) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        asked.push({ resolve, reject });
        worker.postMessage(message);
      });
    },
    end: async () => {
      worker.removeAllListeners('exit');
      await worker.terminate();
    },
  };
}

/** A file that a thread reads: its answers to come, in order. Another thread would know nothing of it. */
type Reading = {
  readonly file: FileToDecode;
  readonly thread: Thread;
  readonly ahead: Promise<FromDecoder>[];
  isEnded: boolean;
};

/** Batches of a file that are made before the one in front of it is written: what tells that it is known, and a little. */
const PREPARED = 3;

/**
 * Decodes in a worker thread; the next batches, and the first ones of the next file, are made while the reader writes
 * the last one. A file that ends the thread fails alone: the next one gets a new thread.
 */
export function spawnDecoder(workerFile: string): Decoder {
  let thread: Thread | null = startThread(workerFile);
  let prepared: Reading | null = null;

  const running = (): Thread => {
    if (!thread || thread.isOver()) thread = startThread(workerFile);
    return thread;
  };

  const ask = ({ thread: asked, ahead }: Reading, message: ToDecoder): void => {
    const answer = asked.ask(message);
    answer.catch(() => undefined); // awaited in its turn, or dropped when the reading ends early
    ahead.push(answer);
  };
  const open = (file: FileToDecode): Reading => {
    const reading = { file, thread: running(), ahead: [], isEnded: false };
    ask(reading, { type: 'open', file });
    return reading;
  };
  const stop = async (reading: Reading): Promise<void> => {
    if (!reading.isEnded && !reading.thread.isOver()) ask(reading, { type: 'stop' });
    await Promise.allSettled(reading.ahead); // what was asked beyond the end is answered before another file is opened
  };
  const dropPrepared = async (): Promise<void> => {
    const dropped = prepared;
    prepared = null;
    if (dropped) await stop(dropped);
  };
  const prepare = (file: FileToDecode): void => {
    prepared = open(file);
    for (let count = 0; count < PREPARED; count++) ask(prepared, { type: 'next' });
  };
  const startOf = async (file: FileToDecode): Promise<Reading> => {
    const ready = prepared;
    if (ready?.file.path === file.path && !file.conflicting) {
      prepared = null;
      return ready;
    }
    await dropPrepared();
    return open(file);
  };

  async function* decode(file: FileToDecode, following?: FileToDecode): AsyncGenerator<DecodedBatch> {
    const reading = await startOf(file);
    const { ahead } = reading;
    /** Nothing more is asked of a file that has ended: the answer would be the next one's. */
    const watch = (answer: Promise<FromDecoder>): void =>
      void answer.then(
        ({ type }) => {
          if (type === 'batch' || reading.isEnded) return;
          reading.isEnded = true;
          if (following) prepare(following);
        },
        () => (reading.isEnded = true),
      );
    ahead.forEach(watch);
    let isTaken = false;
    try {
      for (let taken = 0; ; taken++) {
        // Little at first: the first batch often tells that the file is known, and a small file has no more than a few.
        while (!reading.isEnded && ahead.length < Math.min(AHEAD, taken + 1)) {
          ask(reading, { type: 'next' });
          watch(ahead.at(-1)!);
        }
        const message = await ahead.shift()!;
        if (message.type !== 'batch') isTaken = true;
        if (message.type === 'failed') throw new DecodeError(message.code, message.message);
        if (message.type === 'end') return;
        yield fromPort(message.batch);
      }
    } finally {
      if (!isTaken) await dropPrepared();
      await stop(reading);
    }
  }

  /** A thread keeps a heap as large as its largest file needed; the next decoding starts another one. */
  const rest = async (): Promise<void> => {
    await dropPrepared();
    const ended = thread;
    thread = null;
    await ended?.end();
  };

  return { decode: oneAtATime(decode), rest, close: rest };
}
