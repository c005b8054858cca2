import { distanceToRing } from '#shared/geometry/hit-test';
import type { Point, Ring } from '#shared/geometry/types';
import { frameToScreen, type Viewport } from './viewport/viewport';

/** A picture of the canvas: RGBA bytes, `pixelRatio` device px per CSS px. */
export type CanvasPixels = {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
};

export type OutlineExpectation = {
  readonly viewport: Viewport;
  /** Frame px; every ring that is drawn in the colour. */
  readonly rings: readonly Ring[];
  /** `#rrggbb` of the line. */
  readonly colour: string;
  /** Greatest difference per channel that still counts as the colour: leaves out the softened edge of the line. */
  readonly channelTolerance?: number;
};

/** Distances in CSS px. */
export type OutlineCheck = {
  readonly matchedPixels: number;
  /** From a pixel of the colour to the nearest edge of the expected rings. */
  readonly farthestPixelPx: number;
  /** From a place on an expected edge on the canvas to the nearest pixel of the colour; for unbroken lines. */
  readonly farthestGapPx: number;
};

/** Further than this a gap is not measured, in CSS px. */
const GAP_REACH_PX = 4;
const SAMPLE_STEP_PX = 2;

/**
 * Compares the outlines on a picture of the canvas with where they should be. A crisp overlay has both distances within
 * one CSS px: the line is centred on the edge, and it is there all along.
 */
export function checkOutlines(pixels: CanvasPixels, expected: OutlineExpectation): OutlineCheck {
  const matched = matchedPoints(pixels, expected);
  const rings = expected.rings.map((ring) => ring.map((point) => frameToScreen(expected.viewport, point)));
  let farthestPixelPx = 0;
  for (const point of matched.points) {
    farthestPixelPx = Math.max(farthestPixelPx, Math.min(...rings.map((ring) => distanceToRing(ring, point))));
  }
  const places = rings.flatMap((ring) => placesOn(ring, pixels));
  const farthestGapPx = places.reduce((gap, place) => Math.max(gap, gapAt(place, pixels, matched.isMatched)), 0);
  return { matchedPixels: matched.points.length, farthestPixelPx, farthestGapPx };
}

type IsMatched = (deviceX: number, deviceY: number) => boolean;

function matchedPoints(
  { data, width, height, pixelRatio }: CanvasPixels,
  { colour, channelTolerance = 24 }: OutlineExpectation,
): { points: Point[]; isMatched: IsMatched } {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const isMatched: IsMatched = (x, y) =>
    x >= 0 &&
    y >= 0 &&
    x < width &&
    y < height &&
    wanted.every((channel, i) => Math.abs((data[4 * (y * width + x) + i] ?? 0) - channel) <= channelTolerance);
  const points: Point[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isMatched(x, y)) points.push({ x: (x + 0.5) / pixelRatio, y: (y + 0.5) / pixelRatio });
    }
  }
  return { points, isMatched };
}

/** Places along a ring that are on the canvas, in CSS px. */
function placesOn(ring: Ring, { width, height, pixelRatio }: CanvasPixels): Point[] {
  const places: Point[] = [];
  let a = ring.at(-1);
  for (const b of ring) {
    const steps = a ? Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / SAMPLE_STEP_PX) : 0;
    for (let i = 0; a && i < steps; i++) {
      const place = { x: a.x + ((b.x - a.x) * i) / steps, y: a.y + ((b.y - a.y) * i) / steps };
      const isOn =
        place.x >= 1 && place.y >= 1 && place.x <= width / pixelRatio - 1 && place.y <= height / pixelRatio - 1;
      if (isOn) places.push(place);
    }
    a = b;
  }
  return places;
}

function gapAt(place: Point, { pixelRatio }: CanvasPixels, isMatched: IsMatched): number {
  const reach = Math.ceil(GAP_REACH_PX * pixelRatio);
  const deviceX = Math.floor(place.x * pixelRatio);
  const deviceY = Math.floor(place.y * pixelRatio);
  let gap = GAP_REACH_PX;
  for (let y = deviceY - reach; y <= deviceY + reach; y++) {
    for (let x = deviceX - reach; x <= deviceX + reach; x++) {
      if (!isMatched(x, y)) continue;
      gap = Math.min(gap, Math.hypot((x + 0.5) / pixelRatio - place.x, (y + 0.5) / pixelRatio - place.y));
    }
  }
  return gap;
}
