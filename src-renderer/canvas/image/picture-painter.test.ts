import { describe, expect, it } from 'vitest';
import type { DrawingContext } from '../layers/outline-painter';
import type { Picture } from './picture';
import { drawPicture, type PictureSight } from './picture-painter';

const photo = { width: 1208, height: 800 };
const picture: Picture = { levels: [{ source: {} as CanvasImageSource, ...photo }], close: () => undefined };

/** Where the photo goes, in CSS px, and whether it is smoothed. */
function drawn(sight: Partial<PictureSight>): { to: number[]; isSmoothed: boolean } | null {
  let to: number[] | null = null;
  const context = {
    imageSmoothingEnabled: true,
    drawImage: (_source: CanvasImageSource, ...numbers: number[]) => void (to = numbers.slice(4)),
  };
  drawPicture(context as unknown as DrawingContext, picture, {
    viewport: { scale: 0.5, offsetX: 100, offsetY: 20 },
    screen: { width: 2000, height: 1500 },
    pixelRatio: 1,
    photo,
    photoScale: 2,
    ...sight,
  });
  return to && { to, isSmoothed: context.imageSmoothingEnabled };
}

describe('drawPicture', () => {
  it('lays a smaller photo over the whole frame', () => {
    expect(drawn({})).toEqual({ to: [100, 20, 1208, 800], isSmoothed: true });
  });

  it('shows the squares from 300 % of the photo on', () => {
    const viewport = { scale: 1.5, offsetX: 0, offsetY: 0 };
    expect(drawn({ viewport })?.isSmoothed).toBe(false);
    expect(drawn({ viewport, photoScale: 1 })?.isSmoothed).toBe(true);
  });

  it('draws nothing off screen', () => {
    expect(drawn({ viewport: { scale: 0.5, offsetX: 5000, offsetY: 0 } })).toBeNull();
  });
});
