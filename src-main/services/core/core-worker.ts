import { parentPort, workerData } from 'node:worker_threads';
import { spawnDecoder } from '#main/jobs/decoder';
import { builtWorker } from '../core-client';
import { spawnReading } from '../reading/reading';
import { spawnGeometry, WASM_FILE } from '../geometry/geometry';
import { createCore } from './core';
import type { FromCore, ToCore } from './core-messages';
import { failure } from './dispatch';
import { configFolder, dataFolder } from './user-folders';

const port = parentPort;
if (!port) throw new Error('core-worker is started as a worker thread');
const post = (message: FromCore): void => port.postMessage(message);
const { host } = workerData as { host: 'electron' | 'web' | 'cli' };

const core = createCore({
  host: host === 'electron' ? 'electron' : 'web',
  configFolder: configFolder(),
  dataFolder: dataFolder(),
  decoder: () => spawnDecoder(builtWorker('import-worker.js')),
  reading: () => spawnReading(builtWorker('reading-worker.js')),
  geometry: spawnGeometry({ worker: builtWorker('geometry-worker.js'), wasm: builtWorker(WASM_FILE) }),
  backgroundWorker: builtWorker('background-worker.js'),
  notify: (name, payload) => post({ type: 'notice', name, payload }),
  log: (text) => process.stderr.write(`${text}\n`),
});

async function answer(message: ToCore): Promise<unknown> {
  switch (message.type) {
    case 'call':
      return core.call(message.method, message.input);
    case 'media':
      return core.media(message.photoId, message.variant);
    case 'close':
      return core.close();
  }
}

port.on('message', (message: ToCore) => {
  answer(message)
    .then((value) => post({ type: 'answer', id: message.id, value }))
    .catch((error: unknown) => {
      const { error: refused } = failure(error, (text) => process.stderr.write(`${text}\n`)); // or a value that cannot be sent
      post({
        type: 'answer',
        id: message.id,
        value: message.type === 'call' ? { ok: false, error: refused } : undefined,
      });
    });
});
post({ type: 'ready' });
