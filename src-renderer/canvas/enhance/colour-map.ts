import { encodedOfLinear } from './srgb';
import { linearOfLab, type Lab } from './lab';
import { packMap } from './packed-map';

/** Steps of a map. */
export const MAP_STEPS = 1024;

/**
 * A way through L*a*b* from dark blue over grey to light yellow. L* rises evenly, so equal differences look equal and
 * the order holds without colour; the hues differ along blue and yellow, which red-green blindness leaves apart.
 */
export function labOfMap(share: number): Lab {
  const t = Math.min(1, Math.max(0, share));
  const toDark = (1 - t) ** 2;
  return { l: 18 + 72 * t, a: 13 * toDark - 4 * t * t, b: -36 * toDark + 60 * t * t };
}

function bytesOf(lab: (share: number) => Lab): Uint8ClampedArray {
  const bytes = new Uint8ClampedArray(3 * (MAP_STEPS + 1));
  for (let step = 0; step <= MAP_STEPS; step++) {
    const { r, g, b } = linearOfLab(lab(step / MAP_STEPS));
    bytes.set([255 * encodedOfLinear(r), 255 * encodedOfLinear(g), 255 * encodedOfLinear(b)], 3 * step);
  }
  return bytes;
}

/** sRGB bytes of the map, three per step. */
export const MAP_BYTES = bytesOf(labOfMap);
/** The same for grey with L* from 0 to 100: equal differences look equal. */
export const GREY_BYTES = bytesOf((share) => ({ l: 100 * share, a: 0, b: 0 }));

/** Both as packed pixels, one per step. */
export const MAP_PIXELS = packMap(MAP_BYTES);
export const GREY_PIXELS = packMap(GREY_BYTES);
