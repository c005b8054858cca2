import { bell, bump, smoothStep } from './curve';
import { eyeX, type FaceLines } from './face-lines';
import { createFreckles } from './freckles';
import { createFractal, type Noise } from './noise';
import { createRandom } from './random';
import { createPlaceGrid } from './skin-places';
import { blood, pigment, type Complexion } from './skin-tone';

/** Amounts at one face chart point; density = skin + red * blood + brown * pigment + lip * (lips - skin). */
export interface SkinSample {
  red: number;
  brown: number;
  /** 0 skin to 1 lip. */
  lip: number;
  /** Neutral density, for lash lines, nostrils, the mouth's line. */
  dark: number;
  /** Strength of the shine. */
  gloss: number;
  /** Strength of pores and fine relief. */
  grain: number;
}

/** Sample at a face chart point; `around` is the way along the skin from the middle, millimetres, for patterns that must not stretch. */
export type SkinMap = (x: number, y: number, around: number) => SkinSample;

/** Colour of the face by place, in the face chart (millimetres). */
export function createSkinMap(complexion: Complexion, lines: FaceLines, noise: Noise): SkinMap {
  const freckles = createFreckles(createRandom(31), complexion.freckles);
  const [patches, flecks, tone] = [createFractal(noise, 4), createFractal(noise, 3, 0.6), createFractal(noise, 3)];
  const places = createPlaceGrid();
  const sample: SkinSample = { red: 0, brown: 0, lip: 0, dark: 0, gloss: 0, grain: 0 };
  return (x, y, around) => {
    const side = Math.abs(x);
    const place = places(side, y);
    const patch = patches(around * 0.055 + 3, y * 0.055);
    const fleck = flecks(around * 0.21, y * 0.21 + 40);
    sample.lip = lipShare(lines, side, y);
    sample.red = complexion.redness * (place.red + 0.08 * patch + 0.05 * fleck) * (1 - sample.lip);
    sample.brown =
      complexion.brownness * (place.brown + 0.035 * tone(around * 0.09 - 20, y * 0.09) - 0.02 * fleck) + freckles(x, y);
    sample.dark =
      darkPlaces(lines, side, y) +
      complexion.beard * beardShade(lines, side, y) * (0.9 + 0.35 * noise(around * 1.9, y * 1.9));
    sample.gloss = complexion.shine * place.gloss + 0.9 * sample.lip;
    sample.grain = place.grain * (1 - sample.lip);
    return sample;
  };
}

function darkPlaces(lines: FaceLines, x: number, y: number): number {
  const outward = x - eyeX;
  const lidInside = smoothStep(18.5, 15, Math.abs(outward));
  const lash = 0.95 * bell(y - lines.lash(outward) - 0.4, 0.62) * lidInside;
  const lidCrease = 0.16 * bell(y - lines.lidCrease(outward), 0.9) * lidInside;
  const nostril = 1.7 * smoothStep(1.2, 0.4, Math.hypot((x - 6.2) / 3.4, (y - 47.9 + 0.16 * (x - 6.2)) / 1.45));
  const mouth =
    1.05 * bell(y - lines.mouth(x), 0.75) * smoothStep(lines.mouthHalfWidth + 2, lines.mouthHalfWidth - 3, x);
  return lash + lidCrease + nostril + mouth + browShade(lines, x, y);
}

/** The soft shade of a brow between its hairs. */
function browShade(lines: FaceLines, x: number, y: number): number {
  if (x < 7 || x > 60 || y < -38 || y > -8) return 0;
  const middle = (lines.browLow(x) + lines.browHigh(x)) / 2;
  const half = Math.max(0.8, (lines.browLow(x) - lines.browHigh(x)) / 2);
  return 0.34 * bell(y - middle, half * 0.8) * smoothStep(8.5, 17, x) * smoothStep(60, 52, x);
}

function beardShade(lines: FaceLines, x: number, y: number): number {
  const jaw = smoothStep(40, 70, y + 0.55 * x - 14) * smoothStep(74, 58, x);
  const lip = bump(x - 9, y - 56, 13, 6);
  return Math.max(jaw * (0.75 + 0.25 * smoothStep(50, 66, y)), lip) * (1 - lipShare(lines, x, y));
}

/** 0 outside the red of the lips, 1 inside, with an edge of about a millimetre. */
export function lipShare(lines: FaceLines, x: number, y: number): number {
  if (x > lines.mouthHalfWidth + 1 || y < 55 || y > 86) return 0;
  const edge = Math.min(y - lines.upperLip(x), lines.lowerLip(x) - y);
  return smoothStep(-1, 1.6, edge) * smoothStep(lines.mouthHalfWidth + 0.5, lines.mouthHalfWidth - 2.5, x);
}

/** Adds one sample's density to the R, G, B of a pixel. */
export function densityAt(complexion: Complexion, sample: SkinSample, channel: 0 | 1 | 2): number {
  const { skin, lips } = complexion;
  return (
    skin[channel] +
    sample.red * blood[channel] +
    sample.brown * pigment[channel] +
    sample.lip * (lips[channel] - skin[channel]) +
    sample.dark
  );
}
