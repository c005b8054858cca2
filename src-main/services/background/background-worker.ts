import { parentPort, workerData } from 'node:worker_threads';
import { failure } from '../core/dispatch';
import { runBackground } from './run-background';
import type { BackgroundMessage, BackgroundTask } from './background';

const { task, stop } = workerData as { task: BackgroundTask; stop: Int32Array };
const post = (message: BackgroundMessage): void => parentPort?.postMessage(message);

try {
  const value = await runBackground(
    task,
    (phase, done, total) => post({ type: 'progress', phase, done, total }),
    () => Atomics.load(stop, 0) === 1,
  );
  post({ type: 'done', value });
} catch (error) {
  post({ type: 'failed', error: failure(error, (text) => process.stderr.write(`${text}\n`)).error });
}
