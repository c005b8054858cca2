import { describe, expect, it } from 'vitest';
import { square, testLesion } from '../test-support/lesions';
import { lesionPicture } from './lesion-shapes';
import { DEFAULT_LOOK } from './overlay-look';
import { createFailoverHost, type OverlayHost } from './overlay-host';
import { overlayLesion } from './overlay-pack';
import type { OverlayPlacement } from './overlay-placement';

const placement: OverlayPlacement = {
  viewport: { scale: 1, offsetX: 0, offsetY: 0 },
  pixelRatio: 1,
  ...{ left: 0, top: 0, width: 200, height: 200 },
  look: DEFAULT_LOOK,
};
const lesion = overlayLesion(lesionPicture(testLesion('a', square(50, 50, 100))));

/** A worker that dies while everything that it was asked for is under way. */
function dyingWorker(): OverlayHost & { die(): void; disposed: number } {
  const waiting: ((error: Error) => void)[] = [];
  const host = {
    disposed: 0,
    update: () => undefined,
    draw: () => new Promise<never>((_, reject) => waiting.push(reject)),
    dispose: () => void host.disposed++,
    die: () => waiting.splice(0).forEach((reject) => reject(new Error('the worker died'))),
  };
  return host;
}

describe('createFailoverHost', () => {
  it('draws on the main thread what a worker leaves behind, all of it when several drawings were under way', async () => {
    const worker = dyingWorker();
    const host = createFailoverHost(worker);
    host.update({ isReset: true, lesions: [lesion], removed: [], hidden: [], order: null });
    const drawings = [host.draw(placement), host.draw(placement), host.draw({ ...placement, left: 50 })];
    worker.die();
    const images = await Promise.all(drawings);
    expect(images.map(({ source }) => (source as HTMLCanvasElement).width)).toEqual([200, 200, 200]);
    expect(worker.disposed).toBe(1);
    await expect(host.draw(placement)).resolves.toBeDefined();
  });

  it('draws nothing more once it was closed', async () => {
    const worker = dyingWorker();
    const host = createFailoverHost(worker);
    const drawing = host.draw(placement);
    host.dispose();
    worker.die();
    await expect(drawing).rejects.toThrow('the worker died');
  });
});
