import { describe, expect, it } from 'vitest';
import { polygonArea } from '#shared/geometry/polygon';
import type { Point, Polygon, Ring } from '#shared/geometry/types';
import type { ImageView } from '#shared/domain/image-view';
import { paintView } from '../enhance/paint-view';
import type { PixelBlock } from '../enhance/pixel-block';
import { NO_BASIS } from '../enhance/view-basis';
import { polygonAt, refitIn, spreadIn, type ShownBlock } from './boundary-task';
import { cheapestClosedPath } from './closed-path';
import { wandIn } from './test-support/wand-in';
import { traceMask } from './trace-mask';

const SIZE = 120;
const CENTRE = { x: 61, y: 58 };
const RADIUS = 15;
type Rgb = readonly [number, number, number];

/** A soft disc on shaded skin, with a fixed grain. */
function picture(spot: Rgb, skin: Rgb, shade = 0.15): PixelBlock {
  const rgba = new Uint8ClampedArray(4 * SIZE * SIZE);
  for (let y = 0, at = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, at += 4) {
      const far = Math.hypot(x + 0.5 - CENTRE.x, y + 0.5 - CENTRE.y);
      const share = Math.min(1, Math.max(0, (RADIUS + 2 - far) / 4));
      const grain = ((x * 13 + y * 29) % 7) - 3;
      for (let k = 0; k < 3; k++) rgba[at + k] = skin[k]! + share * (spot[k]! - skin[k]!) + shade * (x - 60) + grain;
      rgba[at + 3] = 255;
    }
  }
  return { rgba, width: SIZE, height: SIZE, originX: 1000, originY: 2000, stepX: 1, stepY: 1 };
}
function shownAs(plain: PixelBlock, view: ImageView): ShownBlock {
  const block = { ...plain, rgba: plain.rgba.slice() };
  paintView(block, { view, tone: { brightness: 0, contrast: 100, gammaPercent: 100 } }, NO_BASIS);
  return { view, block, plain };
}
const circle = (radius: number, dx = 0, dy = 0): Polygon => ({
  exterior: Array.from({ length: 40 }, (_, k) => ({
    x: 1000 + CENTRE.x + dx + radius * Math.cos((k * Math.PI) / 20),
    y: 2000 + CENTRE.y + dy + radius * Math.sin((k * Math.PI) / 20),
  })),
  holes: [],
});
/** How far vertices are from the true disc's edge, in px, at most. */
const farthest = (ring: Ring): number =>
  Math.max(...ring.map(({ x, y }) => Math.abs(Math.hypot(x - 1000 - CENTRE.x, y - 2000 - CENTRE.y) - RADIUS)));

const BROWN: Rgb = [150, 105, 77];
const SKIN: Rgb = [205, 160, 132];

describe('refitIn', () => {
  const shown = shownAs(picture(BROWN, SKIN), 'plain');

  it('finds the edge from outlines that are too small, too large or beside it', () => {
    for (const start of [circle(RADIUS - 4), circle(RADIUS + 4), circle(RADIUS, 4), circle(RADIUS, -3, 3)]) {
      const [found] = refitIn(shown, [start], []) ?? [];
      expect(farthest(found!.exterior)).toBeLessThan(1);
      expect(polygonArea(found!)).toBeGreaterThan(0.95 * Math.PI * RADIUS ** 2);
      expect(polygonArea(found!)).toBeLessThan(1.05 * Math.PI * RADIUS ** 2);
    }
  });
  it('gives the same outline every time', () => {
    expect(refitIn(shown, [circle(12)], [])).toEqual(refitIn(shown, [circle(12)], []));
  });
  it('follows the view: a mark of equal lightness is found in a*, and not in L*', () => {
    const red = picture([205, 147, 137], [192, 153, 132], 0);
    const [inRedness] = refitIn(shownAs(red, 'a-star'), [circle(RADIUS - 3)], []) ?? [];
    expect(farthest(inRedness!.exterior)).toBeLessThan(1.5);
    const [inLightness] = refitIn(shownAs(red, 'lightness'), [circle(RADIUS - 3)], []) ?? [];
    expect(inLightness === undefined || farthest(inLightness.exterior) > 2).toBe(true);
  });
  it('does not take another lesion for skin', () => {
    const other = circle(10, 28);
    const two = picture(BROWN, SKIN);
    for (let y = 0; y < SIZE; y++)
      for (let x = 0; x < SIZE; x++)
        if (Math.hypot(x + 0.5 - CENTRE.x - 28, y + 0.5 - CENTRE.y) < 10)
          two.rgba.set([150, 105, 77], 4 * (y * SIZE + x));
    const [found] = refitIn(shownAs(two, 'plain'), [circle(RADIUS - 2)], [other]) ?? [];
    expect(farthest(found!.exterior)).toBeLessThan(1.5);
  });
  it('says that there is no edge where inside and outside are the same', () => {
    const flat = picture(SKIN, SKIN, 0);
    flat.rgba.fill(128);
    expect(refitIn(shownAs(flat, 'plain'), [circle(RADIUS)], [])).toBeNull();
  });
});

describe('the wand', () => {
  const seed: Point = { x: 1000 + CENTRE.x, y: 2000 + CENTRE.y };

  it('takes the spot from one click', () => {
    const [found] = wandIn(shownAs(picture(BROWN, SKIN), 'plain'), seed, 50);
    expect(farthest(found!.exterior)).toBeLessThan(2.5);
  });
  it('spreads further with a larger tolerance, and never beyond its limit', () => {
    const field = spreadIn(shownAs(picture(BROWN, SKIN), 'plain'), seed, 30);
    const areas = [1, 40, 80, 160, 1000].map((step) => {
      const polygon = polygonAt(field, step, 'filled');
      return polygon ? polygonArea(polygon) : 0;
    });
    for (let i = 1; i < areas.length; i++) expect(areas[i]!).toBeGreaterThanOrEqual(areas[i - 1]!);
    expect(areas.at(-1)!).toBeLessThan(Math.PI * 32 ** 2);
  });
  it('fills holes or keeps them', () => {
    const ring = picture(BROWN, SKIN, 0);
    for (let y = 0; y < SIZE; y++)
      for (let x = 0; x < SIZE; x++)
        if (Math.hypot(x + 0.5 - CENTRE.x, y + 0.5 - CENTRE.y) < 6) ring.rgba.set([205, 160, 132], 4 * (y * SIZE + x));
    const at = { x: seed.x - 10.5, y: seed.y };
    const field = spreadIn(shownAs(ring, 'plain'), at, 50);
    const [filled, kept] = [
      polygonAt(field, field.sharpestStep, 'filled')!,
      polygonAt(field, field.sharpestStep, 'kept')!,
    ];
    expect([filled.holes.length, kept.holes.length]).toEqual([0, 1]);
    expect(polygonArea(kept)).toBeLessThan(polygonArea(filled) - 40);
  });
});

describe('traceMask', () => {
  const trace = (rows: readonly string[]): Ring[] =>
    traceMask({
      bits: Uint8Array.from(rows.join('').split(''), (one) => (one === '#' ? 1 : 0)),
      width: rows[0]!.length,
      height: rows.length,
    });
  const signed = (ring: Ring): number =>
    ring.reduce((sum, p, i) => sum + p.x * ring[(i + 1) % ring.length]!.y - ring[(i + 1) % ring.length]!.x * p.y, 0) /
    2;

  it('walks round a pixel, clockwise on screen', () => {
    expect(trace(['...', '.#.', '...'])).toEqual([[{ x: 2, y: 1 }, { x: 2, y: 2 }, { x: 1, y: 2 }, { x: 1, y: 1 }]]); // prettier-ignore
  });
  it('gives a hole the other way, and counts every pixel', () => {
    const rings = trace(['#####', '#...#', '#.#.#', '#...#', '#####']);
    expect(rings.map(signed).sort((a, b) => a - b)).toEqual([-9, 1, 25]);
  });
  it('keeps pixels that touch at a corner apart', () => {
    expect(trace(['#.', '.#']).map(signed)).toEqual([1, 1]);
    expect(trace(['.#', '#.']).map(signed)).toEqual([1, 1]);
  });
  it('adds up to the number of pixels on patterns of all kinds', () => {
    for (let seed = 1; seed < 60; seed++) {
      let state = seed;
      const bits = Uint8Array.from(
        { length: 99 },
        () => ((state = (state * 1103515245 + 12345) % 2147483648) >> 16) & 1,
      );
      const rings = traceMask({ bits, width: 11, height: 9 });
      expect(rings.reduce((sum, ring) => sum + signed(ring), 0)).toBe(bits.reduce((sum, bit) => sum + bit, 0));
    }
  });
});

describe('cheapestClosedPath', () => {
  it('is the best of all closed paths, where it is not torn', () => {
    // 6 columns, 4 states: all 4096 paths are tried.
    const costs = Float64Array.from({ length: 24 }, (_, i) => ((i * 37) % 11) + ((i * 5) % 3) / 2);
    const costOf = (path: readonly number[]): number =>
      path.reduce((sum, state, k) => {
        const next = path[(k + 1) % 6]!;
        const step = Math.abs(next - state);
        return sum + costs[k * 4 + state]! + (step > 1 ? Infinity : k < 5 || step === 0 ? 0.7 * step : 0);
      }, 0);
    const found = [...cheapestClosedPath(costs, 6, 4, 0.7)];
    found.forEach((state, k) => expect(Math.abs(state - found[(k + 1) % 6]!)).toBeLessThanOrEqual(1));
    let best = Infinity;
    for (let code = 0; code < 4096; code++) {
      best = Math.min(best, costOf(Array.from({ length: 6 }, (_, k) => Math.floor(code / 4 ** k) % 4)));
    }
    // Held to one state of the open path: at most the price of the steps that joining there costs more.
    expect(costOf(found)).toBeLessThanOrEqual(best + 2);
  });
});
