import type { ImageView } from '#shared/domain/image-view';
import { claheCurves, claheTilePx, type ClaheCurves } from './clahe';
import { fastLightness } from './fast-lab';
import { labOfLinear, linearOfBytes, typologyAngle } from './lab';
import { lightnessMean, localContrastSigmaPx } from './lightness-mean';
import { median } from './median';
import { BROWN_OF_BYTE } from './byte-tables';
import type { PixelBlock, ValueGrid } from './pixel-block';

/** What a view takes from the whole photo before it can paint any part of it. */
export type ViewBasis = {
  readonly mean: ValueGrid | null;
  readonly clahe: ClaheCurves | null;
  readonly skin: SkinReference;
};

/** The middle of the photo's skin: `brown` (melanin less shade) and the individual typology angle, in degrees. */
export type SkinReference = { readonly brown: number; readonly typologyAngleDeg: number };

/** `overview`: the whole photo, small. */
export function viewBasis(view: ImageView, overview: PixelBlock, medianLesionRadiusPx: number): ViewBasis {
  return {
    mean: view === 'local-contrast' ? lightnessMean(overview, localContrastSigmaPx(medianLesionRadiusPx)) : null,
    clahe: view === 'clahe' ? claheCurves(overview, claheTilePx(medianLesionRadiusPx)) : null,
    skin: skinReference(overview),
  };
}

/** Pixels read for the reference at most: medians need no more. */
const MOST_SAMPLES = 40_000;
/** Light of skin falls from red over green to blue; backdrops and hair seldom do so this clearly. */
const RED_OVER_GREEN = 1.15;
const LIGHTNESS_OF_SKIN = [15, 97] as const;

/** Medians over what has the colour of skin; over everything where nothing has. */
export function skinReference({ rgba }: PixelBlock): SkinReference {
  const step = 4 * Math.max(1, Math.ceil(rgba.length / 4 / MOST_SAMPLES));
  const skin = collect(rgba, step, isSkin);
  return skin ?? collect(rgba, step, () => true) ?? { brown: 0, typologyAngleDeg: 0 };
}

function isSkin(r: number, g: number, b: number): boolean {
  const light = linearOfBytes(r, g, b);
  const lightness = fastLightness(r, g, b);
  const isLit = lightness >= LIGHTNESS_OF_SKIN[0] && lightness <= LIGHTNESS_OF_SKIN[1];
  return isLit && light.r > RED_OVER_GREEN * light.g && light.g > light.b;
}

function collect(
  rgba: Uint8ClampedArray,
  step: number,
  isWanted: (r: number, g: number, b: number) => boolean,
): SkinReference | null {
  const lightness: number[] = [];
  const blueYellow: number[] = [];
  const brown: number[] = [];
  for (let at = 0; at + 3 < rgba.length; at += step) {
    const [r, g, b] = [rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number];
    if (!isWanted(r, g, b)) continue;
    const lab = labOfLinear(linearOfBytes(r, g, b));
    lightness.push(lab.l);
    blueYellow.push(lab.b);
    brown.push((BROWN_OF_BYTE.r[r] as number) + (BROWN_OF_BYTE.g[g] as number) + (BROWN_OF_BYTE.b[b] as number));
  }
  if (lightness.length === 0) return null;
  const typologyAngleDeg = typologyAngle({ l: median(lightness), b: median(blueYellow) });
  return { brown: median(brown), typologyAngleDeg };
}
