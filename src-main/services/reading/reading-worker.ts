import { parentPort } from 'node:worker_threads';
import { failure } from '../core/dispatch';
import { createReadingHandle } from './reading-handle';
import type { FromReading, ToReading } from './reading-messages';

const handle = createReadingHandle();

function answer(message: ToReading): FromReading {
  const { id } = message;
  try {
    if (message.type === 'read')
      return { id, ok: true, value: handle.read(message.path, message.name, message.input as never) };
    handle.close();
    return { id, ok: true, value: null };
  } catch (error) {
    return { id, ok: false, error: failure(error, (text) => process.stderr.write(`${text}\n`)).error };
  }
}

parentPort?.on('message', (message: ToReading) => parentPort?.postMessage(answer(message)));
