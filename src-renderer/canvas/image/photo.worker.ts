import { decodePhoto } from './decode-photo';
import type { FromPhotoWorker, PhotoRequest, ToPhotoWorker } from './photo-protocol';

// The DOM library types `self` as a window; this is the part of a worker's scope that is used here.
type WorkerScope = {
  onmessage: ((event: MessageEvent<ToPhotoWorker>) => void) | null;
  postMessage(message: FromPhotoWorker, transfer: Transferable[]): void;
};

const scope = self as unknown as WorkerScope;
const running = new Map<number, AbortController>();

scope.onmessage = ({ data }) => {
  if (data.type === 'cancel') running.get(data.requestId)?.abort();
  else void load(data);
};

async function load(request: PhotoRequest): Promise<void> {
  const { requestId } = request;
  const controller = new AbortController();
  running.set(requestId, controller);
  try {
    const bitmaps = await decodePhoto(request, controller.signal);
    scope.postMessage({ type: 'loaded', requestId, bitmaps }, bitmaps);
  } catch (error) {
    if (!controller.signal.aborted) scope.postMessage({ type: 'failed', requestId, message: String(error) }, []);
  } finally {
    running.delete(requestId);
  }
}
