import { Worker } from 'node:worker_threads';
import type { HandlerInput, Output } from '#shared/contract/contract';
import { MaculeError } from '#shared/domain/error';
import type { ReadName } from './answer-read';
import { createReadingHandle } from './reading-handle';
import type { FromReading, ToReading } from './reading-messages';

/**
 * A thread that answers the reads which walk the whole project, on a read-only handle of its own. What was committed before
 * a question is asked is in its answer.
 */
export type Reading = {
  ask<Name extends ReadName>(path: string, name: Name, input: HandlerInput<Name>): Promise<Output<Name>>;
  /** Lets go of the project; resolves when its handle is closed. */
  close(): Promise<void>;
  end(): Promise<void>;
};

/** Reads on the calling thread: for tests, and where no thread can be had. */
export function inProcessReading(): Reading {
  const handle = createReadingHandle();
  return {
    ask: async (path, name, input) => handle.read(path, name, input),
    close: async () => handle.close(),
    end: async () => handle.close(),
  };
}

type Waiting = { resolve(value: never): void; reject(error: Error): void };
type Question = ToReading extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never;

/** Starts the thread at once, so that it is warm when the first project is opened; one that broke is started anew. */
export function spawnReading(workerFile: string): Reading {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let worker: Worker | null = null;

  const start = (): Worker => {
    const started = new Worker(workerFile);
    started.on('message', (message: FromReading) => {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.ok) asked?.resolve(message.value as never);
      else asked?.reject(new MaculeError(message.error.code, message.error.message, message.error.details));
    });
    started.on('error', (error) => process.stderr.write(`reading: ${error.stack ?? error.message}\n`));
    started.on('exit', () => {
      if (worker === started) worker = null;
      for (const { reject } of waiting.values())
        reject(new MaculeError('internal', 'The list could not be read. Try again; the log has the details.'));
      waiting.clear();
    });
    return started;
  };
  const send = (message: Question): Promise<never> =>
    new Promise<never>((resolve, reject) => {
      worker ??= start();
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...message, id } satisfies ToReading);
    });
  worker = start();

  return {
    ask: (path, name, input) => send({ type: 'read', path, name, input }),
    close: () => send({ type: 'close' }),
    end: async () => {
      await worker?.terminate();
    },
  };
}
