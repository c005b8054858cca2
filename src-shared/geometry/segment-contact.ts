import { orientation } from './orientation';
import { isSamePoint } from './ring';
import type { Point } from './types';

export type SegmentContact =
  /** The interiors cross in one point, which is rounded. */
  | { readonly kind: 'crossing'; readonly at: Point }
  /** A stretch of positive length is shared; `at` is one of its ends. */
  | { readonly kind: 'overlap'; readonly at: Point }
  /** One point is shared and it is an end of at least one segment, so it is exact. */
  | { readonly kind: 'touch'; readonly at: Point };

/** What two segments share, decided exactly; null when nothing. Neither segment may have zero length. */
export function segmentContact(a: Point, b: Point, c: Point, d: Point): SegmentContact | null {
  const sideC = orientation(a, b, c);
  const sideD = orientation(a, b, d);
  if (sideC === 0 && sideD === 0) return collinearContact(a, b, c, d);
  if (sideC * sideD > 0) return null;
  const sideA = orientation(c, d, a);
  const sideB = orientation(c, d, b);
  if (sideA * sideB > 0) return null;
  if (sideC === 0) return { kind: 'touch', at: c };
  if (sideD === 0) return { kind: 'touch', at: d };
  if (sideA === 0) return { kind: 'touch', at: a };
  if (sideB === 0) return { kind: 'touch', at: b };
  return { kind: 'crossing', at: crossingPoint(a, b, c, d) };
}

function collinearContact(a: Point, b: Point, c: Point, d: Point): SegmentContact | null {
  const [firstStart, firstEnd] = inReadingOrder(a, b);
  const [secondStart, secondEnd] = inReadingOrder(c, d);
  const start = isBefore(firstStart, secondStart) ? secondStart : firstStart;
  const end = isBefore(firstEnd, secondEnd) ? firstEnd : secondEnd;
  if (isSamePoint(start, end)) return { kind: 'touch', at: start };
  return isBefore(start, end) ? { kind: 'overlap', at: start } : null;
}

function crossingPoint(a: Point, b: Point, c: Point, d: Point): Point {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const along = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / (dx * (d.y - c.y) - dy * (d.x - c.x));
  // Near-parallel segments may give no number here although they do cross.
  const share = along >= 0 && along <= 1 ? along : 0.5;
  return { x: a.x + share * dx, y: a.y + share * dy };
}

function inReadingOrder(a: Point, b: Point): readonly [Point, Point] {
  return isBefore(a, b) ? [a, b] : [b, a];
}

/** Order by x, then y. */
function isBefore(a: Point, b: Point): boolean {
  return a.x < b.x || (a.x === b.x && a.y < b.y);
}
