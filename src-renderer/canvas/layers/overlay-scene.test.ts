import { describe, expect, it } from 'vitest';
import { DEFAULT_OVERLAY_LOOK } from '#shared/contract/app';
import { square, testLesion, testShape } from '../test-support/lesions';
import { lesionPicture } from './lesion-shapes';
import { createMainThreadHost } from './overlay-host';
import { overlayLesion, packLesions, unpackLesions } from './overlay-pack';
import { placeOverlay } from './overlay-placement';
import { OverlayScene } from './overlay-scene';
import { GAP_COLOUR, LESION_STYLES } from '../verdict-style';
import { DEFAULT_LOOK, styleOf, type RasterLook } from './overlay-look';
import { ORIGINAL_STYLE } from './original-style';

const a = testLesion('a', square(50, 50, 100), { verdict: 'accepted' });
const b = testLesion(
  'b',
  { ...square(700, 300, 100), holes: [square(720, 320, 40).exterior] },
  { verdict: 'rejected' },
);
const lesions = [a, b].map((lesion) => overlayLesion(lesionPicture(lesion)));
const nothing = { isReset: false, lesions: [], removed: [], hidden: [], order: null };

/** The colours that are stroked, in order. */
function strokes(scene: OverlayScene, offsetX = 0): string[] {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const placement = placeOverlay(
    {
      viewport: { scale: 1, offsetX, offsetY: 0 },
      screen: { width: 400, height: 400 },
      pixelRatio: 1,
      content: { minX: 0, minY: 0, maxX: 2000, maxY: 2000 },
      look: DEFAULT_LOOK,
    },
    'margin',
  );
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

  it("keeps the model's own rings apart from those that stand for it", () => {
    const shape = testShape(square(500, 40, 60));
    const redrawn = testLesion('c', square(50, 50, 100), { verdict: 'redrawn', shapes: [shape] });
    const [, unpacked] = unpackLesions(packLesions([lesions[0]!, overlayLesion(lesionPicture(redrawn))]));
    expect(unpacked?.rings.map((ring) => Array.from(ring))).toEqual(shape.rings);
    expect(unpacked?.original.map((ring) => Array.from(ring))).toEqual(redrawn.rings);
    expect(unpacked?.bounds).toEqual(shape.bounds);
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

type Mark = { kind: 'line' | 'fill' | 'text'; colour: string; width?: number; alpha?: number; text?: string };

/** What is painted with a look at 100 %, in order, without halos unless they are asked for. */
function marks(scene: OverlayScene, look: Partial<RasterLook>, keeps: 'halos' | 'marks' = 'marks'): Mark[] {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('no context');
  const found: Mark[] = [];
  context.stroke = () =>
    void found.push({ kind: 'line', colour: context.strokeStyle as string, width: context.lineWidth });
  context.fill = () =>
    void found.push({ kind: 'fill', colour: context.fillStyle as string, alpha: context.globalAlpha });
  context.fillText = (text) => void found.push({ kind: 'text', colour: context.fillStyle as string, text });
  const viewport = { scale: 1, offsetX: 0, offsetY: 0 };
  const area = { left: 0, top: 0, width: 1000, height: 1000 };
  scene.draw(context, { viewport, pixelRatio: 1, ...area, look: { ...DEFAULT_LOOK, ...look } });
  expect(context.globalAlpha).toBe(1);
  return found.filter(({ colour }) => keeps === 'halos' || !colour.startsWith('rgba'));
}

describe('the looks of the overlay', () => {
  const scene = new OverlayScene();
  const drawn = { ...testShape(square(60, 300, 80)) };
  const redrawn = testLesion('c', square(50, 290, 100), { verdict: 'redrawn', shapes: [drawn] });
  const all = [...lesions, overlayLesion(lesionPicture(redrawn))];
  scene.apply({ ...nothing, isReset: true, lesions: all, order: all.map(({ id }) => id) });
  const { accepted, rejected, redrawn: pink } = LESION_STYLES;
  const line = (style: typeof accepted, factor = 1): Mark => ({
    kind: 'line',
    colour: style.colour,
    width: style.widthPx * factor,
  });
  const gap = (factor = 1): Mark => ({ kind: 'line', colour: GAP_COLOUR, width: pink.gapPx * factor });
  const fill = (style: typeof accepted, alpha: number): Mark => ({ kind: 'fill', colour: style.colour, alpha });

  it('draws outlines, faces or both', () => {
    expect(marks(scene, {})).toEqual([line(rejected), line(accepted), line(pink), gap()]);
    expect(marks(scene, { face: 'fill' })).toEqual([fill(rejected, 0.45), fill(accepted, 0.45), fill(pink, 0.45)]);
    expect(
      marks(scene, { face: 'both' })
        .map(({ kind }) => kind)
        .join(' '),
    ).toBe('fill fill fill line line line line');
  });

  it('draws lines as wide as they were chosen, dashes in proportion', () => {
    expect(marks(scene, { widthFactor: 2 })).toEqual([line(rejected, 2), line(accepted, 2), line(pink, 2), gap(2)]);
    expect(styleOf('rejected', { ...DEFAULT_LOOK, widthFactor: 2 }).dashPx).toEqual([14, 9]);
  });

  it('leaves the halo out', () => {
    const halos = (halo: boolean): number =>
      marks(scene, { halo }, 'halos').filter(({ colour }) => colour.startsWith('rgba')).length;
    expect([halos(true), halos(false)]).toEqual([3, 0]);
  });

  it('labels lesions by number and by verdict, those that are large enough', () => {
    const texts = (labels: RasterLook['labels']): (string | undefined)[] =>
      marks(scene, { labels }).flatMap(({ kind, text }) => (kind === 'text' ? [text] : []));
    expect(texts('number')).toEqual(['1', '2', '3']);
    expect(texts('verdict')).toEqual(['✓', '✕', '✎']);
    expect(texts('both')).toEqual(['1 ✓', '2 ✕', '3 ✎']);
    expect(texts('none')).toEqual([]);
    const small = overlayLesion(lesionPicture(testLesion('d', square(500, 500, 13))));
    scene.apply({ ...nothing, lesions: [small], order: ['d', ...all.map(({ id }) => id)] });
    expect(texts('number')).toEqual(['2', '3', '4']);
    scene.apply({ ...nothing, removed: ['d'], hidden: ['a'], order: all.map(({ id }) => id) });
    expect(texts('number')).toEqual(['2', '3']);
    scene.apply(nothing);
  });

  it("draws the model's own outline under a redrawn one, of all or of none", () => {
    const first = marks(scene, { originals: 'all' })[0];
    expect(first).toEqual({ kind: 'line', colour: ORIGINAL_STYLE.colour, width: ORIGINAL_STYLE.widthPx });
    for (const originals of ['none', 'selected'] as const) {
      expect(marks(scene, { originals }).some(({ colour }) => colour === ORIGINAL_STYLE.colour)).toBe(false);
    }
  });

  it('is on a new device what the contract says', () => {
    expect(DEFAULT_LOOK).toEqual(DEFAULT_OVERLAY_LOOK);
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
      look: DEFAULT_LOOK,
    };
    const image = await host.draw(placement);
    expect(image.source).toMatchObject({ width: 320, height: 200 });
    image.close();
    expect(image.source).toMatchObject({ width: 0, height: 0 });
  });
});
