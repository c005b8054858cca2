import { Worker } from 'node:worker_threads';
import type { GeometryResult, GeometryTask } from '#shared/contract/geometry';
import { MaculeError } from '#shared/domain/error';
import { loadClipper } from './clipper';
import { createGeometryEngine } from './engine';
import type { FromGeometry, ToGeometry } from './geometry-messages';
import { runTask } from './run-task';

/** The geometry engine as services see it: WebAssembly in a thread of its own. */
export type Geometry = {
  /** @throws MaculeError geometry_unavailable, geometry_failed, invalid_input. */
  run(task: GeometryTask): Promise<GeometryResult>;
  end(): Promise<void>;
};

/** The name of the WebAssembly file, which the build puts beside its code. */
export const WASM_FILE = 'clipper2z.wasm';
const TIME_LIMIT_MS = 20_000;

/** On the calling thread: for tests. */
export function inProcessGeometry(wasmFile: string): Geometry {
  const engine = loadClipper(wasmFile).then(createGeometryEngine);
  engine.catch(() => undefined); // every task is answered with it
  return { run: async (task) => runTask(await engine, task), end: async () => undefined };
}

type Waiting = {
  readonly timer: ReturnType<typeof setTimeout>;
  resolve(value: GeometryResult): void;
  reject(error: MaculeError): void;
};

/** Starts the thread at the first task; one that broke, or took too long, is started anew at the next. */
export function spawnGeometry(
  files: { readonly worker: string; readonly wasm: string },
  timeLimitMs = TIME_LIMIT_MS,
): Geometry {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let worker: Worker | null = null;

  const rejectAll = (error: MaculeError): void => {
    for (const { timer, reject } of waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    waiting.clear();
  };
  const settle = (message: FromGeometry): void => {
    const asked = waiting.get(message.id);
    if (!asked) return;
    waiting.delete(message.id);
    clearTimeout(asked.timer);
    if (message.ok) asked.resolve(message.value);
    else asked.reject(new MaculeError(message.error.code, message.error.message, message.error.details));
  };
  const start = (): Worker => {
    const started = new Worker(files.worker, { workerData: { wasmFile: files.wasm } });
    started.on('message', settle);
    started.on('error', (error) => process.stderr.write(`geometry: ${error.stack ?? error.message}\n`));
    started.on('exit', () => {
      if (worker !== started) return;
      worker = null;
      rejectAll(new MaculeError('geometry_failed', 'The geometry engine stopped. Nothing was changed. Try it again.'));
    });
    return started;
  };
  const giveUp = (): void => {
    const stuck = worker;
    worker = null;
    rejectAll(
      new MaculeError(
        'geometry_failed',
        `The outline was not worked out within ${timeLimitMs / 1000} seconds, so it was given up. Nothing was changed.`,
      ),
    );
    void stuck?.terminate();
  };

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const id = ++lastId;
        waiting.set(id, { resolve, reject, timer: setTimeout(giveUp, timeLimitMs) });
        worker.postMessage({ id, task } satisfies ToGeometry);
      }),
    end: async () => {
      rejectAll(new MaculeError('cancelled', 'Macule is closing.'));
      await worker?.terminate();
    },
  };
}
