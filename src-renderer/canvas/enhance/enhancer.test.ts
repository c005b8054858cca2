import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NEUTRAL_TONE, type ImageView } from '#shared/domain/image-view';
import type { BlockPlace } from './enhance-protocol';
import { Enhancer } from './enhancer';

/** A canvas on which every picture is half dark, half light: no browser draws here. */
const PLACE: BlockPlace = { width: 40, height: 40, originX: 0, originY: 0, stepX: 1, stepY: 1 };
const pixels = (): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: 4 * 40 * 40 }, (_, at) =>
    at % 4 === 3 ? 255 : Math.floor(at / 4) % 40 < 20 ? 90 : 190,
  );
const context = {
  drawImage: () => undefined,
  getImageData: (_x: number, _y: number, width: number, height: number) => ({ width, height, data: pixels() }),
};
const bitmap = (): ImageBitmap => ({ width: 40, height: 40, close: () => undefined });

describe('Enhancer', () => {
  let enhancer: Enhancer;
  beforeEach(() => {
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => context;
      },
    );
    enhancer = new Enhancer();
  });
  afterEach(() => vi.unstubAllGlobals());

  const give = (key: string): Promise<unknown> =>
    enhancer.run({
      ...{ type: 'basis', key, kinds: ['skin'], bitmap: bitmap(), place: PLACE },
      of: { medianLesionRadiusPx: 5, skinRings: [] },
    });
  const spread = (basisKey: string, view: ImageView = 'redness'): Promise<unknown> =>
    enhancer.run({
      ...{ type: 'spread', bitmap: bitmap(), place: PLACE, seed: { x: 10, y: 20 }, limitPx: 15 },
      recipe: { view, tone: NEUTRAL_TONE, basisKey },
    });

  it('answers for the view on screen while the basis of the next one is there', async () => {
    await give('preview');
    await give('full');
    await expect(spread('preview')).resolves.toHaveProperty('width');
    await expect(spread('full')).resolves.toHaveProperty('width');
    await give('other lesions');
    await expect(spread('full')).resolves.toHaveProperty('width');
    await expect(spread('preview')).rejects.toThrow('The view has no basis.');
  });

  it('adds to a basis without dropping the one before', async () => {
    for (const key of ['preview', 'full', 'full']) await give(key);
    await expect(spread('preview')).resolves.toHaveProperty('width');
    await expect(spread('full', 'clahe')).rejects.toThrow('The view has no basis.'); // its curves were never given
  });

  it('drops both with the photo', async () => {
    await give('preview');
    await give('full');
    await enhancer.run({ type: 'leave', bitmap: null });
    for (const key of ['preview', 'full']) await expect(spread(key)).rejects.toThrow('The view has no basis.');
    await expect(spread('', 'plain')).resolves.toHaveProperty('width');
  });
});
