/** Optical density (natural logarithm, linear light) in R, G, B. */
export type Density = readonly [number, number, number];

/** How one person's skin and hair absorb light. */
export interface Complexion {
  skin: Density;
  /** Strength of red patches (cheeks, nose, ears), 1 for light skin. */
  redness: number;
  /** Strength of brown patches (eyes, mouth, uneven tone). */
  brownness: number;
  /** Share of full freckle strength. */
  freckles: number;
  /** Strength of the oil shine, 1 average. */
  shine: number;
  lips: Density;
  hair: Density;
  /** Strength of a shaved beard's shade. */
  beard: number;
}

/** Density of blood per unit; red skin changes green and blue most. */
export const blood: Density = [0.05, 0.6, 0.5];
/** Density of brown pigment per unit. */
export const pigment: Density = [0.5, 0.74, 0.95];

/** Density of a colour as seen on screen under white light of strength 1. */
export function densityOf(red: number, green: number, blue: number): Density {
  return [-Math.log(linearOf(red)), -Math.log(linearOf(green)), -Math.log(linearOf(blue))];
}

function linearOf(byte: number): number {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}
