import { parentPort } from 'node:worker_threads';
import type { DecodedBatch } from './decoded-batch';
import { decodeFile } from './decode-file';
import type { FromDecoder, ToDecoder } from './decoder';
import { toPort, transferOf } from './port-batch';

const port = parentPort;
if (!port) throw new Error('import-worker is started as a worker thread');
let current: AsyncGenerator<DecodedBatch> | null = null;
/** Nothing more of the current file is wanted; what was asked before is answered without reading on. */
let isStopped = false;

async function next(): Promise<FromDecoder> {
  try {
    const step = isStopped ? null : await current?.next();
    return step && !step.done ? { type: 'batch', batch: toPort(step.value) } : { type: 'end' };
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
    isStopped = false;
    return { type: 'end' };
  }
  if (message.type === 'open') current = decodeFile(message.file);
  return next();
}

const send = (reply: FromDecoder): void =>
  port.postMessage(reply, reply.type === 'batch' ? transferOf(reply.batch) : []);

let turn: Promise<void> = Promise.resolve();
port.on('message', (message: ToDecoder) => {
  isStopped ||= message.type === 'stop';
  turn = turn.then(() => answer(message)).then(send);
});
