import { polygonArea, polygonCentroid } from '#shared/geometry/polygon';
import type { Bounds, Polygon } from '#shared/geometry/types';
import { labOfLinear, linearOfBytes, typologyAngle } from './lab';
import { median } from './median';
import { erythemaIndex } from './pigment';
import type { PixelBlock } from './pixel-block';
import { regionMask } from './region-mask';

/** The ring about a lesion that stands for its skin, in radii of the circle of its area. */
export const RING_RADII = [1.5, 3] as const;
/** Medians of fewer pixels say too little. */
const LEAST_LESION_PIXELS = 12;
const LEAST_RING_PIXELS = 50;

/** A lesion against the skin about it: medians of its pixels less those of the ring's. */
export type LesionContrast = {
  readonly deltaL: number;
  readonly deltaA: number;
  readonly deltaB: number;
  /** Of the erythema index, 100 log10(R / G). */
  readonly deltaEi: number;
  /** Individual typology angle of the ring, in degrees. */
  readonly typologyAngleDeg: number;
  readonly lesionPixels: number;
  readonly ringPixels: number;
  /** Photo px per pixel that was read; 1 at full resolution. */
  readonly stepPx: number;
};
/** Words for why there is none. */
export type NoContrast = { readonly problem: string };

/**
 * Where the ring lies: centre and radius of the circle of the polygons' area, in their px. Null without area. To find an
 * area takes a look at the whole outline; `areas` are the polygons' where they are known.
 */
export function ringCircle(
  polygons: readonly Polygon[],
  areas: readonly number[] = [],
): { x: number; y: number; radius: number } | null {
  let [area, x, y] = [0, 0, 0];
  for (const [index, polygon] of polygons.entries()) {
    if (polygon.exterior.length === 0) continue;
    const part = areas[index] ?? polygonArea(polygon);
    const centroid = polygonCentroid(polygon);
    area += part;
    x += part * centroid.x;
    y += part * centroid.y;
  }
  return area > 0 ? { x: x / area, y: y / area, radius: Math.sqrt(area / Math.PI) } : null;
}

/** What must be read of the photo for a lesion. */
export function contrastBounds({ x, y, radius }: { x: number; y: number; radius: number }): Bounds {
  const reach = RING_RADII[1] * radius + 1;
  return { minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach };
}

/** From the plain photo's pixels. Polygons in photo px; `others` are outlines of other lesions, which are no skin. */
export function lesionContrast(
  block: PixelBlock,
  lesion: readonly Polygon[],
  others: readonly Polygon[],
): LesionContrast | NoContrast {
  const circle = ringCircle(lesion);
  if (!circle) return { problem: 'The outline covers nothing.' };
  const isLesion = regionMask(lesion, block);
  const isOther = regionMask(others, block);
  const [inside, around] = [emptyPixels(), emptyPixels()];
  const { rgba, width, height, originX, originY, stepX, stepY } = block;
  const [nearest, farthest] = RING_RADII.map((radii) => radii * circle.radius) as [number, number];
  for (let row = 0, i = 0; row < height; row++) {
    const dy = originY + (row + 0.5) * stepY - circle.y;
    for (let column = 0; column < width; column++, i++) {
      if (isLesion[i] === 1) {
        addPixel(inside, rgba, i);
        continue;
      }
      const far = Math.hypot(originX + (column + 0.5) * stepX - circle.x, dy);
      if (far >= nearest && far <= farthest && isOther[i] === 0) addPixel(around, rgba, i);
    }
  }
  const [lesionPixels, ringPixels] = [inside.l.length, around.l.length];
  if (lesionPixels < LEAST_LESION_PIXELS)
    return { problem: `Only ${lesionPixels} pixels of the photo lie in the outline; it takes ${LEAST_LESION_PIXELS}.` };
  if (ringPixels < LEAST_RING_PIXELS)
    return {
      problem: `Only ${ringPixels} pixels of skin are left about it beside other lesions; it takes ${LEAST_RING_PIXELS}.`,
    };
  const difference = (key: keyof Pixels): number => median(inside[key]) - median(around[key]);
  return {
    deltaL: difference('l'),
    deltaA: difference('a'),
    deltaB: difference('b'),
    deltaEi: difference('ei'),
    typologyAngleDeg: typologyAngle({ l: median(around.l), b: median(around.b) }),
    lesionPixels,
    ringPixels,
    stepPx: Math.max(stepX, stepY),
  };
}

type Pixels = { readonly l: number[]; readonly a: number[]; readonly b: number[]; readonly ei: number[] };
const emptyPixels = (): Pixels => ({ l: [], a: [], b: [], ei: [] });

function addPixel(pixels: Pixels, rgba: Uint8ClampedArray, index: number): void {
  const at = 4 * index;
  const light = linearOfBytes(rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number);
  const { l, a, b } = labOfLinear(light);
  pixels.l.push(l);
  pixels.a.push(a);
  pixels.b.push(b);
  pixels.ei.push(erythemaIndex(light));
}

const GROUPS: readonly (readonly [aboveDeg: number, name: string])[] = [
  [55, 'very light'],
  [41, 'light'],
  [28, 'intermediate'],
  [10, 'tan'],
  [-30, 'brown'],
  [-Infinity, 'dark'],
];

/** The skin tone group of an individual typology angle (Del Bino and Bernerd 2013). */
export function typologyGroup(angleDeg: number): string {
  return GROUPS.find(([aboveDeg]) => angleDeg > aboveDeg)?.[1] ?? 'dark';
}
