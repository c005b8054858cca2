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

/** What the plain photo needs: nothing. */
export const NO_BASIS: ViewBasis = { mean: null, clahe: null, skin: { brown: 0, typologyAngleDeg: 0 } };

/** The surround of a lesion as a circle of its area; photo px. */
export type SkinRing = { readonly x: number; readonly y: number; readonly radiusPx: number };
export type BasisOf = { readonly medianLesionRadiusPx: number; readonly skinRings: readonly SkinRing[] };

/** What there is to take from the whole photo; every view takes the skin. */
export type BasisKind = 'skin' | 'mean' | 'clahe';

/** What a view takes. */
export function basisKinds(view: ImageView): readonly BasisKind[] {
  if (view === 'local-contrast') return ['skin', 'mean'];
  return view === 'clahe' ? ['skin', 'clahe'] : ['skin'];
}

/** Adds to what was taken. `overview`: the whole photo, small. */
export function addToBasis(
  basis: ViewBasis,
  kinds: readonly BasisKind[],
  { overview, of: { medianLesionRadiusPx, skinRings } }: { overview: PixelBlock; of: BasisOf },
): ViewBasis {
  return {
    mean: kinds.includes('mean') ? lightnessMean(overview, localContrastSigmaPx(medianLesionRadiusPx)) : basis.mean,
    clahe: kinds.includes('clahe') ? claheCurves(overview, claheTilePx(medianLesionRadiusPx)) : basis.clahe,
    skin: kinds.includes('skin') ? skinReference(overview, skinRings) : basis.skin,
  };
}

/** Pixels read for the reference at most: medians need no more. */
const MOST_SAMPLES = 8_000;
/** Light of skin falls from red over green to blue; backdrops and hair seldom do so this clearly. */
const RED_OVER_GREEN = 1.15;
const LIGHTNESS_OF_SKIN = [15, 97] as const;

/** Rings read at most, and places about each. */
const MOST_RINGS = 300;
const PLACES_PER_RING = 24;

/** Medians over the surrounds of the lesions; without any over what has the colour of skin, else over everything. */
export function skinReference(overview: PixelBlock, rings: readonly SkinRing[]): SkinReference {
  const { rgba } = overview;
  const step = 4 * Math.max(1, Math.ceil(rgba.length / 4 / MOST_SAMPLES));
  const all = Array.from({ length: Math.ceil(rgba.length / step) }, (_, i) => i * step);
  return (
    collect(rgba, ringPlaces(overview, rings), () => true) ??
    collect(rgba, all, isSkin) ??
    collect(rgba, all, () => true) ?? { brown: 0, typologyAngleDeg: 0 }
  );
}

/** Indices of pixels between 1.5 and 3 radii about the rings' centres, but clear of the centre by some px of the overview. */
function ringPlaces({ width, height, stepX, stepY }: PixelBlock, rings: readonly SkinRing[]): number[] {
  const every = Math.max(1, Math.ceil(rings.length / MOST_RINGS));
  return rings
    .filter((_, i) => i % every === 0)
    .flatMap(({ x, y, radiusPx }) =>
      Array.from({ length: PLACES_PER_RING }, (_, place) => {
        const angle = (2 * Math.PI * place) / PLACES_PER_RING;
        const far = Math.max(3 * Math.max(stepX, stepY), (place % 2 === 0 ? 1.8 : 2.6) * radiusPx);
        const column = Math.floor((x + far * Math.cos(angle)) / stepX);
        const row = Math.floor((y + far * Math.sin(angle)) / stepY);
        const isInside = column >= 0 && row >= 0 && column < width && row < height;
        return isInside ? 4 * (row * width + column) : -1;
      }),
    )
    .filter((at) => at >= 0);
}

function isSkin(r: number, g: number, b: number): boolean {
  const light = linearOfBytes(r, g, b);
  const lightness = fastLightness(r, g, b);
  const isLit = lightness >= LIGHTNESS_OF_SKIN[0] && lightness <= LIGHTNESS_OF_SKIN[1];
  return isLit && light.r > RED_OVER_GREEN * light.g && light.g > light.b;
}

function collect(
  rgba: Uint8ClampedArray,
  places: readonly number[],
  isWanted: (r: number, g: number, b: number) => boolean,
): SkinReference | null {
  const lightness: number[] = [];
  const blueYellow: number[] = [];
  const brown: number[] = [];
  for (const at of places) {
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
