import { linearOfEncoded } from './srgb';

/** CIE 1976 L*a*b* under D65, 2 degree observer. */
export type Lab = { readonly l: number; readonly a: number; readonly b: number };
/** Linear light of 0 to 1 per sRGB primary. */
export type LinearRgb = { readonly r: number; readonly g: number; readonly b: number };

/** Linear sRGB to XYZ, D65 (IEC 61966-2-1, in the digits that its primaries and white give). */
export const XYZ_OF_RGB = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
] as const;
/** XYZ to linear sRGB: the inverse of the above. */
export const RGB_OF_XYZ = [
  [3.2404542, -1.5371385, -0.4985314],
  [-0.969266, 1.8760108, 0.041556],
  [0.0556434, -0.2040259, 1.0572252],
] as const;
/** The reference white: D65 with Y = 1. */
export const WHITE = { x: 0.95047, y: 1, z: 1.08883 } as const;

/** Where CIE's cube root goes over into a line, and the line's slope (CIE 15: 24/116 cubed, 841/108). */
const LINE_BELOW = (24 / 116) ** 3;
const LINE_SLOPE = 841 / 108;

/** CIE's f of a tristimulus value divided by the white's. */
export function labF(ratio: number): number {
  return ratio > LINE_BELOW ? Math.cbrt(ratio) : LINE_SLOPE * ratio + 16 / 116;
}

/** The inverse of `labF`. */
export function labFInverse(f: number): number {
  return f > 24 / 116 ? f * f * f : (f - 16 / 116) / LINE_SLOPE;
}

/** L*a*b* of linear light. */
export function labOfLinear({ r, g, b }: LinearRgb): Lab {
  const [x, y, z] = XYZ_OF_RGB.map(([ofR, ofG, ofB]) => ofR * r + ofG * g + ofB * b) as [number, number, number];
  const fx = labF(x / WHITE.x);
  const fy = labF(y / WHITE.y);
  const fz = labF(z / WHITE.z);
  return { l: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz) };
}

/** Linear light of L*a*b*; components outside 0 to 1 are outside sRGB. */
export function linearOfLab({ l, a, b }: Lab): LinearRgb {
  const fy = (l + 16) / 116;
  const x = WHITE.x * labFInverse(fy + a / 500);
  const y = WHITE.y * labFInverse(fy);
  const z = WHITE.z * labFInverse(fy - b / 200);
  const [red, green, blue] = RGB_OF_XYZ.map(([ofX, ofY, ofZ]) => ofX * x + ofY * y + ofZ * z) as [
    number,
    number,
    number,
  ];
  return { r: red, g: green, b: blue };
}

/** Linear light of sRGB bytes. */
export function linearOfBytes(r: number, g: number, b: number): LinearRgb {
  return { r: linearOfEncoded(r / 255), g: linearOfEncoded(g / 255), b: linearOfEncoded(b / 255) };
}

/**
 * Individual typology angle in degrees: atan((L* - 50) / b*) (Chardon 1991). Skin has b* above 0; at 0 it is ±90, and
 * below 0 it goes on past that, so that a bluish light skin does not turn into a dark one.
 */
export function typologyAngle({ l, b }: Pick<Lab, 'l' | 'b'>): number {
  return (Math.atan2(l - 50, b) * 180) / Math.PI;
}
