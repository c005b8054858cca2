import sharp from 'sharp';

/** A point in device px of a picture: continuous, the origin at the outer corner of the top-left pixel. */
export type PixelPoint = { readonly x: number; readonly y: number };

/** Luminance of a picture, row by row, 0 to 255. */
export type Grey = { readonly width: number; readonly height: number; readonly values: Uint8Array };

export async function greyOf(png: Buffer): Promise<Grey> {
  const { data, info } = await sharp(png).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, values: new Uint8Array(data) };
}

/** A pixel that the outlines changed: its centre, and by how much (positive is brighter). */
export type ChangedPixel = PixelPoint & { readonly change: number };

/** What differs between two pictures of the same place by more than `threshold` grey levels. */
export function changedPixels(without: Grey, withOutlines: Grey, threshold: number): ChangedPixel[] {
  if (without.width !== withOutlines.width || without.height !== withOutlines.height)
    throw new Error('the two pictures differ in size');
  const changed: ChangedPixel[] = [];
  for (let i = 0; i < without.values.length; i++) {
    const change = withOutlines.values[i]! - without.values[i]!;
    if (Math.abs(change) <= threshold) continue;
    changed.push({ x: (i % without.width) + 0.5, y: Math.trunc(i / without.width) + 0.5, change });
  }
  return changed;
}

/** A closed line: the last point is joined to the first. */
export type ClosedLine = readonly PixelPoint[];
type Nearest = { readonly distance: number; readonly normal: PixelPoint; readonly offset: number };

/** The edge nearest to a point: the distance, and the edge's unit normal with the point's offset along it. */
export function nearestEdge(point: PixelPoint, lines: readonly ClosedLine[]): Nearest {
  let best: Nearest = { distance: Infinity, normal: { x: 0, y: 0 }, offset: 0 };
  for (const line of lines) {
    let a = line.at(-1)!;
    for (const b of line) {
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length = Math.hypot(dx, dy);
      if (length > 0) {
        const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (length * length);
        const t = Math.min(1, Math.max(0, along));
        const distance = Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
        if (distance < best.distance) {
          const normal = { x: -dy / length, y: dx / length };
          best = { distance, normal, offset: (point.x - a.x) * normal.x + (point.y - a.y) * normal.y };
        }
      }
      a = b;
    }
  }
  return best;
}

/** Points on closed lines, at most `step` apart. */
export function samplesOf(lines: readonly ClosedLine[], step: number): PixelPoint[] {
  return lines.flatMap((line) => {
    const samples: PixelPoint[] = [];
    let a = line.at(-1)!;
    for (const b of line) {
      const count = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / step));
      for (let i = 0; i < count; i++)
        samples.push({ x: a.x + ((b.x - a.x) * i) / count, y: a.y + ((b.y - a.y) * i) / count });
      a = b;
    }
    return samples;
  });
}

export type Deviation = {
  /** Farthest that a point of the expected lines is from a pixel of the stroke's core, in device px. */
  readonly uncovered: number;
  /** Farthest that any pixel of the stroke (core and halo) is from the expected lines, in device px. */
  readonly astray: number;
  /** The one shift of the expected lines that would fit the stroke's core best, in device px. */
  readonly shift: PixelPoint;
};

/**
 * Compares drawn pixels with the lines that they should lie on, in both directions. The core is what became brighter.
 * Of the lines only what `isShown` says can be seen is looked for.
 */
export function deviationOf(
  pixels: readonly ChangedPixel[],
  lines: readonly ClosedLine[],
  isShown: (point: PixelPoint) => boolean,
): Deviation {
  const core = pixels.filter(({ change }) => change > 0);
  let uncovered = 0;
  for (const sample of samplesOf(lines, 0.25).filter(isShown)) {
    let nearest = Infinity;
    for (const { x, y } of core) nearest = Math.min(nearest, (x - sample.x) ** 2 + (y - sample.y) ** 2);
    uncovered = Math.max(uncovered, Math.sqrt(nearest));
  }
  const astray = pixels.reduce((most, pixel) => Math.max(most, nearestEdge(pixel, lines).distance), 0);
  return { uncovered, astray, shift: bestShift(core, lines) };
}

/** Least squares over the offsets along the edges' normals, each weighted by how bright the pixel became. */
function bestShift(core: readonly ChangedPixel[], lines: readonly ClosedLine[]): PixelPoint {
  let [xx, xy, yy, xe, ye] = [0, 0, 0, 0, 0];
  for (const pixel of core) {
    const { normal, offset } = nearestEdge(pixel, lines);
    xx += pixel.change * normal.x * normal.x;
    xy += pixel.change * normal.x * normal.y;
    yy += pixel.change * normal.y * normal.y;
    xe += pixel.change * normal.x * offset;
    ye += pixel.change * normal.y * offset;
  }
  const determinant = xx * yy - xy * xy;
  return { x: (xe * yy - ye * xy) / determinant, y: (ye * xx - xe * xy) / determinant };
}
