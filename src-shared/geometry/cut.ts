import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from './bounds';
import { edgeIndexOf } from './edge-index';
import { segmentContact } from './segment-contact';
import type { Point, Polygon, Ring } from './types';

/** A cutting line as it is shown: two colours, one on each side of it. Frame px. */
export type Cut = {
  /** One side of the line, far beyond everything that is cut; even-odd where the line crosses itself. */
  readonly side: Ring;
  /** The line went on straight to there at its ends, where it cuts nothing. */
  readonly extensions: readonly (readonly [Point, Point])[];
};

/** Corners of the way round on the far side of the cut: 30° apart, its chords stay outside the bounds. */
const CORNER_RAD = Math.PI / 6;

/** Null for a line without length. */
export function cutAlong(line: readonly Point[], subject: readonly Polygon[]): Cut | null {
  const points = line.filter(({ x, y }, i) => i === 0 || x !== line[i - 1]?.x || y !== line[i - 1]?.y);
  const [first, second] = points;
  const [last, beforeLast] = [points.at(-1), points.at(-2)];
  if (!first || !second || !last || !beforeLast) return null;
  const pointBounds = points.reduce(
    (bounds, { x, y }) => boundsUnion(bounds, { minX: x, minY: y, maxX: x, maxY: y }),
    EMPTY_BOUNDS,
  );
  const { minX, minY, maxX, maxY } = subject.map(polygonBounds).reduce(boundsUnion, pointBounds);
  const centre = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
  const radius = Math.hypot(maxX - minX, maxY - minY) + 10;
  const start = onCircle(first, second, { centre, radius });
  const end = onCircle(last, beforeLast, { centre, radius });
  return {
    side: [start, ...points, end, ...wayRound(end, start, { centre, radius })],
    extensions: [
      [start, first],
      [last, end],
    ],
  };
}

/** Whether the two sides would differ in colour where the line does not run: beyond its ends. */
export function coloursBeyondEnds({ extensions }: Cut, subject: readonly Polygon[]): boolean {
  return subject.some((polygon) => {
    const index = edgeIndexOf(polygon);
    return extensions.some(([a, b]) => {
      if (index.holds({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })) return true;
      let isMet = false;
      index.visitNear(a, b, (edge) => {
        isMet ||= segmentContact(a, b, index.start(edge), index.end(edge)) !== null;
      });
      return isMet;
    });
  });
}

type Circle = { readonly centre: Point; readonly radius: number };

/** Where the ray from `from` away from `next` leaves the circle, which holds both. */
function onCircle(from: Point, next: Point, { centre, radius }: Circle): Point {
  const length = Math.hypot(from.x - next.x, from.y - next.y);
  const [dx, dy] = [(from.x - next.x) / length, (from.y - next.y) / length];
  const [px, py] = [from.x - centre.x, from.y - centre.y];
  const along = px * dx + py * dy;
  const t = -along + Math.sqrt(along * along - (px * px + py * py) + radius * radius);
  return { x: from.x + t * dx, y: from.y + t * dy };
}

function wayRound(from: Point, to: Point, { centre, radius }: Circle): Point[] {
  const start = Math.atan2(from.y - centre.y, from.x - centre.x);
  const end = Math.atan2(to.y - centre.y, to.x - centre.x);
  const turn = (end - start + 2 * Math.PI) % (2 * Math.PI);
  const corners = Math.ceil(turn / CORNER_RAD) - 1;
  return Array.from({ length: Math.max(0, corners) }, (_, i) => {
    const angle = start + (turn * (i + 1)) / (corners + 1);
    // A little farther out than the ends, so that the way round never meets an extension.
    return { x: centre.x + 1.1 * radius * Math.cos(angle), y: centre.y + 1.1 * radius * Math.sin(angle) };
  });
}
