import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Job } from '#shared/contract/jobs';
import type { NoticeName } from '#shared/contract/notices';
import type { Answer } from '#shared/domain/error';
import type { FromCore, ToCore } from './core/core-messages';

export type MediaAnswer = {
  status: 200 | 404 | 415 | 422;
  contentType: string;
  bytes: Uint8Array;
  etag: string | null;
};

/** The core as a host sees it: contract calls, photo bytes, notices. */
export type CoreClient = {
  /** Validates and runs a contract method in the core worker. Never rejects. */
  call(name: string, input: unknown): Promise<Answer<unknown>>;
  /** Photo bytes by opaque id; variants: thumb, preview, full. */
  media(photoId: string, variant: string): Promise<MediaAnswer>;
  onNotice(listener: (name: NoticeName, payload: unknown) => void): () => void;
  /** Called once when the worker ended without being asked to: from then on every call is refused in words. */
  onLost(listener: () => void): void;
  /** Stops jobs, checkpoints and closes the project, ends the worker. */
  close(): Promise<void>;
};

/** The path of a built worker: beside this file, or one up when this code was put into a shared chunk. */
export function builtWorker(name: string): string {
  const here = import.meta.dirname;
  const beside = join(here, name);
  return existsSync(beside) ? beside : join(here, '..', name);
}

type Pending = { resolve(value: never): void; fallback: unknown };
/** What a caller is told once nothing can be kept any more. */
const lost = (what: string): Answer<never> => ({
  ok: false,
  error: {
    code: 'internal',
    message: `${what} Decisions that were shown as saved are saved. Start Macule again.`,
    details: {},
  },
});
/** Long works end with the core that did them; without this they would look as if they went on for ever. */
const ENDED_WITH_CORE =
  'The part of Macule that keeps decisions has stopped, and this work with it. What it had finished is kept. Start Macule again, then start the work again.';
const NO_MEDIA: MediaAnswer = {
  status: 404,
  contentType: 'text/plain; charset=utf-8',
  bytes: new Uint8Array(),
  etag: null,
};

/** Starts the core in its worker thread; `file`: another program in its place. */
export function startCore(
  options: { host: 'electron' | 'web' | 'cli' },
  file: string | URL = builtWorker('core-worker.js'),
): Promise<CoreClient> {
  const worker = new Worker(file, { workerData: options });
  const pending = new Map<number, Pending>();
  const listeners = new Set<(name: NoticeName, payload: unknown) => void>();
  const running = new Map<string, Job>();
  let lastId = 0;
  let isOver = false;
  let isAskedToEnd = false;
  let tellLost = (): void => undefined;

  const settle = (id: number, value: unknown): void => {
    const waiting = pending.get(id);
    pending.delete(id);
    waiting?.resolve(value as never);
  };
  const notify = (name: NoticeName, payload: unknown): void => {
    for (const listener of listeners) listener(name, payload);
  };
  /** Passes news on, and remembers which works are under way. */
  const hear = (name: NoticeName, payload: unknown): void => {
    const job = name === 'job' ? (payload as Job) : null;
    if (job?.state === 'running') running.set(job.id, job);
    else if (job) running.delete(job.id);
    notify(name, payload);
  };
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    for (const id of [...pending.keys()]) settle(id, pending.get(id)?.fallback);
    if (isAskedToEnd) return;
    const error = { code: 'internal', message: ENDED_WITH_CORE };
    for (const job of running.values()) notify('job', { ...job, state: 'failed', etaMs: null, error } satisfies Job);
    tellLost();
  };
  const ask = <Value>(message: Record<string, unknown>, fallback: unknown): Promise<Value> => {
    if (isOver) return Promise.resolve(fallback as Value);
    const id = ++lastId;
    return new Promise<Value>((resolve) => {
      pending.set(id, { resolve: resolve as (value: never) => void, fallback });
      worker.postMessage({ ...message, id } as unknown as ToCore);
    });
  };

  const client: CoreClient = {
    call: (method, input) =>
      ask(
        { type: 'call', method, input },
        lost('The part of Macule that keeps decisions has stopped; nothing can be saved now.'),
      ),
    media: (photoId, variant) => ask({ type: 'media', photoId, variant }, NO_MEDIA),
    onNotice: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onLost: (listener) => {
      tellLost = listener;
    },
    close: async () => {
      isAskedToEnd = true;
      await ask({ type: 'close' }, undefined);
      await worker.terminate();
    },
  };

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromCore) => {
      if (message.type === 'ready') resolve(client);
      else if (message.type === 'answer') settle(message.id, message.value);
      else hear(message.name, message.payload);
    });
    worker.on('error', (error) => {
      process.stderr.write(`core: ${error.stack ?? error.message}\n`);
      reject(error); // the end comes with the exit: what was said before the crash can still arrive until then
    });
    worker.on('exit', (code) => {
      end();
      reject(new Error(`The core ended with code ${code} before it was ready.`)); // no effect once it was
    });
  });
}
