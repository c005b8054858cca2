import type { LinearRgb } from './lab';

/** Logarithms of light are taken from here on: the first step of a byte. */
export const LEAST_LIGHT = 1 / 255;

const clamped = (light: number): number => Math.max(LEAST_LIGHT, light);

/** Erythema index: 100 log10(R / G) of linear light (Takiwaki 1998); the level of the light cancels out. */
export function erythemaIndex({ r, g }: Pick<LinearRgb, 'r' | 'g'>): number {
  return 100 * Math.log10(clamped(r) / clamped(g));
}

/** Amounts of two pigments and of shade in a colour of skin; absolute values say little, differences do. */
export type Pigments = { readonly melanin: number; readonly haemoglobin: number; readonly shade: number };

/** Absorption in R, G, B of melanin and haemoglobin (Tsumura 2003), and of shade, which is grey. */
const MELANIN = [0.4143, 0.357, 0.8372] as const;
const HAEMOGLOBIN = [0.2988, 0.6838, 0.6657] as const;
const SHADE = [1, 1, 1] as const;

type Row = readonly [number, number, number];
const cross = (a: Row, b: Row): Row => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Row, b: Row): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const divided = (row: Row, by: number): Row => [row[0] / by, row[1] / by, row[2] / by];
const VOLUME = dot(MELANIN, cross(HAEMOGLOBIN, SHADE));
/** Rows of the inverse of the matrix with the three vectors as columns: what each takes of -ln R, -ln G, -ln B. */
const MELANIN_ROW = divided(cross(HAEMOGLOBIN, SHADE), VOLUME);
const HAEMOGLOBIN_ROW = divided(cross(SHADE, MELANIN), VOLUME);
const SHADE_ROW = divided(cross(MELANIN, HAEMOGLOBIN), VOLUME);

/** Splits optical density: -ln(R, G, B) = m MELANIN + h HAEMOGLOBIN + s SHADE, on linear light of at least 1/255. */
export function unmixPigments({ r, g, b }: LinearRgb): Pigments {
  const density: Row = [-Math.log(clamped(r)), -Math.log(clamped(g)), -Math.log(clamped(b))];
  return {
    melanin: dot(MELANIN_ROW, density),
    haemoglobin: dot(HAEMOGLOBIN_ROW, density),
    shade: dot(SHADE_ROW, density),
  };
}

/** What melanin minus shade takes of -ln R, -ln G, -ln B: the "brown" picture is one weighted sum. */
export const BROWN_WEIGHTS: Row = [
  MELANIN_ROW[0] - SHADE_ROW[0],
  MELANIN_ROW[1] - SHADE_ROW[1],
  MELANIN_ROW[2] - SHADE_ROW[2],
];
