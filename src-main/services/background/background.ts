import { Worker } from 'node:worker_threads';
import type { ExportOptions } from '#shared/contract/export';
import type { SaveFindings } from '#shared/contract/ingest';
import { MaculeError, type ErrorAnswer } from '#shared/domain/error';
import type { JobContext } from '#main/jobs/job';

/** Long work that writes nothing to a project: it gets a thread of its own and, where it reads one, a read-only handle. */
export type BackgroundTask =
  | { readonly task: 'verify'; readonly path: string }
  | { readonly task: 'previewExport'; readonly path: string; readonly options: ExportOptions }
  | {
      readonly task: 'export';
      readonly path: string;
      readonly options: ExportOptions & { dir: string; force: boolean };
    }
  | { readonly task: 'checkRoots'; readonly path: string }
  | {
      readonly task: 'searchMoved';
      readonly path: string;
      readonly wanted: { readonly rootId: number | null; readonly folder: string };
    }
  | { readonly task: 'saveFindings'; readonly path: string; readonly wanted: SaveFindings }
  | { readonly task: 'drawSample'; readonly outDir: string };
export type RunInBackground = (task: BackgroundTask, context: JobContext) => Promise<unknown>;

export type BackgroundMessage =
  | { readonly type: 'progress'; readonly phase: string; readonly done: number; readonly total: number | null }
  | { readonly type: 'done'; readonly value: unknown }
  | { readonly type: 'failed'; readonly error: ErrorAnswer };

/** Background work in worker threads; cancelling sets a shared flag that the work looks at between its steps. */
export function createBackground(workerFile: string): RunInBackground {
  return (task, { signal, progress }) =>
    new Promise((resolve, reject) => {
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const worker = new Worker(workerFile, { workerData: { task, stop } });
      const abort = (): void => void Atomics.store(stop, 0, 1);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      worker.on('message', (message: BackgroundMessage) => {
        if (message.type === 'progress') progress(message);
        else if (message.type === 'done') resolve(message.value);
        else reject(new MaculeError(message.error.code, message.error.message, message.error.details));
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        signal.removeEventListener('abort', abort);
        reject(new MaculeError('internal', 'The worker ended without an answer. Try again.')); // no effect once settled
      });
    });
}
