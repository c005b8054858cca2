import { parentPort, workerData } from 'node:worker_threads';
import { failure } from '../core/dispatch';
import { loadClipper } from './clipper';
import { createGeometryEngine } from './engine';
import type { FromGeometry, ToGeometry } from './geometry-messages';
import { runTask } from './run-task';

const { wasmFile } = workerData as { wasmFile: string };
const engine = loadClipper(wasmFile).then(createGeometryEngine);
engine.catch(() => undefined); // every task is answered with it

async function answer({ id, task }: ToGeometry): Promise<FromGeometry> {
  try {
    return { id, ok: true, value: runTask(await engine, task) };
  } catch (error) {
    return { id, ok: false, error: failure(error, (text) => process.stderr.write(`${text}\n`)).error };
  }
}

parentPort?.on('message', (message: ToGeometry) => void answer(message).then((one) => parentPort?.postMessage(one)));
