import { distanceToSegment } from './hit-test';
import { dropRepeatedPoints } from './ring';
import type { Point, Ring } from './types';

/** Douglas–Peucker on an open line: both ends stay, and no dropped point is farther than the tolerance from the result. */
export function simplifyLine(points: readonly Point[], tolerancePx: number): readonly Point[] {
  if (points.length <= 2) return points;
  const isKept = new Uint8Array(points.length);
  const spans: [first: number, last: number][] = [[0, points.length - 1]];
  isKept[0] = 1;
  isKept[points.length - 1] = 1;
  for (let span = spans.pop(); span; span = spans.pop()) {
    const farthest = farthestFromChord(points, span[0], span[1]);
    if (farthest.distance <= tolerancePx) continue;
    isKept[farthest.index] = 1;
    spans.push([span[0], farthest.index], [farthest.index, span[1]]);
  }
  return points.filter((_, index) => isKept[index]);
}

/**
 * Douglas–Peucker on a closed ring from two anchors, the first vertex in reading order (x, then y) and the one
 * farthest from it, so the result does not depend on where the ring starts. Keeps the order, never below 3 points.
 * The result may cross itself or lose area: the caller checks both.
 */
export function simplifyRing(ring: Ring, tolerancePx: number): Ring {
  const vertices = dropRepeatedPoints(ring);
  if (vertices.length <= 3) return vertices;
  const start = indexOfBest(vertices, (a, b) => isBefore(a, b));
  const anchor = vertices[start] as Point;
  const far = indexOfBest(vertices, (a, b) => {
    const difference = Math.hypot(a.x - anchor.x, a.y - anchor.y) - Math.hypot(b.x - anchor.x, b.y - anchor.y);
    return difference > 0 || (difference === 0 && isBefore(a, b));
  });
  const turned = [...vertices.slice(start), ...vertices.slice(0, start), anchor];
  const middle = (far - start + vertices.length) % vertices.length;
  const there = simplifyLine(turned.slice(0, middle + 1), tolerancePx);
  const back = simplifyLine(turned.slice(middle), tolerancePx);
  const kept = new Set([...there, ...back]);
  if (kept.size < 3) kept.add(thirdVertex(turned, middle));
  return vertices.filter((vertex) => kept.has(vertex));
}

/** The vertex farthest from the chord between the anchors, which stand at 0 and `middle`. */
function thirdVertex(turned: readonly Point[], middle: number): Point {
  const last = turned.length - 1;
  const candidates = [farthestFromChord(turned, 0, middle), farthestFromChord(turned, middle, last)];
  candidates.sort((a, b) => b.distance - a.distance);
  return turned[candidates[0]?.index ?? 0] as Point;
}

function farthestFromChord(points: readonly Point[], first: number, last: number): { index: number; distance: number } {
  let index = first;
  let distance = -1;
  const a = points[first] as Point;
  const b = points[last] as Point;
  for (let i = first + 1; i < last; i++) {
    const found = distanceToSegment(points[i] as Point, a, b);
    if (found > distance) [index, distance] = [i, found];
  }
  return { index, distance };
}

function indexOfBest(points: readonly Point[], isBetter: (a: Point, b: Point) => boolean): number {
  return points.reduce((best, point, index) => (isBetter(point, points[best] as Point) ? index : best), 0);
}

function isBefore(a: Point, b: Point): boolean {
  return a.x < b.x || (a.x === b.x && a.y < b.y);
}
