import type { FromEnhanceWorker, ToEnhanceWorker } from './enhance-protocol';
import { Enhancer } from './enhancer';

// The DOM library types `self` as a window; this is the part of a worker's scope that is used here.
type WorkerScope = {
  onmessage: ((event: MessageEvent<ToEnhanceWorker>) => void) | null;
  postMessage(message: FromEnhanceWorker, transfer: Transferable[]): void;
};

const scope = self as unknown as WorkerScope;
const enhancer = new Enhancer();

scope.onmessage = ({ data }) => void answer(data);

async function answer({ requestId, task }: ToEnhanceWorker): Promise<void> {
  try {
    const answer = await enhancer.run(task);
    scope.postMessage({ requestId, answer }, answer instanceof ImageBitmap ? [answer] : []);
  } catch (error) {
    scope.postMessage({ requestId, failure: error instanceof Error ? error.message : String(error) }, []);
  }
}
