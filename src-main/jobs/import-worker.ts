import { parentPort } from 'node:worker_threads';
import type { DecodedBatch } from './decoded-batch';
import { decodeFile } from './decode-file';
import type { FromDecoder, ToDecoder } from './decoder';

const port = parentPort;
if (!port) throw new Error('import-worker is started as a worker thread');
let current: AsyncGenerator<DecodedBatch> | null = null;

async function next(): Promise<FromDecoder> {
  try {
    const step = await current?.next();
    return step && !step.done ? { type: 'batch', batch: step.value } : { type: 'end' };
  } catch (error) {
    return {
      type: 'failed',
      code: (error as NodeJS.ErrnoException).code ?? 'unreadable',
      message: (error as Error).message,
    };
  }
}

async function answer(message: ToDecoder): Promise<FromDecoder> {
  if (message.type === 'stop') {
    await current?.return(undefined);
    current = null;
    return { type: 'end' };
  }
  if (message.type === 'open') current = decodeFile(message.file);
  return next();
}

port.on('message', (message: ToDecoder) => {
  void answer(message).then((reply) => port.postMessage(reply));
});
