import { CanvasPool } from './canvas-pool';
import { unpackLesions } from './overlay-pack';
import type { OverlayPlacement } from './overlay-placement';
import type { FromOverlayWorker, ToOverlayWorker } from './overlay-protocol';
import { OverlayScene } from './overlay-scene';

// The DOM library types `self` as a window; this is the part of a worker's scope that is used here.
type WorkerScope = {
  onmessage: ((event: MessageEvent<ToOverlayWorker>) => void) | null;
  postMessage(message: FromOverlayWorker, transfer: Transferable[]): void;
};

const scope = self as unknown as WorkerScope;
const scene = new OverlayScene();
const pool = new CanvasPool((width, height) => new OffscreenCanvas(width, height));
const spare = new OffscreenCanvas(1, 1);

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case 'update':
      return scene.apply({ ...data, lesions: unpackLesions(data.lesions) });
    case 'draw':
      draw(data.requestId, data.placement).catch(fail);
      return;
    case 'release':
      return pool.give(data.slot);
  }
};

async function draw(requestId: number, placement: OverlayPlacement): Promise<void> {
  const { width, height } = placement;
  const kept = pool.take(width, height);
  const canvas = kept?.canvas ?? spare;
  if (!kept) {
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
  }
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This worker has no 2d context.');
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  scene.draw(context, placement);
  context.restore();
  // A bitmap made from a kept canvas shares its memory for as long as nothing else is drawn there.
  const bitmap = kept ? await createImageBitmap(canvas) : canvas.transferToImageBitmap();
  scope.postMessage({ requestId, bitmap, slot: kept?.slot ?? null }, [bitmap]);
}

/** As an error of the worker, so that the main thread goes on in its place. */
function fail(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
