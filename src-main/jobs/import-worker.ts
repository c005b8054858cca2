import { parentPort } from 'node:worker_threads';
import type { DecodedBatch } from './decoded-batch';
import { decodeFile } from './decode-file';
import type { FromDecoder, ToDecoder } from './decoder';
import { joinBytes } from './join-bytes';

const port = parentPort;
if (!port) throw new Error('import-worker is started as a worker thread');
let current: AsyncGenerator<DecodedBatch> | null = null;
/** Nothing more of the current file is wanted; what was asked before is answered without reading on. */
let isStopped = false;

async function next(): Promise<FromDecoder> {
  try {
    const step = isStopped ? null : await current?.next();
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
    isStopped = false;
    return { type: 'end' };
  }
  if (message.type === 'open') current = decodeFile(message.file);
  return next();
}

function send(reply: FromDecoder): void {
  if (reply.type !== 'batch') return port!.postMessage(reply);
  const { batch, transfer } = joinBytes(reply.batch);
  port!.postMessage({ ...reply, batch }, transfer);
}

let turn: Promise<void> = Promise.resolve();
port.on('message', (message: ToDecoder) => {
  isStopped ||= message.type === 'stop';
  turn = turn.then(() => answer(message)).then(send);
});
