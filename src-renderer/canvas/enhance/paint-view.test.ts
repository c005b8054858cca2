import { describe, expect, it } from 'vitest';
import { IMAGE_VIEWS, imageViewRecord, NEUTRAL_TONE } from '#shared/domain/image-view';
import { paintView } from './paint-view';
import type { PixelBlock } from './pixel-block';
import { viewBasis } from './test-support/basis-of-view';
import { bytesFromLab, COLOURS, labFromPrimaries, solve3, toLinear } from './test-support/reference-colours';
import { toneTable } from './tone';
import type { ViewBasis } from './view-basis';

const blockOf = (colours: readonly (readonly number[])[], width = colours.length): PixelBlock => ({
  rgba: Uint8ClampedArray.from(colours.flatMap((rgb) => [...rgb, 255])),
  width,
  height: colours.length / width,
  ...{ originX: 0, originY: 0, stepX: 1, stepY: 1 },
});
const BARE: ViewBasis = { mean: null, clahe: null, skin: { brown: 0.25, typologyAngleDeg: 30 } };
const painted = (view: (typeof IMAGE_VIEWS)[number], basis = BARE): number[][] => {
  const block = blockOf(COLOURS);
  paintView(block, { view, tone: NEUTRAL_TONE }, basis);
  return COLOURS.map((_, i) => [...block.rgba.slice(4 * i, 4 * i + 3)]);
};
/** Grey of an L*. */
const greyOf = (lightness: number): number[] => bytesFromLab([Math.min(100, Math.max(0, lightness)), 0, 0]);
/** The map, as the user guide describes it: L* rises evenly from 18 to 90, from dark blue over grey to light yellow. */
function mapOf(value: number, first: number, last: number): number[] {
  const t = Math.min(1, Math.max(0, (value - first) / (last - first)));
  return bytesFromLab([18 + 72 * t, 13 * (1 - t) ** 2 - 4 * t ** 2, -36 * (1 - t) ** 2 + 60 * t ** 2]);
}
const light = (byte: number): number => Math.max(1 / 255, toLinear(byte));
const isWithinOne = (found: readonly number[][], expected: readonly number[][]): void =>
  found.forEach((rgb, i) =>
    rgb.forEach((value, k) =>
      expect(Math.abs(value - expected[i]![k]!), `${COLOURS[i]!.join()}`).toBeLessThanOrEqual(1),
    ),
  );

describe(`views of ${COLOURS.length} colours, within one level of 255`, () => {
  it('redness is 100 log10(R / G) on a map from 0 to 60', () => {
    isWithinOne(
      painted('redness'),
      COLOURS.map(([r, g]) => mapOf(100 * Math.log10(light(r) / light(g)), 0, 60)),
    );
  });
  it('brown is melanin less shade on a map about the skin', () => {
    const mix = [[0.4143, 0.2988, 1], [0.357, 0.6838, 1], [0.8372, 0.6657, 1]]; // prettier-ignore
    const expected = COLOURS.map((rgb) => {
      const [m, , s] = solve3(
        mix,
        rgb.map((byte) => -Math.log(light(byte))),
      ) as [number, number, number];
      return mapOf(m - s, 0.25 - 1.5, 0.25 + 1.5);
    });
    isWithinOne(painted('brown'), expected);
  });
  it('channels are grey', () => {
    isWithinOne(
      painted('red'),
      COLOURS.map(([r]) => [r, r, r]),
    );
    isWithinOne(
      painted('green'),
      COLOURS.map(([, g]) => [g, g, g]),
    );
    isWithinOne(
      painted('blue'),
      COLOURS.map(([, , b]) => [b, b, b]),
    );
    isWithinOne(
      painted('lightness'),
      COLOURS.map((rgb) => greyOf(labFromPrimaries(rgb)[0])),
    );
    isWithinOne(
      painted('a-star'),
      COLOURS.map((rgb) => greyOf(((labFromPrimaries(rgb)[1] + 20) / 80) * 100)),
    );
    isWithinOne(
      painted('b-star'),
      COLOURS.map((rgb) => greyOf(((labFromPrimaries(rgb)[2] + 20) / 80) * 100)),
    );
  });
  it('plain is the photo', () => {
    expect(painted('plain')).toEqual(COLOURS.map((rgb) => [...rgb]));
  });
});

describe('tone', () => {
  it('changes nothing when neutral', () => {
    expect([...toneTable(NEUTRAL_TONE)]).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
  });
  it('is contrast about the middle, brightness, gamma, in this order', () => {
    const table = toneTable({ brightness: 10, contrast: 150, gammaPercent: 200 });
    // 128/255: (0.50196 - 0.5) 1.5 + 0.5 + 0.1 = 0.60294; its square root is 0.77649, or 198.0 of 255.
    expect([table[0], table[128], table[255]]).toEqual([0, 198, 255]);
    expect(toneTable({ brightness: -100, contrast: 25, gammaPercent: 100 })[255]).toBe(0);
  });
  it.each([
    { brightness: 0, contrast: 100, gammaPercent: 60 },
    { brightness: 12, contrast: 140, gammaPercent: 100 },
    { brightness: -30, contrast: 75, gammaPercent: 220 },
    { brightness: 100, contrast: 400, gammaPercent: 25 },
    { brightness: -7, contrast: 25, gammaPercent: 400 },
  ])(`of ${COLOURS.length} colours: $brightness, $contrast %, $gammaPercent %`, (tone) => {
    const block = blockOf(COLOURS);
    paintView(block, { view: 'plain', tone }, BARE);
    const expected = COLOURS.map((rgb) =>
      rgb.map((byte) => {
        const stretched = (byte - 127.5) * (tone.contrast / 100) + 127.5 + (255 * tone.brightness) / 100;
        const share = Math.max(0, Math.min(255, stretched)) / 255;
        return share === 0 ? 0 : 255 * Math.exp(Math.log(share) / (tone.gammaPercent / 100));
      }),
    );
    isWithinOne(
      COLOURS.map((_, i) => [...block.rgba.slice(4 * i, 4 * i + 3)]),
      expected,
    );
    expect(new Set(expected.flat()).size, 'more than black and white').toBeGreaterThan(tone.contrast === 400 ? 1 : 20);
  });
  it('is applied after the view', () => {
    const block = blockOf([[10, 200, 30]]);
    paintView(block, { view: 'green', tone: { brightness: 20, contrast: 100, gammaPercent: 100 } }, BARE);
    expect([...block.rgba]).toEqual([251, 251, 251, 255]);
  });
  it('is named in the journal where it is not neutral', () => {
    expect(imageViewRecord('redness', NEUTRAL_TONE)).toBe('redness');
    expect(imageViewRecord('plain', { brightness: -5, contrast: 120, gammaPercent: 90 })).toBe('plain b-5 c120 g90');
    const longest = IMAGE_VIEWS.map((view) =>
      imageViewRecord(view, { brightness: -100, contrast: 400, gammaPercent: 400 }),
    );
    expect(Math.max(...longest.map(({ length }) => length))).toBeLessThanOrEqual(40);
  });
});

describe('local contrast', () => {
  /** Grey values that rise to the right, with a dark spot. */
  const WIDTH = 160;
  const HEIGHT = 120;
  const greys = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const isSpot = Math.hypot(x - 70, y - 60) < 9;
    return Math.round(90 + 0.6 * x + 10 * Math.sin(y / 25)) - (isSpot ? 25 : 0);
  });
  const lightness = greys.map((grey) => labFromPrimaries([grey, grey, grey])[0]);

  it('is L* less a Gaussian mean, doubled, around middle grey', () => {
    const block = blockOf(
      greys.map((grey) => [grey, grey, grey]),
      WIDTH,
    );
    const basis = viewBasis('local-contrast', block, { medianLesionRadiusPx: 9, skinRings: [] });
    const sigma = 18; // twice the median radius, above the least of 12
    paintView(block, { view: 'local-contrast', tone: NEUTRAL_TONE }, basis);
    for (const [x, y] of [
      [70, 60],
      [20, 20],
      [150, 100],
      [79, 60],
      [70, 40],
      [2, 118],
    ] as const) {
      let total = 0;
      let weights = 0;
      for (let j = 0; j < HEIGHT; j++) {
        for (let i = 0; i < WIDTH; i++) {
          const weight = Math.exp(-((i - x) ** 2 + (j - y) ** 2) / (2 * sigma * sigma));
          total += weight * lightness[j * WIDTH + i]!;
          weights += weight;
        }
      }
      const expected = greyOf(50 + 2 * (lightness[y * WIDTH + x]! - total / weights))[0]!;
      // The mean is read from a grid: a few levels of 255 at a gain of two are half an L*.
      expect(Math.abs(block.rgba[4 * (y * WIDTH + x)]! - expected)).toBeLessThanOrEqual(2);
    }
  });
  it(`of ${COLOURS.length} colours beside each other`, () => {
    const SIDE = 20;
    const COLUMNS = 8;
    const [width, height] = [COLUMNS * SIDE, Math.ceil(COLOURS.length / COLUMNS) * SIDE];
    const indexAt = (x: number, y: number): number =>
      (Math.floor(y / SIDE) * COLUMNS + Math.floor(x / SIDE)) % COLOURS.length;
    const block = blockOf(
      Array.from({ length: width * height }, (_, i) => COLOURS[indexAt(i % width, Math.floor(i / width))]!),
      width,
    );
    const lightnesses = COLOURS.map((rgb) => labFromPrimaries(rgb)[0]);
    const basis = viewBasis('local-contrast', block, { medianLesionRadiusPx: 5, skinRings: [] });
    const sigma = 12; // the least
    paintView(block, { view: 'local-contrast', tone: NEUTRAL_TONE }, basis);
    const shown = new Set<number>();
    COLOURS.forEach((rgb, index) => {
      const [x, y] = [(index % COLUMNS) * SIDE + SIDE / 2, Math.floor(index / COLUMNS) * SIDE + SIDE / 2];
      let [total, weights] = [0, 0];
      for (let j = 0; j < height; j++) {
        for (let i = 0; i < width; i++) {
          const weight = Math.exp(-((i - x) ** 2 + (j - y) ** 2) / (2 * sigma * sigma));
          total += weight * lightnesses[indexAt(i, j)]!;
          weights += weight;
        }
      }
      const expected = greyOf(50 + 2 * (lightnesses[index]! - total / weights))[0]!;
      const found = block.rgba[4 * (y * width + x)]!;
      expect(Math.abs(found - expected), `${rgb.join()}: ${found} instead of ${expected}`).toBeLessThanOrEqual(3);
      shown.add(found);
    });
    expect(shown.size, 'most of them neither black nor white').toBeGreaterThan(20);
  });
  it('shows even skin as middle grey, however bright', () => {
    const block = blockOf(
      Array.from({ length: 6400 }, () => [180, 140, 120]),
      80,
    );
    paintView(
      block,
      { view: 'local-contrast', tone: NEUTRAL_TONE },
      viewBasis('local-contrast', block, { medianLesionRadiusPx: 5, skinRings: [] }),
    );
    expect(Math.abs(block.rgba[4 * 3000]! - greyOf(50)[0]!)).toBeLessThanOrEqual(1);
  });
  it('gives a part the same pixels as the whole', () => {
    const whole = blockOf(
      greys.map((grey) => [grey, grey, grey]),
      WIDTH,
    );
    const part: PixelBlock = {
      ...{ width: 30, height: 20, originX: 55, originY: 50, stepX: 1, stepY: 1 },
      rgba: new Uint8ClampedArray(30 * 20 * 4),
    };
    for (let y = 0; y < 20; y++)
      part.rgba.set(whole.rgba.subarray(4 * ((50 + y) * WIDTH + 55), 4 * ((50 + y) * WIDTH + 85)), 120 * y);
    const basis = viewBasis('local-contrast', whole, { medianLesionRadiusPx: 9, skinRings: [] });
    for (const block of [whole, part]) paintView(block, { view: 'local-contrast', tone: NEUTRAL_TONE }, basis);
    for (let y = 0; y < 20; y++)
      expect([...part.rgba.subarray(120 * y, 120 * y + 120)]).toEqual([
        ...whole.rgba.subarray(4 * ((50 + y) * WIDTH + 55), 4 * ((50 + y) * WIDTH + 85)),
      ]);
  });
});
