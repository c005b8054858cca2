import { unpackLesions } from './overlay-pack';
import type { FromOverlayWorker, ToOverlayWorker } from './overlay-protocol';
import { OverlayScene } from './overlay-scene';

// The DOM library types `self` as a window; this is the part of a worker's scope that is used here.
type WorkerScope = {
  onmessage: ((event: MessageEvent<ToOverlayWorker>) => void) | null;
  postMessage(message: FromOverlayWorker, transfer: Transferable[]): void;
};

const scope = self as unknown as WorkerScope;
const scene = new OverlayScene();
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d');

scope.onmessage = ({ data }) => {
  if (data.type === 'update') {
    scene.apply({ ...data, lesions: unpackLesions(data.lesions) });
    return;
  }
  if (!context) throw new Error('This worker has no 2d context.');
  const { width, height } = data.placement;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  scene.draw(context, data.placement);
  const bitmap = canvas.transferToImageBitmap();
  scope.postMessage({ requestId: data.requestId, bitmap }, [bitmap]);
};
