import { parentPort, workerData } from 'node:worker_threads';
import { failure } from '../core/dispatch';
import { runLongRead } from './run-long-read';
import type { LongReadMessage, LongReadTask } from './long-read';

const { task, stop } = workerData as { task: LongReadTask; stop: Int32Array };
const post = (message: LongReadMessage): void => parentPort?.postMessage(message);

try {
  const value = runLongRead(
    task,
    (phase, done, total) => post({ type: 'progress', phase, done, total }),
    () => Atomics.load(stop, 0) === 1,
  );
  post({ type: 'done', value });
} catch (error) {
  const answer = failure(error, (text) => process.stderr.write(`${text}\n`));
  if (!answer.ok) post({ type: 'failed', error: answer.error });
}
