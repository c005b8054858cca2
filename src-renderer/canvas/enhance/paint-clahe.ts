import { CLAHE_STEPS, claheStep, type ClaheCurves } from './clahe';
import { F_TABLE, STEP_BITS, X_STEPS, Y_STEPS, Z_STEPS } from './fast-lab';
import { labFInverse, RGB_OF_XYZ, WHITE } from './lab';
import { ALPHA, packedPixels } from './packed-map';
import { cellPlaces, type CellPlace, type PixelBlock } from './pixel-block';
import { ENCODE_STEPS, ENCODED } from './srgb';

/** The step of a tile's curve by step of Y, below the last so that there is always one after it. */
const CURVE_STEP = F_TABLE.map((f) => Math.min(CLAHE_STEPS - 1e-3, claheStep(116 * f - 16)));

/** Rows of the matrix from light over the white's to steps of the encoding table. */
type Row = readonly [number, number, number];
const encodingRow = ([x, y, z]: Row): Row => [
  x * WHITE.x * ENCODE_STEPS,
  y * WHITE.y * ENCODE_STEPS,
  z * WHITE.z * ENCODE_STEPS,
];
const [RX, RY, RZ] = encodingRow(RGB_OF_XYZ[0]);
const [GX, GY, GZ] = encodingRow(RGB_OF_XYZ[1]);
const [BX, BY, BZ] = encodingRow(RGB_OF_XYZ[2]);

const CURVE_LENGTH = CLAHE_STEPS + 1;

/** L* by the curves of the tiles around; a* and b* stay: with them, f of X and of Z move by as much as f of Y does. */
export function paintClahe(block: PixelBlock, { curves, columns, rows, tileWidth, tileHeight }: ClaheCurves): void {
  const { rgba, width, height } = block;
  const pixels = packedPixels(rgba);
  const across = cellPlaces(
    { count: width, origin: block.originX, step: block.stepX },
    { count: columns, size: tileWidth },
  );
  const down = cellPlaces(
    { count: height, origin: block.originY, step: block.stepY },
    { count: rows, size: tileHeight },
  );
  for (let y = 0; y < height; y++) {
    const above = (down.low[y] as number) * columns * CURVE_LENGTH;
    const below = (down.high[y] as number) * columns * CURVE_LENGTH;
    const place = { curves, across, above, below, share: down.share[y] as number };
    paintRow(pixels.subarray(y * width, (y + 1) * width), place);
  }
}

type RowPlace = {
  readonly curves: Float32Array;
  readonly across: CellPlace;
  /** Where the curves of the rows of tiles above and below begin, and the share of the one below. */
  readonly above: number;
  readonly below: number;
  readonly share: number;
};

/** A function per row is compiled to fast code within the first rows; one loop over all of them is not. */
function paintRow(pixels: Uint32Array, { curves, across, above, below, share }: RowPlace): void {
  const { r: xr, g: xg, b: xb } = X_STEPS;
  const { r: yr, g: yg, b: yb } = Y_STEPS;
  const { r: zr, g: zg, b: zb } = Z_STEPS;
  for (let x = 0; x < pixels.length; x++) {
    const pixel = pixels[x] as number;
    const [red, green, blue] = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
    const ofX = ((xr[red] as number) + (xg[green] as number) + (xb[blue] as number)) >> STEP_BITS;
    const ofY = ((yr[red] as number) + (yg[green] as number) + (yb[blue] as number)) >> STEP_BITS;
    const ofZ = ((zr[red] as number) + (zg[green] as number) + (zb[blue] as number)) >> STEP_BITS;
    const exact = CURVE_STEP[ofY] as number;
    const step = exact | 0;
    const part = exact - step;
    const left = (across.low[x] as number) * CURVE_LENGTH + step;
    const right = (across.high[x] as number) * CURVE_LENGTH + step;
    const leftUp = curveAt(curves, above + left, part);
    const onLeft = leftUp + share * (curveAt(curves, below + left, part) - leftUp);
    const rightUp = curveAt(curves, above + right, part);
    const onRight = rightUp + share * (curveAt(curves, below + right, part) - rightUp);
    const fy = (onLeft + (across.share[x] as number) * (onRight - onLeft) + 16) / 116;
    const moved = fy - (F_TABLE[ofY] as number);
    const lightX = labFInverse((F_TABLE[ofX] as number) + moved);
    const lightY = labFInverse(fy);
    const lightZ = labFInverse((F_TABLE[ofZ] as number) + moved);
    pixels[x] =
      encoded(RX * lightX + RY * lightY + RZ * lightZ) |
      (encoded(GX * lightX + GY * lightY + GZ * lightZ) << 8) |
      (encoded(BX * lightX + BY * lightY + BZ * lightZ) << 16) |
      (pixel & ALPHA);
  }
}

function curveAt(curves: Float32Array, at: number, part: number): number {
  const low = curves[at] as number;
  return low + part * ((curves[at + 1] as number) - low);
}

/** The byte of light in steps of the encoding table; light outside is clamped. */
function encoded(step: number): number {
  const nearest = (step + 0.5) | 0;
  return ENCODED[nearest < 0 ? 0 : nearest > ENCODE_STEPS ? ENCODE_STEPS : nearest] as number;
}
