/** sRGB bytes of the 24 patches of a ColorChecker, as published for sRGB (BabelColor), 8 corners of the cube, and 12 skins. */
export const COLOURS: readonly (readonly [number, number, number])[] = [
  [115, 82, 68], [194, 150, 130], [98, 122, 157], [87, 108, 67], [133, 128, 177], [103, 189, 170],
  [214, 126, 44], [80, 91, 166], [193, 90, 99], [94, 60, 108], [157, 188, 64], [224, 163, 46],
  [56, 61, 150], [70, 148, 73], [175, 54, 60], [231, 199, 31], [187, 86, 149], [8, 133, 161],
  [243, 243, 242], [200, 200, 200], [160, 160, 160], [122, 122, 121], [85, 85, 85], [52, 52, 52],
  [0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [0, 255, 255], [255, 0, 255],
  [241, 205, 184], [226, 180, 155], [205, 160, 132], [187, 139, 112], [165, 116, 88], [141, 94, 68], [110, 74, 56],
  [86, 56, 42], [62, 40, 31], [150, 105, 77], [200, 123, 111], [163, 127, 104],
]; // prettier-ignore

/** L*a*b* (D65) of sRGB colours as printed in tables of colour converters, to two digits. */
export const KNOWN_LAB: readonly (readonly [rgb: readonly [number, number, number], lab: readonly [number, number, number]])[] = [
  [[255, 0, 0], [53.24, 80.09, 67.2]],
  [[0, 255, 0], [87.73, -86.18, 83.18]],
  [[0, 0, 255], [32.3, 79.19, -107.86]],
  [[255, 255, 0], [97.14, -21.55, 94.48]],
  [[0, 255, 255], [91.11, -48.09, -14.13]],
  [[255, 0, 255], [60.32, 98.23, -60.82]],
  [[255, 255, 255], [100, 0, 0]],
  [[128, 128, 128], [53.59, 0, 0]],
  [[0, 0, 0], [0, 0, 0]],
]; // prettier-ignore

type Matrix = readonly (readonly number[])[];

/** Solves A x = b by Cramer's rule. */
export function solve3(a: Matrix, b: readonly number[]): number[] {
  const determinant = (m: Matrix): number => {
    const [[p, q, r], [s, t, u], [v, w, x]] = m as [number[], number[], number[]] as unknown as [
      [number, number, number],
      [number, number, number],
      [number, number, number],
    ];
    return p * (t * x - u * w) - q * (s * x - u * v) + r * (s * w - t * v);
  };
  return [0, 1, 2].map((k) => {
    const replaced = a.map((row, i) => row.map((value, j) => (j === k ? b[i]! : value)));
    return determinant(replaced) / determinant(a);
  });
}

/** Linear light by IEC 61966-2-1, written out anew. */
export const toLinear = (byte: number): number =>
  byte / 255 <= 0.04045 ? byte / 255 / 12.92 : Math.exp(2.4 * Math.log((byte / 255 + 0.055) / 1.055));

/** Columns: XYZ of full red, green and blue, from the chromaticities of sRGB's primaries (ITU-R BT.709) and the white point. */
function primaries(): number[][] {
  const chromaticities = [[0.64, 0.33], [0.3, 0.6], [0.15, 0.06]]; // prettier-ignore
  const columns = chromaticities.map(([x, y]) => [x! / y!, 1, (1 - x! - y!) / y!]);
  const matrix = [0, 1, 2].map((i) => columns.map((column) => column[i]!));
  const strengths = solve3(matrix, WHITE);
  return matrix.map((row) => row.map((value, k) => value * strengths[k]!));
}
/** D65, as sRGB has it. */
const WHITE = [0.95047, 1, 1.08883] as const;

/** XYZ from the primaries, not from sRGB's rounded matrix. */
export function xyzFromPrimaries(rgb: readonly number[]): number[] {
  const light = rgb.map(toLinear);
  return primaries().map((row) => row.reduce((sum, value, k) => sum + value * light[k]!, 0));
}

/** The byte of linear light, with fraction, cut off at 0 and 255. */
export function encode(light: number): number {
  const clamped = Math.min(1, Math.max(0, light));
  return 255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055);
}

/** sRGB bytes, with fraction, of L*a*b*. */
export function bytesFromLab([l, a, b]: readonly [number, number, number]): number[] {
  const fy = (l + 16) / 116;
  const inverse = (f: number): number => (f > 6 / 29 ? f ** 3 : (3 * 36 * (f - 4 / 29)) / 841);
  const xyz = [fy + a / 500, fy, fy - b / 200].map((f, i) => inverse(f) * WHITE[i]!);
  return solve3(primaries(), xyz).map(encode);
}

/** L*a*b* from the primaries, with CIE's constants as fractions. */
export function labFromPrimaries(rgb: readonly number[]): [number, number, number] {
  const [x, y, z] = xyzFromPrimaries(rgb) as [number, number, number];
  const f = (t: number): number => (t > 216 / 24389 ? t ** (1 / 3) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
