import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StrokeSample } from '#shared/geometry/stroke';
import { square, testLesion } from '../test-support/lesions';
import { changeOf, regionOf, type RegionChange } from './drawn-region';
import type { ResultDraft, ResultSight } from './draft-picture';
import { lesionPicture } from './lesion-shapes';
import { DEFAULT_LOOK } from './overlay-look';
import { ResultPreview } from './result-preview';
import { MOST_SHEET_PX } from './sheet';

const base = lesionPicture(testLesion('a', square(300, 300, 150)));
const sightAt = (offsetX = 0): ResultSight => ({
  viewport: { scale: 1, offsetX, offsetY: 0 },
  screen: { width: 1440, height: 900 },
  pixelRatio: 2,
  look: DEFAULT_LOOK,
});
const line = (x: number, y: number, toX: number, toY = y): StrokeSample[] => [
  { x, y, radius: 10 },
  { x: toX, y: toY, radius: 10 },
];
const stroke = (samples: StrokeSample[], mode: RegionChange['mode'] = 'new'): RegionChange =>
  changeOf({ kind: 'stroke', mode, lesionIds: mode === 'new' ? [] : [base.id], samples, ring: null })!;
const draft = (parts: Partial<ResultDraft>): ResultDraft => ({ key: 'a', base: null, settling: [], drawn: null, ...parts }); // prettier-ignore

let canvases: HTMLCanvasElement[];
let preview: ResultPreview;
let context: CanvasRenderingContext2D;
/** What all canvases hold now, 4 bytes per px, in MB. */
const heldMb = (): number => canvases.reduce((sum, { width, height }) => sum + 4 * width * height, 0) / 1e6;
const draw = (drafts: ResultDraft[], sight = sightAt()): void => preview.draw(context, drafts, sight);

beforeEach(() => {
  context = document.createElement('canvas').getContext('2d')!;
  canvases = [];
  const make = document.createElement.bind(document);
  vi.spyOn(document, 'createElement').mockImplementation((tag: string) => {
    const element = make(tag);
    if (element instanceof HTMLCanvasElement) canvases.push(element);
    return element;
  });
  preview = new ResultPreview();
});
afterEach(() => vi.restoreAllMocks());

describe('ResultPreview on 1440 × 900 at ratio 2', () => {
  it('holds less than 60 MB for a stroke on a lesion, and nothing once it is through', () => {
    const samples = line(440, 400, 460);
    draw([draft({ base, drawn: stroke(samples, 'grow') })]);
    samples.push({ x: 500, y: 500, radius: 10 });
    draw([draft({ base, drawn: stroke(samples, 'grow') })]);
    expect(heldMb()).toBeGreaterThan(1);
    expect(heldMb()).toBeLessThan(60);
    draw([draft({ base, settling: [stroke(samples, 'grow')] })]);
    expect(heldMb()).toBeLessThan(60);
    draw([]);
    expect(heldMb()).toBe(0);
  });
  it('holds no masks of strokes that were let go: five of them and one in hand stay below 60 MB', () => {
    const settling = [0, 1, 2, 3, 4].map((i) => stroke(line(100 + 200 * i, 100, 150 + 200 * i)));
    const drafts = settling.map((change, i) => draft({ key: i, settling: [change] }));
    draw([...drafts, draft({ key: 'six', drawn: stroke(line(300, 600, 400)) })]);
    expect(heldMb()).toBeLessThan(60);
  });
  it('paints what goes over the whole screen in less detail rather than in more than 64 MB', () => {
    const samples = line(5, 5, 1435, 895);
    draw([draft({ base, drawn: stroke(samples, 'grow') })]);
    expect(heldMb()).toBeGreaterThan(40);
    expect(heldMb()).toBeLessThan(64);
    for (const { width, height } of canvases) expect(width * height).toBeLessThanOrEqual(MOST_SHEET_PX);
  });
  it('gives everything back at once when told so, and when nothing of it is on screen', () => {
    draw([draft({ base, drawn: stroke(line(440, 400, 460), 'erase') })]);
    preview.release();
    expect(heldMb()).toBe(0);
    draw([draft({ base, drawn: stroke(line(440, 400, 460), 'erase') })], sightAt(-5000));
    expect(heldMb()).toBe(0);
  });
});

describe('what a frame paints', () => {
  /** How many lines and fills a frame made, on whatever canvas. */
  function strokesOf(frame: () => void): { lines: number; points: number; clears: number } {
    const counted = { lines: 0, points: 0, clears: 0 };
    const spies = canvases.flatMap((canvas) => {
      const own = canvas.getContext('2d')!;
      return [
        vi.spyOn(own, 'stroke').mockImplementation(() => void counted.lines++),
        vi.spyOn(own, 'lineTo').mockImplementation(() => void counted.points++),
        vi.spyOn(own, 'clearRect').mockImplementation(() => void counted.clears++),
      ];
    });
    frame();
    for (const spy of spies) spy.mockRestore();
    return counted;
  }
  it('is the same after three samples and after three thousand', () => {
    const samples: StrokeSample[] = [];
    const change = (): RegionChange => stroke(samples, 'grow');
    const add = (): void => {
      const i = samples.length;
      samples.push({ x: 320 + (i % 100), y: 320 + ((7 * i) % 100), radius: 10 });
    };
    const frame = (): void => {
      add();
      draw([draft({ base, drawn: change() })]);
    };
    for (let i = 0; i < 3; i++) frame();
    const early = strokesOf(frame);
    while (samples.length < 3000) add();
    draw([draft({ base, drawn: change() })]);
    const late = strokesOf(frame);
    expect(early).toMatchObject({ lines: 5, points: 5 });
    expect(late).toEqual(early);
  });
  it('is nothing new of what was let go, and of a region that stands still', () => {
    const settling = [stroke(line(440, 400, 460), 'grow')];
    const region = regionOf(square(350, 350, 200));
    const drawn: RegionChange = { mode: 'erase', lesionIds: [base.id], region };
    const frame = (): void => draw([draft({ base, settling, drawn })]);
    frame();
    expect(strokesOf(frame)).toMatchObject({ lines: 0, points: 0 });
  });
});
