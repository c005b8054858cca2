import { boundsUnion, EMPTY_BOUNDS, polygonBounds } from './bounds';
import { pointInPolygon } from './hit-test';
import { polygonRings } from './polygon';
import type { Point, Polygon, Ring } from './types';

/** A cutting line as the engine needs it. Frame px. */
export type Cut = {
  /** One side of the line, far beyond everything that is cut; even-odd where the line crosses itself. */
  readonly side: Ring;
  /** The line went on straight to there at its ends: what only these part is put together again. */
  readonly extensions: readonly (readonly [Point, Point])[];
};

/** Corners of the way round on the far side of the cut: 30° apart, its chords stay outside the bounds. */
const CORNER_RAD = Math.PI / 6;
/** How far beside an extension its two sides are looked for, in px; gaps narrower than five of these are passed over. */
const BESIDE_PX = 0.02;

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

/** Which of the pieces of a cut hang together across an extension, as pairs of their places in the list. */
export function joinedAcross(
  cut: Cut,
  subject: readonly Polygon[],
  pieces: readonly Polygon[],
): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const [a, b] of cut.extensions) {
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const beside = { x: (-(b.y - a.y) / length) * BESIDE_PX, y: ((b.x - a.x) / length) * BESIDE_PX };
    const crossings = crossingsOf(a, b, subject);
    for (const [index, to] of crossings.entries()) {
      const from = crossings[index - 1] ?? 0;
      if ((to - from) * length < 5 * BESIDE_PX) continue;
      const t = (from + to) / 2;
      const middle = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
      const one = pieceAt(pieces, { x: middle.x + beside.x, y: middle.y + beside.y });
      const other = pieceAt(pieces, { x: middle.x - beside.x, y: middle.y - beside.y });
      if (one >= 0 && other >= 0 && one !== other) pairs.push([one, other]);
    }
  }
  return pairs;
}

const pieceAt = (pieces: readonly Polygon[], at: Point): number =>
  pieces.findIndex((piece) => pointInPolygon(piece, at));

/** Where a segment meets the rings, as shares of its length in order, its end included. */
function crossingsOf(a: Point, b: Point, subject: readonly Polygon[]): number[] {
  const found: number[] = [];
  for (const ring of subject.flatMap(polygonRings)) {
    let c = ring.at(-1);
    for (const d of ring) {
      const t = c && shareOfCrossing([a, b], [c, d]);
      if (t !== undefined && t !== null) found.push(t);
      c = d;
    }
  }
  return [...found.sort((x, y) => x - y), 1];
}

function shareOfCrossing([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): number | null {
  const [rx, ry, sx, sy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y];
  const across = rx * sy - ry * sx;
  if (across === 0) return null;
  const t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / across;
  const u = ((c.x - a.x) * ry - (c.y - a.y) * rx) / across;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? t : null;
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
