import { describe, expect, it } from 'vitest';
import { square, testLesion } from '../test-support/lesions';
import { lesionPicture } from './lesion-shapes';
import { createMainThreadHost } from './overlay-host';
import { overlayLesion, packLesions, unpackLesions } from './overlay-pack';
import { placeOverlay } from './overlay-placement';
import { OverlayScene } from './overlay-scene';
import { LESION_STYLES } from '../verdict-style';

const a = testLesion('a', square(50, 50, 100), { verdict: 'accepted' });
const b = testLesion(
  'b',
  { ...square(700, 300, 100), holes: [square(720, 320, 40).exterior] },
  { verdict: 'rejected' },
);
const lesions = [a, b].map((lesion) => overlayLesion(lesionPicture(lesion)));
const nothing = { isReset: false, lesions: [], removed: [], hidden: [] };

/** The colours that are stroked, in order. */
function strokes(scene: OverlayScene, offsetX = 0): string[] {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const placement = placeOverlay({
    viewport: { scale: 1, offsetX, offsetY: 0 },
    screen: { width: 400, height: 400 },
    pixelRatio: 1,
    content: { minX: 0, minY: 0, maxX: 2000, maxY: 2000 },
  });
  if (!context || !placement) throw new Error('no context');
  const colours: string[] = [];
  context.stroke = () => void colours.push(context.strokeStyle as string);
  scene.draw(context, placement);
  return colours;
}

describe('packing', () => {
  it('brings every ring of every lesion over unchanged', () => {
    const unpacked = unpackLesions(packLesions(lesions));
    expect(unpacked.map(({ id, style, bounds }) => ({ id, style, bounds }))).toEqual(
      lesions.map(({ id, style, bounds }) => ({ id, style, bounds })),
    );
    expect(unpacked.map(({ rings }) => rings.map((ring) => Array.from(ring)))).toEqual(
      lesions.map(({ rings }) => rings),
    );
  });
});

describe('OverlayScene', () => {
  it('draws what is near the canvas, all halos below all lines', () => {
    const scene = new OverlayScene();
    scene.apply({ ...nothing, isReset: true, lesions });
    const [accepted, rejected] = [LESION_STYLES.accepted.colour, LESION_STYLES.rejected.colour];
    expect(strokes(scene)).toEqual([expect.stringMatching(/^rgba/), accepted]);
    expect(strokes(scene, -200)).toEqual([
      expect.stringMatching(/^rgba/),
      expect.stringMatching(/^rgba/),
      rejected,
      accepted,
    ]);
  });

  it('follows changes, removals and resets', () => {
    const scene = new OverlayScene();
    scene.apply({ ...nothing, isReset: true, lesions });
    const unsure = testLesion('a', square(50, 50, 100), { verdict: 'unsure' });
    scene.apply({ ...nothing, lesions: [overlayLesion(lesionPicture(unsure))] });
    expect(strokes(scene).at(-1)).toBe(LESION_STYLES.unsure.colour);
    scene.apply({ ...nothing, removed: ['a'] });
    expect(strokes(scene)).toEqual([]);
    scene.apply({ ...nothing, isReset: true, lesions: lesions.slice(0, 1) });
    expect(strokes(scene)).toHaveLength(2);
  });
});

describe('the main-thread host', () => {
  it('answers with a canvas of the asked size', async () => {
    const host = createMainThreadHost();
    host.update({ ...nothing, isReset: true, lesions });
    const placement = {
      viewport: { scale: 1, offsetX: 0, offsetY: 0 },
      pixelRatio: 1,
      left: 0,
      top: 0,
      width: 320,
      height: 200,
    };
    const image = await host.draw(placement);
    expect(image.source).toMatchObject({ width: 320, height: 200 });
    image.close();
    expect(image.source).toMatchObject({ width: 0, height: 0 });
  });
});
