import type { Projected } from './camera';
import type { Picture } from './picture';
import type { Visibility } from './rasterize';

/** One hair on the picture: projected points with linear colour, width in pixels and opacity per point. */
export interface StrokePoint extends Projected {
  red: number;
  green: number;
  blue: number;
  width: number;
  opacity: number;
}

export interface StrokeTarget {
  picture: Picture;
  visibility: Visibility;
  /** Buffer pixels per picture pixel. */
  ratio: number;
  /** Millimetres by which a hair may lie under the surface and still show. */
  tolerance: number;
}

/** Draws a thin antialiased line through the points, hidden where the surface is nearer. */
export function drawStroke(target: StrokeTarget, points: readonly StrokePoint[]): void {
  for (let i = 0; i + 1 < points.length; i += 1) {
    const a = points[i];
    const b = points[i + 1];
    if (a && b) drawSegment(target, a, b);
  }
}

function drawSegment(target: StrokeTarget, a: StrokePoint, b: StrokePoint): void {
  const { width, height } = target.picture;
  if (Math.max(a.x, b.x) < 0 || Math.min(a.x, b.x) > width || Math.max(a.y, b.y) < 0 || Math.min(a.y, b.y) > height)
    return;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const steep = Math.abs(dy) > Math.abs(dx);
  const run = steep ? dy : dx;
  if (Math.abs(run) < 1e-6) return;
  const stretch = Math.hypot(dx, dy) / Math.abs(run);
  const from = steep ? a.y : a.x;
  const first = Math.ceil(Math.min(from, from + run) - 0.5);
  const last = Math.ceil(Math.max(from, from + run) - 0.5) - 1;
  for (let major = first; major <= last; major += 1) {
    const t = (major + 0.5 - from) / run;
    const centre = steep ? a.x + dx * t : a.y + dy * t;
    drawSpan(target, { steep, major, centre, half: ((a.width + (b.width - a.width) * t) * stretch) / 2 }, { a, b, t });
  }
}

interface Span {
  steep: boolean;
  major: number;
  centre: number;
  half: number;
}

function drawSpan(target: StrokeTarget, span: Span, colour: { a: StrokePoint; b: StrokePoint; t: number }): void {
  const { picture } = target;
  const { a, b, t } = colour;
  const limit = a.depth + (b.depth - a.depth) * t + target.tolerance;
  const thin = Math.min(1, span.half * 2);
  const half = Math.max(span.half, 0.5);
  const opacity = (a.opacity + (b.opacity - a.opacity) * t) * thin;
  const low = Math.floor(span.centre - half);
  const high = Math.floor(span.centre + half);
  for (let minor = low; minor <= high; minor += 1) {
    const x = span.steep ? minor : span.major;
    const y = span.steep ? span.major : minor;
    if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
    const share = Math.min(minor + 1, span.centre + half) - Math.max(minor, span.centre - half);
    if (share <= 0 || (target.visibility.depth[bufferPixel(target, x, y)] ?? 0) > limit) continue;
    const alpha = opacity * share;
    const at = (y * picture.width + x) * 3;
    const { linear } = picture;
    linear[at] = (linear[at] ?? 0) * (1 - alpha) + (a.red + (b.red - a.red) * t) * alpha;
    linear[at + 1] = (linear[at + 1] ?? 0) * (1 - alpha) + (a.green + (b.green - a.green) * t) * alpha;
    linear[at + 2] = (linear[at + 2] ?? 0) * (1 - alpha) + (a.blue + (b.blue - a.blue) * t) * alpha;
  }
}

/** Index in the visibility buffer of a picture pixel. */
function bufferPixel({ visibility, ratio }: StrokeTarget, x: number, y: number): number {
  const column = Math.min(Math.floor((x + 0.5) * ratio), visibility.width - 1);
  const row = Math.min(Math.floor((y + 0.5) * ratio), visibility.height - 1);
  return row * visibility.width + column;
}
